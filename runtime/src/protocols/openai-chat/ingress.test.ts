import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedRequestError } from "../neutral.ts";
import { parseIngress } from "./parse-ingress.ts";
import { estimateInput, readFacts, requiredCapabilities } from "./read-facts.ts";

const hello = { role: "user", content: "Hello" };

describe("a body that can not be routed", () => {
  test.each<[path: string, text: string]>([
    ["", "{"],
    ["", ""],
    ["", "[]"],
    ["", "null"],
    ["/messages", "{}"],
    ["/messages", '{"messages":[]}'],
    ["/messages", '{"messages":{}}'],
    ["/model", '{"messages":[{}],"model":5}'],
    ["/stream", '{"messages":[{}],"stream":"yes"}'],
    ["/max_tokens", '{"messages":[{}],"max_tokens":0}'],
    ["/max_tokens", '{"messages":[{}],"max_tokens":1.5}'],
    ["/max_completion_tokens", '{"messages":[{}],"max_completion_tokens":-1}'],
    ["/max_completion_tokens", '{"messages":[{}],"max_completion_tokens":"9"}'],
    ["/n", '{"messages":[{}],"n":0}'],
    ["/n", '{"messages":[{}],"n":1000}'],
  ])("%s of %s", (path, text) => {
    let error: unknown;
    try {
      parseIngress(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(MalformedRequestError);
    expect((error as MalformedRequestError).path).toBe(path);
  });
});

test("what this version does not know passes", () => {
  const request = parseIngress('{"messages":[{"role":"oracle"}],"brand_new":{"a":1},"model":"m","stream":true}');
  expect(request).toMatchObject({ protocol: "openai-chat", model: "m", stream: true });
});

test("the neutral form is made once, when first asked for", () => {
  const request = parseIngress(JSON.stringify({ messages: [hello] }));
  expect(request.neutral()).toBe(request.neutral());
  expect(() => parseIngress('{"messages":[{"role":"oracle"}]}').neutral()).toThrow(MalformedRequestError);
});

describe("facts", () => {
  test("of a plain request", () => {
    const request = parseIngress(JSON.stringify({ model: "m", messages: [hello], max_tokens: 50, n: 3 }));
    expect(readFacts(request)).toMatchObject({
      model: "m",
      maxOutputTokens: 50,
      choices: 3,
      capabilities: ["chat"],
      includeUsage: false,
    });
  });

  const part = (content: object) => ({ messages: [{ role: "user", content: [content] }] });
  test.each<[capability: string, body: Record<string, unknown>]>([
    ["vision", part({ type: "image_url", image_url: { url: "https://example.com/x.png" } })],
    ["audio", part({ type: "input_audio", input_audio: { data: "AAAA", format: "wav" } })],
    ["documents", part({ type: "file", file: { file_data: "data:application/pdf;base64,AAAA" } })],
    ["documents", part({ type: "file", file: { file_id: "file-1" } })],
    ["tools", { messages: [hello], tools: [{ type: "function", function: { name: "f" } }] }],
    ["tools", { messages: [hello], functions: [{ name: "f" }] }],
    ["tools", { messages: [{ role: "tool", tool_call_id: "a", content: "x" }] }],
    ["structured-output", { messages: [hello], response_format: { type: "json_schema", json_schema: {} } }],
    ["structured-output", { messages: [hello], tools: [{ type: "function", function: { name: "f", strict: true } }] }],
    ["reasoning", { messages: [hello], reasoning_effort: "low" }],
    ["audio", { messages: [hello], modalities: ["text", "audio"] }],
  ])("%s is needed", (capability, body) => {
    expect(requiredCapabilities(body)).toContain(capability);
    expect(requiredCapabilities({ messages: [hello], reasoning_effort: "none", tools: [] })).toEqual(["chat"]);
  });

  test("usage is asked for", () => {
    const body = { messages: [hello], stream: true, stream_options: { include_usage: true } };
    expect(readFacts(parseIngress(JSON.stringify(body))).includeUsage).toBe(true);
  });
});

describe("the estimate of input tokens", () => {
  test("grows with the text, and is never above the bound", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), fc.string(), (texts, more) => {
        const body = { messages: texts.map((content) => ({ role: "user", content })) };
        const estimate = estimateInput(body);
        const longer = estimateInput({ messages: [...body.messages, { role: "user", content: more }] });
        const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        expect(estimate.atMost).toBeGreaterThanOrEqual(bytes);
        expect(estimate.expected).toBeLessThanOrEqual(estimate.atMost);
        expect(longer.expected).toBeGreaterThan(estimate.expected);
      }),
    );
  });

  test("counts everything that is sent, wherever it stands", () => {
    const long = "word ".repeat(1000);
    const plain = estimateInput({ messages: [hello] }).atMost;
    for (const body of [
      { messages: [{ role: "user", content: [{ type: "text", text: long }] }] },
      { messages: [{ role: "assistant", content: null, refusal: long }] },
      { messages: [{ role: "assistant", tool_calls: [{ id: "a", function: { name: "f", arguments: long } }] }] },
      { messages: [{ role: "assistant", reasoning_details: [{ text: long }] }] },
      { messages: [{ role: "user", content: [{ type: "unknown", payload: long }] }] },
      { messages: [hello], tools: [{ type: "function", function: { name: "f", description: long } }] },
      { messages: [hello], response_format: { type: "json_schema", json_schema: { schema: { description: long } } } },
    ]) {
      expect(estimateInput(body).atMost).toBeGreaterThan(plain + 4000);
    }
  });

  test("an image counts by its fixed bound, not by its bytes", () => {
    const url = `data:image/png;base64,${"A".repeat(4_000_000)}`;
    const estimate = estimateInput({
      messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
    });
    expect(estimate.atMost).toBeGreaterThan(48_169);
    expect(estimate.atMost).toBeLessThan(60_000);
  });

  test("no shape of a body throws", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (messages, rest) => {
        const { atMost } = estimateInput({ messages: [messages, { role: "user", content: rest }], tools: rest });
        expect(Number.isSafeInteger(atMost)).toBe(true);
      }),
    );
  });
});
