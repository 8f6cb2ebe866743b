import { describe, expect, test } from "vitest";
import { markForeign } from "../../protocols/gemini/signature.ts";
import { callerProtocols, type PathFacts } from "../../protocols/index.ts";
import { ProviderConfigurationError } from "../adapter.ts";
import { prepareInput } from "../shared/test-input.ts";
import { geminiAdapter, geminiTokenCount } from "./adapter.ts";

const BODY = { contents: [{ parts: [{ text: "Hello" }] }] };
const PROJECT = "projects/p/locations/europe-west1";

function input(fields: Parameters<typeof prepareInput>[1] = {}) {
  return prepareInput("gemini", { protocol: "gemini", body: BODY, path: { model: "auto", stream: false }, ...fields });
}

describe("the address", () => {
  test.each<[endpoint: string | undefined, upstream: string, expected: string]>([
    [undefined, "gemini-3-pro", "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro:generateContent"],
    [
      "https://generativelanguage.googleapis.com/v1/",
      "g",
      "https://generativelanguage.googleapis.com/v1/models/g:generateContent",
    ],
    [
      "https://proxy.example/google",
      "tunedModels/t 1",
      "https://proxy.example/google/v1beta/tunedModels/t%201:generateContent",
    ],
    [
      `https://europe-west1-aiplatform.googleapis.com/v1/${PROJECT}`,
      "gemini-3-pro",
      `https://europe-west1-aiplatform.googleapis.com/v1/${PROJECT}/publishers/google/models/gemini-3-pro:generateContent`,
    ],
    [
      `https://europe-west1-aiplatform.googleapis.com/v1beta1/${PROJECT}/`,
      "endpoints/123",
      `https://europe-west1-aiplatform.googleapis.com/v1beta1/${PROJECT}/endpoints/123:generateContent`,
    ],
    [
      "https://aiplatform.googleapis.com/v1/publishers/google",
      "g",
      "https://aiplatform.googleapis.com/v1/publishers/google/models/g:generateContent",
    ],
  ])("%s and %s", async (endpoint, upstream, expected) => {
    const { origin, path, method } = await geminiAdapter.prepare(input({ deployment: { endpoint, upstream } }));
    expect(`${method} ${origin}${path}`).toBe(`POST ${expected}`);
  });

  test("of a stream, which is always one of server-sent events", async () => {
    const { path, headers } = await geminiAdapter.prepare(input({ path: { model: "auto", stream: true } }));
    expect(path).toBe("/v1beta/models/upstream-name:streamGenerateContent?alt=sse");
    expect(headers.accept).toBe("text/event-stream");
  });

  test("of a simulator replaces the provider's own", async () => {
    const { origin, path } = await geminiAdapter.prepare(input({ endpointOverride: "http://127.0.0.1:4100/google" }));
    expect(origin + path).toBe("http://127.0.0.1:4100/google/v1beta/models/upstream-name:generateContent");
  });
});

describe("credentials", () => {
  test("a key for the Gemini API, an access token for Vertex AI, nothing for a proxy", async () => {
    const endpoint = `https://europe-west1-aiplatform.googleapis.com/v1/${PROJECT}`;
    const headersOf = async (fields: Parameters<typeof prepareInput>[1]) =>
      (await geminiAdapter.prepare(input(fields))).headers;
    const key = await headersOf({});
    expect([key["x-goog-api-key"], key.authorization]).toEqual(["secret-key", undefined]);
    const token = await headersOf({ deployment: { endpoint } });
    expect([token["x-goog-api-key"], token.authorization]).toEqual([undefined, "Bearer secret-key"]);
    const none = await headersOf({ credentials: { kind: "none" } });
    expect([none["x-goog-api-key"], none.authorization]).toEqual([undefined, undefined]);
  });

  test("of AWS are a mistake in the catalog", () => {
    const credentials = { kind: "aws", accessKeyId: "a", secretAccessKey: "b" } as const;
    expect(() => geminiAdapter.prepare(input({ credentials }))).toThrow(ProviderConfigurationError);
  });
});

