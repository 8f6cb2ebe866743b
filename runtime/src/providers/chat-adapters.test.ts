/** The three providers of OpenAI's protocol: where each sends a request, how it says who asks, and what it changes. */
import { describe, expect, test } from "vitest";
import type { AdapterName } from "../documents/vocabulary.ts";
import { AnswerError } from "../protocols/failure.ts";
import { ProviderConfigurationError } from "./adapter.ts";
import { adapterFor } from "./index.ts";
import { CHAT_BODY, CONVERSE_BODY, prepareInput } from "./shared/test-input.ts";

const NAMES = ["openai", "azure-openai", "openai-compatible"] as const satisfies readonly AdapterName[];
const ENDPOINTS = {
  openai: undefined,
  "azure-openai": "https://acme.openai.azure.com",
  "openai-compatible": "http://vllm:8000/v1",
};

type Fields = Parameters<typeof prepareInput>[1];

async function prepared(name: (typeof NAMES)[number], fields: Fields = {}) {
  const input = prepareInput(name, { ...fields, deployment: { endpoint: ENDPOINTS[name], ...fields?.deployment } });
  const request = await adapterFor(name).prepare(input);
  return { ...request, json: JSON.parse(request.body) as Record<string, unknown> };
}

describe("the address", () => {
  const v = "api-version=2024-10-21";
  test.each<[name: (typeof NAMES)[number], endpoint: string | undefined, override: string | undefined, url: string]>([
    ["openai", undefined, undefined, "https://api.openai.com/v1/chat/completions"],
    ["openai", "https://eu.api.openai.com", undefined, "https://eu.api.openai.com/v1/chat/completions"],
    ["openai", "https://eu.api.openai.com/v1/", undefined, "https://eu.api.openai.com/v1/chat/completions"],
    ["openai", undefined, "http://127.0.0.1:4100/openai", "http://127.0.0.1:4100/openai/v1/chat/completions"],
    [
      "azure-openai",
      undefined,
      undefined,
      `https://acme.openai.azure.com/openai/deployments/upstream-name/chat/completions?${v}`,
    ],
    [
      "azure-openai",
      "https://acme.openai.azure.com/openai/",
      undefined,
      `https://acme.openai.azure.com/openai/deployments/upstream-name/chat/completions?${v}`,
    ],
    [
      "azure-openai",
      undefined,
      "http://127.0.0.1:4100/azure",
      `http://127.0.0.1:4100/azure/openai/deployments/upstream-name/chat/completions?${v}`,
    ],
    ["openai-compatible", undefined, undefined, "http://vllm:8000/v1/chat/completions"],
    ["openai-compatible", "http://vllm:8000", undefined, "http://vllm:8000/v1/chat/completions"],
    [
      "openai-compatible",
      "https://api.groq.com/openai/v1",
      undefined,
      "https://api.groq.com/openai/v1/chat/completions",
    ],
    ["openai-compatible", "https://host/v1beta/openai", undefined, "https://host/v1beta/openai/chat/completions"],
    ["openai-compatible", undefined, "http://127.0.0.1:4100/vllm", "http://127.0.0.1:4100/vllm/chat/completions"],
  ])("%s at %s, instead %s", async (name, endpoint, endpointOverride, url) => {
    const request = await prepared(name, { endpointOverride, deployment: endpoint === undefined ? {} : { endpoint } });
    expect(request.origin + request.path).toBe(url);
    expect(request.method).toBe("POST");
  });

  test("of Azure has the deployment's name and the version of the catalog, encoded", async () => {
    const request = await prepared("azure-openai", {
      deployment: { upstream: "a b/c", apiVersion: "2025-01-01-preview" },
    });
    expect(request.path).toBe("/openai/deployments/a%20b%2Fc/chat/completions?api-version=2025-01-01-preview");
  });

  test.each<[name: (typeof NAMES)[number], endpoint: string | undefined]>([
    ["azure-openai", undefined],
    ["openai-compatible", undefined],
    ["openai", "api.openai.com"],
    ["openai", "ftp://user:password@host"],
    ["openai", "https://user:password@host"],
    ["openai", "https://host/?key=1"],
  ])("%s at %s is a mistake of the configuration", async (name, endpoint) => {
    const wrong = prepared(name, { deployment: { endpoint } });
    await expect(wrong).rejects.toBeInstanceOf(ProviderConfigurationError);
    await expect(wrong).rejects.not.toThrow(/password/);
  });
});

