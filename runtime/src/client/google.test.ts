import { ApiError, GoogleGenAI } from "@google/genai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import DefaultExport, { GatewayClientError, GatewayGoogleGenAI, type GatewayGoogleGenAIOptions } from "./google.ts";
import { startTestServer, type TestServer } from "./shared/test-server.ts";

const candidate = (text: string) => ({
  candidates: [{ content: { role: "model", parts: [{ text }] }, finishReason: "STOP" }],
});
const ask = { model: "auto", contents: "Hi" };

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer((response, request) => {
    if (request.path.includes("alt=sse")) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const text of ["Hel", "lo"]) response.write(`data: ${JSON.stringify(candidate(text))}\r\n\r\n`);
      response.end();
    } else if (request.path.includes("refused")) {
      const error = { code: 429, message: "The budget is spent.", status: "RESOURCE_EXHAUSTED" };
      response.writeHead(429, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    } else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(candidate("Hello")));
  });
  vi.stubEnv("FAIRLEAD_URL", server.url);
  vi.stubEnv("FAIRLEAD_KEY", "flk_from_environment");
  for (const name of ["GOOGLE_API_KEY", "GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_LOCATION"]) vi.stubEnv(name, "never");
  vi.stubEnv("GOOGLE_GENAI_USE_VERTEXAI", "true");
  vi.stubEnv("GOOGLE_GENAI_API_VERSION", "never");
  vi.stubEnv("GOOGLE_GEMINI_BASE_URL", "https://never.example.com");
  vi.stubEnv("GOOGLE_VERTEX_BASE_URL", "https://never.example.com");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

function seen(index = 0) {
  const request = server.requests[index];
  if (!request) throw new Error(`no request ${index}`);
  return request;
}

describe("what is sent", () => {
  test("a plain call goes to the gateway with its key and workload, and nothing of Google's environment", async () => {
    const client = new GatewayGoogleGenAI({
      workload: "ticket-summaries",
      sensitivity: "confidential",
      session: "case 7",
    });
    expect((await client.models.generateContent(ask)).text).toBe("Hello");
    const { method, path, headers } = seen();
    expect([method, path]).toEqual(["POST", "/v1beta/models/auto:generateContent"]);
    expect(headers).toMatchObject({
      "x-goog-api-key": "flk_from_environment",
      "fairlead-workload": "ticket-summaries",
      "fairlead-sensitivity": "confidential",
      "fairlead-session": "case 7",
    });
    expect(JSON.stringify(headers)).not.toContain("never");
  });

  test("streams and chats", async () => {
    const client = new GatewayGoogleGenAI({ workload: "w" });
    let text = "";
    for await (const chunk of await client.models.generateContentStream(ask)) text += chunk.text;
    expect(text).toBe("Hello");
    const chat = client.chats.create({ model: "auto" });
    await chat.sendMessage({ message: "One" });
    await chat.sendMessage({ message: "Two" });
    expect(JSON.parse(seen(2).body).contents).toHaveLength(3);
    expect(server.requests.map(({ headers }) => headers["fairlead-workload"])).toEqual(["w", "w", "w"]);
  });

  test("options go before the environment, a path of the gateway is kept, and the application's headers stay", async () => {
    const headers = { "X-Team": "support", "Fairlead-Workload": "old", "X-Goog-Api-Key": "old" };
    const client = new GatewayGoogleGenAI({
      workload: "new",
      gatewayUrl: `${server.url}/ai/`,
      gatewayKey: "flk_option",
      apiVersion: "v1",
      httpOptions: { headers, timeout: 5_000 },
    });
    await client.models.generateContent({ ...ask, config: { httpOptions: { headers: { "x-call": "1" } } } });
    expect(seen().path).toBe("/ai/v1/models/auto:generateContent");
    expect(seen().headers).toMatchObject({
      "x-team": "support",
      "x-call": "1",
      "x-goog-api-key": "flk_option",
      "fairlead-workload": "new",
    });
  });

  test("without a workload there is no header, and the key's default holds", async () => {
    await new GatewayGoogleGenAI().models.generateContent(ask);
    expect(Object.keys(seen().headers).filter((name) => name.startsWith("fairlead-"))).toEqual([]);
  });
});

test("it is a GoogleGenAI, and errors are Google's", async () => {
  const client = new DefaultExport();
  expect(client).toBeInstanceOf(GoogleGenAI);
  expect(client.vertexai).toBe(false);
  const call = client.models.generateContent({ ...ask, model: "refused" });
  await expect(call).rejects.toThrow(ApiError);
  await expect(call).rejects.toMatchObject({ status: 429, message: expect.stringContaining("The budget is spent.") });
});

describe("what is refused", () => {
  test.each<[string, object]>([
    ["apiKey", { apiKey: "AIza" }],
    ["vertexai", { vertexai: true }],
    ["enterprise", { enterprise: true }],
    ["project, location", { project: "p", location: "l" }],
    ["googleAuthOptions", { googleAuthOptions: {} }],
    ["baseUrl", { httpOptions: { baseUrl: "https://generativelanguage.googleapis.com" } }],
  ])("%s, which would aim it past the gateway", (name, options) => {
    const make = () => new GatewayGoogleGenAI(options as GatewayGoogleGenAIOptions);
    expect(make).toThrow(GatewayClientError);
    expect(make).toThrow(
      expect.objectContaining({ code: "client.vendor-option", message: expect.stringContaining(name) }),
    );
  });

  test.each<[string, string, GatewayGoogleGenAIOptions]>([
    ["client.missing-url", "FAIRLEAD_URL", {}],
    ["client.missing-key", "FAIRLEAD_KEY", {}],
    ["client.invalid-workload", "", { workload: "a\nb" }],
  ])("%s", (code, unset, options) => {
    if (unset) vi.stubEnv(unset, "");
    expect(() => new GatewayGoogleGenAI(options)).toThrow(expect.objectContaining({ code }));
  });
});
