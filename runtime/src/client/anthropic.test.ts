import Anthropic from "@anthropic-ai/sdk";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import DefaultExport, { GatewayAnthropic, type GatewayAnthropicOptions, GatewayClientError } from "./anthropic.ts";
import { startTestServer, type TestServer } from "./shared/test-server.ts";

const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5",
  content: [{ type: "text", text: "Hello" }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};
const ask = { model: "auto", max_tokens: 5, messages: [{ role: "user" as const, content: "Hi" }] };

function events(): string {
  const all = [
    { type: "message_start", message: { ...message, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...["Hel", "lo"].map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 2 } },
    { type: "message_stop" },
  ];
  return all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer((response, request) => {
    if (request.path.includes("count_tokens")) {
      response.writeHead(200, { "content-type": "application/json" }).end('{"input_tokens":7}');
    } else if (request.body.includes('"stream":true')) {
      response.writeHead(200, { "content-type": "text/event-stream" }).end(events());
    } else if (request.body.includes('"tools"') && !request.body.includes("tool_result")) {
      const content = [{ type: "tool_use", id: "toolu_1", name: "add", input: { a: 1, b: 2 } }];
      const call = { ...message, content, stop_reason: "tool_use" };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(call));
    } else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(message));
  });
  vi.stubEnv("FAIRLEAD_URL", server.url);
  vi.stubEnv("FAIRLEAD_KEY", "flk_from_environment");
  vi.stubEnv("ANTHROPIC_API_KEY", "sk-ant-never");
  vi.stubEnv("ANTHROPIC_AUTH_TOKEN", "token-never");
  vi.stubEnv("ANTHROPIC_BASE_URL", "https://never.example.com");
  vi.stubEnv("ANTHROPIC_PROFILE", "never");
  vi.stubEnv("ANTHROPIC_CUSTOM_HEADERS", "x-api-key: sk-ant-never\nAuthorization: Bearer never\nX-Team: never");
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
  test("a plain call goes to the gateway with its key and workload, and nothing of Anthropic's environment", async () => {
    const client = new GatewayAnthropic({
      workload: "ticket-summaries",
      sensitivity: "confidential",
      session: "case 7",
    });
    expect((await client.messages.create(ask)).content).toMatchObject([{ text: "Hello" }]);
    const { method, path, headers, body } = seen();
    expect([method, path]).toEqual(["POST", "/v1/messages"]);
    expect(headers).toMatchObject({
      authorization: "Bearer flk_from_environment",
      "fairlead-workload": "ticket-summaries",
      "fairlead-sensitivity": "confidential",
      "fairlead-session": "case 7",
    });
    expect(JSON.parse(body)).toEqual(ask);
    expect(JSON.stringify(headers)).not.toContain("never");
  });

  test("a stream, a count, a beta", async () => {
    const client = new GatewayAnthropic({ workload: "w" });
    expect(await client.messages.stream(ask).finalText()).toBe("Hello");
    expect((await client.messages.countTokens({ model: "auto", messages: ask.messages })).input_tokens).toBe(7);
    await client.beta.messages.create({ ...ask, betas: ["context-1m-2025-08-07"] });
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/v1/messages",
      "/v1/messages/count_tokens",
      "/v1/messages",
    ]);
    expect(seen(2).headers["anthropic-beta"]).toContain("context-1m-2025-08-07");
    for (const { headers } of server.requests) expect(headers["fairlead-workload"]).toBe("w");
  });

  test("the tool runner goes on through the gateway", async () => {
    const client = new GatewayAnthropic({ workload: "w" });
    const run = vi.fn(() => "3");
    const input_schema = { type: "object" as const, properties: {} };
    const tool = { name: "add", description: "Adds", input_schema, parse: (value: unknown) => value, run };
    const runner = client.beta.messages.toolRunner({ ...ask, tools: [tool] });
    expect((await runner).content).toMatchObject([{ text: "Hello" }]);
    expect(run).toHaveBeenCalledTimes(1);
    expect(seen(1).body).toContain('"tool_result"');
    expect(seen(1).headers["fairlead-workload"]).toBe("w");
  });

  test("options go before the environment, and a path of the gateway is kept", async () => {
    const client = new GatewayAnthropic({ gatewayUrl: `${server.url}/ai/`, gatewayKey: "flk_option" });
    await client.messages.create(ask);
    expect(seen().path).toBe("/ai/v1/messages");
    expect(seen().headers.authorization).toBe("Bearer flk_option");
    expect(seen().headers).not.toHaveProperty("fairlead-workload");
  });

  test.each<[string, GatewayAnthropicOptions["defaultHeaders"]]>([
    ["a record", { "X-Team": "support", "Fairlead-Workload": "old" }],
    ["pairs", [["X-Team", "support"]]],
    ["a Headers object", new Headers({ "X-Team": "support" })],
  ])("the application's headers stay, given as %s", async (_form, defaultHeaders) => {
    await new GatewayAnthropic({ workload: "w", defaultHeaders }).messages.create(ask);
    expect(seen().headers).toMatchObject({ "x-team": "support", "fairlead-workload": "w" });
  });
});