describe("who asks", () => {
  test.each<[name: (typeof NAMES)[number], header: string, value: string]>([
    ["openai", "authorization", "Bearer secret-key"],
    ["azure-openai", "api-key", "secret-key"],
    ["openai-compatible", "authorization", "Bearer secret-key"],
  ])("%s", async (name, header, value) => {
    expect((await prepared(name, { credentials: { kind: "key", key: "secret-key\n" } })).headers[header]).toBe(value);
    const { headers } = await prepared(name, { credentials: { kind: "none" } });
    expect(Object.keys(headers)).toEqual(["content-type", "accept", "user-agent"]);
  });

  test.each([
    { kind: "key" as const, key: "a\r\nx-injected: 1" },
    { kind: "key" as const, key: " " },
    { kind: "aws" as const, accessKeyId: "a", secretAccessKey: "hidden" },
  ])("credentials of another kind, or broken ones, are a mistake of the configuration", async (credentials) => {
    const wrong = prepared("openai", { credentials });
    await expect(wrong).rejects.toBeInstanceOf(ProviderConfigurationError);
    await expect(wrong).rejects.not.toThrow(/injected|hidden/);
  });
});

describe("a body of the same protocol", () => {
  test.each(NAMES)("%s: only the model and the limit change, every other byte stays", async (name) => {
    const text =
      '{ "model":"auto",\n "messages":[{"role":"user","content":"\\u00e9 \\/"}], "seed": 12345678901234567890, "new_thing": 1.50 }';
    const limit = name === "openai-compatible" ? "max_tokens" : "max_completion_tokens";
    const { body, losses } = await prepared(name, { text });
    expect(body).toBe(text.replace('"auto"', '"upstream-name"').replace("1.50 }", `1.50,"${limit}":500 }`));
    expect(losses).toEqual([]);
  });

  test.each<[name: (typeof NAMES)[number], given: object, sent: object]>([
    ["openai", { max_tokens: 100 }, { max_completion_tokens: 100 }],
    ["openai", { max_completion_tokens: 900 }, { max_completion_tokens: 500 }],
    ["openai", { max_tokens: 50, max_completion_tokens: 900 }, { max_completion_tokens: 50 }],
    ["openai", { max_tokens: null }, { max_completion_tokens: 500 }],
    ["azure-openai", { max_tokens: 100 }, { max_completion_tokens: 100 }],
    ["openai-compatible", { max_tokens: 100 }, { max_tokens: 100 }],
    ["openai-compatible", { max_completion_tokens: 100 }, { max_tokens: 100 }],
  ])("%s: the lower limit under the right name: %j", async (name, given, sent) => {
    const { json } = await prepared(name, { body: { ...CHAT_BODY, ...given } });
    const { max_tokens, max_completion_tokens } = json;
    expect(JSON.parse(JSON.stringify({ max_tokens, max_completion_tokens }))).toEqual(sent);
  });

  const stream = (stream_options?: unknown) => ({ ...CHAT_BODY, stream: true, stream_options });
  test.each<
    [name: (typeof NAMES)[number], body: Record<string, unknown>, streamUsage: boolean | undefined, options: unknown]
  >([
    ["openai", stream(), true, { include_usage: true }],
    [
      "openai",
      stream({ include_usage: false, include_obfuscation: false }),
      true,
      { include_usage: true, include_obfuscation: false },
    ],
    ["openai", { ...CHAT_BODY, stream_options: { include_usage: true } }, true, undefined],
    ["azure-openai", stream(null), true, { include_usage: true }],
    ["openai-compatible", stream(), true, { include_usage: true }],
    ["openai-compatible", stream(), undefined, { include_usage: true }],
    ["openai-compatible", stream({ include_usage: true }), false, undefined],
  ])("%s: usage at the end of a stream is asked for where it may be", async (name, body, streamUsage, options) => {
    const { json, headers } = await prepared(name, { body, deployment: { streamUsage } });
    expect(json.stream_options).toEqual(options);
    expect(headers.accept).toBe(body.stream ? "text/event-stream" : "application/json");
  });
});

test("usage at the end of a stream is not asked of a host that has refused that, unless the catalog says it takes it", async () => {
  const body = { ...CHAT_BODY, stream: true };
  const refusesStreamUsage = true;
  for (const [streamUsage, options] of [[undefined, undefined] as const, [true, { include_usage: true }] as const]) {
    const { json } = await prepared("openai-compatible", { body, deployment: { streamUsage }, refusesStreamUsage });
    expect(json.stream_options).toEqual(options);
  }
});