describe("a body of the same protocol", () => {
  const bodyOf = async (text: string) => (await geminiAdapter.prepare(input({ text }))).body;

  test("passes through but for its limit and a model that would be another's", async () => {
    const text =
      '{ "model": "models/other", "contents": [{"parts":[{"text":"\\u0041"}]}], "big": 12345678901234567890 }';
    expect(await bodyOf(text)).toBe(
      '{ "contents": [{"parts":[{"text":"\\u0041"}]}], "big": 12345678901234567890,"generationConfig":{"maxOutputTokens":500} }',
    );
  });

  test.each<[string, object, object]>([
    ["a lower limit stays", { generationConfig: { maxOutputTokens: 7 } }, { generationConfig: { maxOutputTokens: 7 } }],
    [
      "a higher one is lowered",
      { generationConfig: { topK: 3, maxOutputTokens: 900 } },
      { generationConfig: { topK: 3, maxOutputTokens: 500 } },
    ],
    [
      "in snake case",
      { generation_config: { max_output_tokens: 900 } },
      { generation_config: { maxOutputTokens: 500 } },
    ],
    [
      "in both",
      { generationConfig: { maxOutputTokens: 900 }, generation_config: { max_output_tokens: 9 } },
      { generationConfig: { maxOutputTokens: 9 }, generation_config: { maxOutputTokens: 9 } },
    ],
    ["a config that is null", { generationConfig: null }, { generationConfig: { maxOutputTokens: 500 } }],
  ])("%s", async (_, members, expected) => {
    expect(JSON.parse(await bodyOf(JSON.stringify({ ...BODY, ...members })))).toEqual({ ...BODY, ...expected });
  });
});

test("thoughts of another provider's model are not sent to Gemini, and its own are", async () => {
  const own = { text: "mine", thought: true, thoughtSignature: "c2ln" };
  const foreign = [
    { text: "other", thought: true, thoughtSignature: markForeign("s") },
    { thought: true, thought_signature: markForeign("s") },
  ];
  const contents = [...BODY.contents, { role: "model", parts: foreign }, { role: "model", parts: [own, ...foreign] }];
  const { body, losses } = await geminiAdapter.prepare(input({ text: JSON.stringify({ contents }) }));
  expect(JSON.parse(body).contents).toEqual([...BODY.contents, { role: "model", parts: [own] }]);
  expect(losses).toMatchObject([{ path: "/contents" }]);
});

describe("counting tokens", () => {
  const prepare = (body: object) => {
    const path: PathFacts = { model: "auto", stream: false };
    const request = callerProtocols["gemini-count-tokens"].parseIngress(JSON.stringify(body), path);
    return geminiTokenCount.prepare({ ...input(), request });
  };

  test("asks the deployment's own model", async () => {
    const { path, body } = await prepare({ ...BODY, model: "models/other" });
    expect(path).toBe("/v1beta/models/upstream-name:countTokens");
    expect(JSON.parse(body)).toEqual(BODY);
    const whole = await prepare({ generateContentRequest: { model: "models/other", ...BODY } });
    expect(JSON.parse(whole.body)).toEqual({ generateContentRequest: { model: "models/upstream-name", ...BODY } });
  });

  test("reads a count, and nothing else for one", () => {
    expect(geminiTokenCount.readResponse('{"totalTokens":9}').usage).toMatchObject({ input: 0, output: 0 });
    expect(() => geminiTokenCount.readResponse("[]")).toThrow("no count");
    expect(() => geminiTokenCount.readResponse('{"error":{"code":503,"message":"busy"}}')).toThrow("busy");
  });
});

test("a time to wait in the body of a refusal is read", () => {
  const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" }];
  const body = JSON.stringify({ error: { code: 429, message: "quota", status: "RESOURCE_EXHAUSTED", details } });
  expect(geminiAdapter.readFailure(429, {}, body)).toMatchObject({ failure: "rate-limit", retryAfterMs: 1500 });
});