describe("withOptions", () => {
  test("keeps workload, gateway and the application's headers", async () => {
    const client = new GatewayAnthropic({
      workload: "w",
      session: "s",
      gatewayKey: "flk_option",
      defaultHeaders: { "x-team": "support" },
    });
    vi.stubEnv("FAIRLEAD_URL", "http://127.0.0.1:1");
    const clone = client.withOptions({ timeout: 1234 });
    expect(clone).toBeInstanceOf(GatewayAnthropic);
    expect(clone.timeout).toBe(1234);
    await clone.withOptions({ maxRetries: 0 }).messages.create(ask);
    expect(seen().headers).toMatchObject({
      authorization: "Bearer flk_option",
      "fairlead-workload": "w",
      "fairlead-session": "s",
      "x-team": "support",
    });
  });

  test("can change the workload and drop the session", async () => {
    const client = new GatewayAnthropic({ workload: "w", session: "s" });
    await client.withOptions({ workload: "other", session: undefined }).messages.create(ask);
    expect(seen().headers["fairlead-workload"]).toBe("other");
    expect(seen().headers).not.toHaveProperty("fairlead-session");
  });

  test("takes no address that would lead past the gateway", () => {
    const client = new GatewayAnthropic({ workload: "w" });
    const past = { baseURL: "https://api.anthropic.com" } as GatewayAnthropicOptions;
    expect(() => client.withOptions(past)).toThrow(/client\.vendor-option/);
  });
});

test("the class is an Anthropic, by name and by default", () => {
  const client = new GatewayAnthropic({ workload: "w" });
  expect(client).toBeInstanceOf(Anthropic);
  expect(DefaultExport).toBe(GatewayAnthropic);
  expect(GatewayAnthropic.APIError).toBe(Anthropic.APIError);
});

test.each<[string, GatewayAnthropicOptions & Record<string, unknown>, Record<string, string>, string]>([
  ["no address", {}, { FAIRLEAD_URL: "" }, "client.missing-url"],
  ["no key", {}, { FAIRLEAD_KEY: "" }, "client.missing-key"],
  ["the version in the address", { gatewayUrl: "http://gateway/v1/" }, {}, "client.invalid-url"],
  ["an empty workload", { workload: "" }, {}, "client.invalid-workload"],
  ["a key of Anthropic's", { apiKey: "sk-ant-x" }, {}, "client.vendor-option"],
  ["a token", { authToken: "x" }, {}, "client.vendor-option"],
  ["a profile", { profile: "p" }, {}, "client.vendor-option"],
])("set up wrongly: %s", (_name, options, env, code) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(() => new GatewayAnthropic(options)).toThrow(GatewayClientError);
  expect(() => new GatewayAnthropic(options)).toThrow(expect.objectContaining({ code }));
});