describe("a body of another protocol", () => {
  test.each(NAMES)("%s: is translated, with the lower limit", async (name) => {
    const body = { ...CONVERSE_BODY, inferenceConfig: { maxTokens: 70, stopSequences: ["END"] } };
    const { json } = await prepared(name, { protocol: "bedrock-converse", body, path: { stream: true } });
    expect(json).toEqual({
      model: "upstream-name",
      messages: [{ role: "user", content: "Hello" }],
      [name === "openai-compatible" ? "max_tokens" : "max_completion_tokens"]: 70,
      stop: ["END"],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test("reasoning goes only to hosts that take it", async () => {
    const reasoning = { reasoningContent: { reasoningText: { text: "Hm" } } };
    const messages = [
      ...CONVERSE_BODY.messages,
      { role: "assistant", content: [reasoning, { text: "Hi" }] },
      ...CONVERSE_BODY.messages,
    ];
    for (const name of NAMES) {
      const { body, losses } = await prepared(name, { protocol: "bedrock-converse", body: { messages } });
      expect(body.includes("Hm")).toBe(name === "openai-compatible");
      expect(losses).toHaveLength(name === "openai-compatible" ? 0 : 1);
    }
  });
});

describe("what comes back", () => {
  test.each(NAMES)("%s: an answer, and what is none", (name) => {
    const answer = {
      choices: [{ message: { content: "Hi" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 1 },
    };
    const { response, usage } = adapterFor(name).readResponse(JSON.stringify(answer));
    expect(response.content).toEqual([{ type: "text", text: "Hi" }]);
    expect(usage).toMatchObject({ input: 3, output: 1 });
    expect(() => adapterFor(name).readResponse("<html>")).toThrow(AnswerError);
  });

  const html = "<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>";
  test.each<[status: number, body: string, expected: object]>([
    [
      429,
      '{"error":{"message":"slow down","code":"rate_limit_exceeded"}}',
      { failure: "rate-limit", retryAfterMs: 2000 },
    ],
    [
      429,
      '{"error":{"message":"no money","type":"insufficient_quota","code":"insufficient_quota"}}',
      { failure: "outage" },
    ],
    [502, html, { failure: "outage", message: "502 Bad Gateway" }],
    [503, "upstream <b>connect</b> error", { failure: "outage", message: "upstream connect error" }],
    [
      401,
      '{"error":{"message":"Incorrect API key provided: sk-abcdefgh1234"}}',
      { failure: "credentials", message: "Incorrect API key provided: [secret]" },
    ],
    [500, '{"error":', { failure: "outage" }],
    [
      400,
      '[{"error":{"message":"bad","code":400,"status":"INVALID_ARGUMENT"}}]',
      { failure: "invalid-request", message: "bad" },
    ],
    [503, "", { failure: "outage" }],
    [400, "null", { failure: "invalid-request" }],
  ])("a failure with %i and %s", (status, body, expected) => {
    for (const name of NAMES) {
      expect(adapterFor(name).readFailure(status, { "retry-after": "2" }, body, 0)).toMatchObject({
        status,
        ...expected,
      });
    }
  });

  test.each(NAMES)("%s reads streams", (name) => {
    const reader = adapterFor(name).createStreamReader({ events: false });
    const units = reader.push(
      Buffer.from('data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'),
    );
    expect(units.flatMap((unit) => unit.signals.map((signal) => signal.type))).toEqual(["content", "stop", "end"]);
  });
});

test("each adapter is found under its own name, and speaks its protocol", () => {
  for (const name of NAMES) expect(adapterFor(name)).toMatchObject({ name, protocol: "openai-chat" });
  expect(adapterFor("bedrock")).toMatchObject({ name: "bedrock", protocol: "bedrock-converse" });
});

describe("what another provider's model signed or thought", () => {
  const call = { id: "c", type: "function", function: { name: "f", arguments: "{}" } };
  const user = { role: "user", content: "reasoning_content, in words" };
  const foreign = {
    role: "assistant",
    content: null,
    reasoning_content: "Hm.",
    reasoning_details: [{ type: "reasoning.text", text: "Hm.", signature: "s" }],
    tool_calls: [
      { ...call, extra_content: { google: { thought_signature: "s" } } },
      { ...call, id: "d" },
    ],
  };
  const own = { role: "assistant", content: null, tool_calls: [call, { ...call, id: "d" }] };

  test.each(["openai", "azure-openai"] as const)("is not sent to %s, which refuses it", async (name) => {
    const { json, losses } = await prepared(name, { body: { messages: [user, foreign, user] } });
    expect(json.messages).toEqual([user, own, user]);
    expect(losses).toMatchObject([{ path: "/messages/1" }]);
    const text = JSON.stringify({ messages: [user, own] }).replaceAll(":", " : ");
    expect((await prepared(name, { text })).body).toContain(text.slice(1, -1));
  });

  test("is sent to hosts that imitate OpenAI, which may know it", async () => {
    const { json, losses } = await prepared("openai-compatible", { body: { messages: [user, foreign] } });
    expect([json.messages, losses]).toEqual([[user, foreign], []]);
  });
});
