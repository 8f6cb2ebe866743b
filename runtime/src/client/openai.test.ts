import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import DefaultExport, { GatewayClientError, GatewayOpenAI, type GatewayOpenAIOptions } from "./openai.ts";
import { startTestServer, type TestServer } from "./shared/test-server.ts";

const completion = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: "gpt-5.5",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
};
const ask = { model: "auto", messages: [{ role: "user" as const, content: "Hi" }] };

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer((response, request) => {
    if (request.body.includes('"stream":true')) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const content of ["Hel", "lo"]) {
        const chunk = { ...completion, object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] };
        response.write(`data: ${JSON.stringify(chunk)}\n\n`);
      }
      response.end("data: [DONE]\n\n");
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion));
  });
  vi.stubEnv("FAIRLEAD_URL", server.url);
  vi.stubEnv("FAIRLEAD_KEY", "flk_from_environment");
  vi.stubEnv("OPENAI_API_KEY", "sk-never");
  vi.stubEnv("OPENAI_ADMIN_KEY", "sk-admin-never");
  vi.stubEnv("OPENAI_BASE_URL", "https://never.example.com");
  vi.stubEnv("OPENAI_ORG_ID", "org-never");
  vi.stubEnv("OPENAI_PROJECT_ID", "project-never");
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
  test("a plain call goes to the gateway with its key and workload, and nothing of OpenAI's environment", async () => {
    const client = new GatewayOpenAI({ workload: "ticket-summaries", sensitivity: "confidential", session: "case 7" });
    const answer = await client.chat.completions.create(ask);
    expect(answer.choices[0]?.message.content).toBe("Hello");
    const { method, path, headers, body } = seen();
    expect([method, path]).toEqual(["POST", "/v1/chat/completions"]);
    expect(headers).toMatchObject({
      authorization: "Bearer flk_from_environment",
      "fairlead-workload": "ticket-summaries",
      "fairlead-sensitivity": "confidential",
      "fairlead-session": "case 7",
    });
    expect(JSON.parse(body)).toEqual(ask);
    expect(JSON.stringify(headers)).not.toContain("never");
  });

  test("a stream is read to its end", async () => {
    const stream = await new GatewayOpenAI({ workload: "w" }).chat.completions.create({ ...ask, stream: true });
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    expect(text).toBe("Hello");
    expect(seen().headers["fairlead-workload"]).toBe("w");
  });

  test("options go before the environment, and a path of the gateway is kept", async () => {
    const client = new GatewayOpenAI({ gatewayUrl: `${server.url}/ai/`, gatewayKey: "flk_option" });
    await client.chat.completions.create(ask);
    expect(seen().path).toBe("/ai/v1/chat/completions");
    expect(seen().headers.authorization).toBe("Bearer flk_option");
    expect(seen().headers).not.toHaveProperty("fairlead-workload");
  });

  test("without a workload there is no header, and the key's default holds", async () => {
    await new GatewayOpenAI().chat.completions.create(ask);
    expect(Object.keys(seen().headers).filter((name) => name.startsWith("fairlead-"))).toEqual([]);
  });

  test.each<[string, GatewayOpenAIOptions["defaultHeaders"]]>([
    ["a record", { "X-Team": "support", "Fairlead-Workload": "old" }],
    ["pairs", [["X-Team", "support"]]],
    ["a Headers object", new Headers({ "X-Team": "support" })],
  ])("the application's headers stay, given as %s", async (_form, defaultHeaders) => {
    await new GatewayOpenAI({ workload: "w", defaultHeaders }).chat.completions.create(ask);
    expect(seen().headers).toMatchObject({ "x-team": "support", "fairlead-workload": "w" });
  });

  test("a single call may name another session", async () => {
    const client = new GatewayOpenAI({ workload: "w", session: "a" });
    await client.chat.completions.create(ask, { headers: { "fairlead-session": "b" } });
    expect(seen().headers["fairlead-session"]).toBe("b");
  });
});

describe("withOptions", () => {
  test("keeps workload, gateway and the application's headers", async () => {
    const client = new GatewayOpenAI({
      workload: "w",
      session: "s",
      gatewayKey: "flk_option",
      defaultHeaders: { "x-team": "support" },
    });
    vi.stubEnv("FAIRLEAD_URL", "http://127.0.0.1:1");
    const clone = client.withOptions({ timeout: 1234 });
    expect(clone).toBeInstanceOf(GatewayOpenAI);
    expect(clone.timeout).toBe(1234);
    await clone.withOptions({ maxRetries: 0 }).chat.completions.create(ask);
    expect(seen().headers).toMatchObject({
      authorization: "Bearer flk_option",
      "fairlead-workload": "w",
      "fairlead-session": "s",
      "x-team": "support",
    });
  });

  test("can change the workload and drop the session", async () => {
    const client = new GatewayOpenAI({ workload: "w", session: "s" });
    await client.withOptions({ workload: "other", session: undefined }).chat.completions.create(ask);
    expect(seen().headers["fairlead-workload"]).toBe("other");
    expect(seen().headers).not.toHaveProperty("fairlead-session");
  });

  test("takes no address that would lead past the gateway", () => {
    const client = new GatewayOpenAI({ workload: "w" });
    expect(() => client.withOptions({ baseURL: "https://api.openai.com/v1" } as GatewayOpenAIOptions)).toThrow(
      /client\.vendor-option/,
    );
  });
});

describe("the class", () => {
  test("is an OpenAI, by name and by default", () => {
    const client = new GatewayOpenAI({ workload: "w" });
    expect(client).toBeInstanceOf(OpenAI);
    expect(DefaultExport).toBe(GatewayOpenAI);
    expect(GatewayOpenAI.APIError).toBe(OpenAI.APIError);
    expect(client.organization).toBeNull();
    expect(client.project).toBeNull();
  });
});

describe("set up wrongly", () => {
  const cases: [string, GatewayOpenAIOptions & Record<string, unknown>, Record<string, string>, string, RegExp][] = [
    ["no address", {}, { FAIRLEAD_URL: "" }, "client.missing-url", /FAIRLEAD_URL.*gatewayUrl/],
    ["no key", {}, { FAIRLEAD_KEY: "" }, "client.missing-key", /FAIRLEAD_KEY.*gatewayKey/],
    ["no address but words", { gatewayUrl: "gateway" }, {}, "client.invalid-url", /no absolute address/],
    ["another scheme", { gatewayUrl: "ftp://gateway" }, {}, "client.invalid-url", /neither http nor https/],
    ["the version in the address", { gatewayUrl: "http://gateway/v1/" }, {}, "client.invalid-url", /ends in \/v1/],
    ["an empty workload", { workload: "" }, {}, "client.invalid-workload", /not empty/],
    ["a workload with a line break", { workload: "a\nb: c" }, {}, "client.invalid-workload", /printable ASCII/],
    ["a vendor's option", { apiKey: "sk-x" }, {}, "client.vendor-option", /takes no apiKey/],
  ];
  test.each(cases)("%s", (_name, options, env, code, message) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    let caught: unknown;
    try {
      new GatewayOpenAI(options);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(GatewayClientError);
    expect((caught as GatewayClientError).code).toBe(code);
    expect((caught as GatewayClientError).message).toMatch(message);
  });

  test("no secret of the address or the key is in the message", () => {
    const wrong = () => new GatewayOpenAI({ gatewayUrl: "http://user:secret@gateway/v1", gatewayKey: "flk_secret" });
    expect(wrong).toThrow(/user name or a password/);
    expect(wrong).not.toThrow(/secret/);
  });
});
