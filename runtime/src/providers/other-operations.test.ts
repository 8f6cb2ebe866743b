/** What providers of OpenAI's protocol are asked besides Chat Completions: Responses and Embeddings, bytes passed through. */
import { describe, expect, test } from "vitest";
import type { AdapterName } from "../documents/vocabulary.ts";
import type { WireProtocol } from "../protocols/index.ts";
import { adapterServing } from "./index.ts";
import { prepareInput } from "./shared/test-input.ts";

const NAMES = ["openai", "azure-openai", "openai-compatible"] as const;

async function prepared(name: AdapterName, protocol: WireProtocol, text: string, fields = {}) {
  const deployment = { endpoint: "https://host.example", ...fields };
  const input = prepareInput(name, { protocol, text, deployment });
  const request = await adapterServing(input.deployment, protocol).prepare(input);
  return { ...request, json: JSON.parse(request.body) };
}

test.each<[AdapterName, WireProtocol, string]>([
  ["openai", "openai-responses", "/v1/responses"],
  ["azure-openai", "openai-responses", "/openai/v1/responses"],
  ["openai-compatible", "openai-responses", "/v1/responses"],
  ["openai", "openai-embeddings", "/v1/embeddings"],
  ["azure-openai", "openai-embeddings", "/openai/deployments/upstream-name/embeddings?api-version=2024-10-21"],
  ["openai-compatible", "openai-embeddings", "/v1/embeddings"],
])("%s takes %s at %s", async (name, protocol, path) => {
  expect((await prepared(name, protocol, '{"input":"hi"}')).path).toBe(path);
});

describe.each(NAMES)("Responses at %s", (name) => {
  test("model, limit and store are set, every other byte stays", async () => {
    const text = '{"input" : "hi", "seed":12345678901234567890,"model":"auto","new":{"a": 1.0}}';
    const { body, losses } = await prepared(name, "openai-responses", text);
    expect(body).toBe(
      '{"input" : "hi", "seed":12345678901234567890,"model":"upstream-name","new":{"a": 1.0},"max_output_tokens":500,"store":false}',
    );
    expect(losses).toEqual([]);
  });

  test.each([
    [{ max_output_tokens: 20 }, 20],
    [{ max_output_tokens: 9000 }, 500],
  ])("of two limits the lower: %j", async (more, limit) => {
    const { json } = await prepared(name, "openai-responses", JSON.stringify({ input: "hi", ...more }));
    expect(json.max_output_tokens).toBe(limit);
  });

  test.each([
    [{ store: true }, true],
    [{ store: false }, false],
    [{ store: null }, false],
  ])("nothing is kept that nobody asked to keep: %j", async (more, store) => {
    const { json } = await prepared(name, "openai-responses", JSON.stringify({ input: "hi", ...more }));
    expect(json.store).toBe(store);
  });

  test("its own reasoning stays, others' goes", async () => {
    const own = { type: "reasoning", summary: [], encrypted_content: "gAAAA" };
    const others = ["signature", "redacted", "call"].map((kind) => ({
      ...own,
      encrypted_content: `fairlead:${kind}:x`,
    }));
    const { json, losses } = await prepared(name, "openai-responses", JSON.stringify({ input: [own, ...others] }));
    expect(json.input).toEqual([own]);
    expect(losses.map(({ path }) => path)).toEqual(["/input/1", "/input/2", "/input/3"]);
  });

  test("a host that does not serve it is asked in Chat Completions", async () => {
    const { path, json } = await prepared(name, "openai-responses", '{"input":"hi"}', { responses: false });
    expect(path).toContain("/chat/completions");
    expect(json.messages).toEqual([{ role: "user", content: "hi" }]);
  });
});

test("a model that is served by Responses alone is asked so for callers of every protocol", async () => {
  const chat = '{"messages":[{"role":"user","content":"hi"}],"stop":["END"],"max_tokens":60}';
  const only = { responses: "only" as const };
  await expect(prepared("openai", "openai-chat", chat, only)).rejects.toMatchObject({ path: "/stop" });
  const { path, json } = await prepared("openai", "openai-chat", chat.replace('"stop":["END"],', ""), only);
  expect(path).toBe("/v1/responses");
  expect(json).toEqual({
    model: "upstream-name",
    input: [{ role: "user", content: [{ type: "input_text", text: "hi" }] }],
    max_output_tokens: 60,
    store: false,
  });
  const few = prepared("openai", "openai-chat", '{"messages":[{"role":"user","content":"hi"}],"max_tokens":5}', only);
  await expect(few).rejects.toThrow(/no limit below 16/);
});

test("the headers of a stream ask for one", async () => {
  const { headers } = await prepared("openai", "openai-responses", '{"input":"hi","stream":true}');
  expect(headers).toMatchObject({ accept: "text/event-stream", authorization: "Bearer secret-key" });
});

describe("embeddings", () => {
  const adapter = adapterServing({ adapter: "openai", responses: true }, "openai-embeddings");

  test("only the model is set", async () => {
    const { body } = await prepared("openai", "openai-embeddings", '{"input":["a"],"model":"x","dimensions":8 }');
    expect(body).toBe('{"input":["a"],"model":"upstream-name","dimensions":8 }');
  });

  test("an answer is read for its usage", () => {
    const data = [{ embedding: [1] }];
    expect(adapter.readResponse(JSON.stringify({ data, usage: { prompt_tokens: 3 } })).usage).toMatchObject({
      input: 3,
      output: 0,
    });
    expect(adapter.readResponse(JSON.stringify({ data })).usage.input).toBeUndefined();
  });

  test.each(['{"data":[]}', "<html>", '{"error":{"message":"no"}}', "[]"])("%s is no answer", (body) => {
    expect(() => adapter.readResponse(body)).toThrow();
  });

  test.each<AdapterName>(["bedrock", "anthropic", "gemini"])("%s has none", async (name) => {
    await expect(prepared(name, "openai-embeddings", '{"input":"hi"}', { region: "eu-central-1" })).rejects.toThrow(
      /only be had from providers that speak OpenAI/,
    );
  });
});
