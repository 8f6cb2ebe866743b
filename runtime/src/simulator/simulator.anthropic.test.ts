import Anthropic from "@anthropic-ai/sdk";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Fault, type Simulator, startSimulator } from "./index.ts";
import { collect } from "./test-helpers.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0 } } });
});
afterAll(() => simulator.close());
afterEach(() => {
  simulator.setProfile("anthropic");
  simulator.setFault("anthropic");
});

const client = (apiKey = "sim-key-anthropic") =>
  new Anthropic({ apiKey, baseURL: `${simulator.url}/anthropic`, maxRetries: 0 });
const ask = (content: string | Anthropic.ContentBlockParam[], more: object = {}) => ({
  model: "claude-sonnet-5",
  max_tokens: 200,
  messages: [{ role: "user" as const, content }],
  ...more,
});
const add = { name: "add", input_schema: { type: "object" as const, properties: { a: { type: "number" } } } };

describe("the anthropic package", () => {
  test("plain: a right answer, and input from the cache counted beside the rest", async () => {
    simulator.setProfile("anthropic", { inputTokens: 100, cachedInputTokens: 90 });
    const answer = await client().messages.create(ask("What is 17 * 23?"));
    expect(answer).toMatchObject({ type: "message", model: "claude-sonnet-5", stop_reason: "end_turn" });
    expect(answer.content).toMatchObject([{ type: "text", text: expect.stringContaining("391") }]);
    expect(answer.usage).toMatchObject({ input_tokens: 10, cache_read_input_tokens: 90 });
  });

  test("streamed: block by block, with the usage of the output at the end", async () => {
    const events = await collect(await client().messages.create({ ...ask("What is 17 * 23?"), stream: true }));
    const types = events.map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(["message_start", "content_block_start"]);
    expect(types.slice(-3)).toEqual(["content_block_stop", "message_delta", "message_stop"]);
    const message = await client().messages.stream(ask("What is 17 * 23?")).finalMessage();
    expect(message.usage.output_tokens).toBeGreaterThan(0);
  });

  test("tools, and what the limit cuts", async () => {
    const asked = ask("Add 2.", { tools: [add], tool_choice: { type: "any" } });
    const call = await client().messages.stream(asked).finalMessage();
    expect(call.stop_reason).toBe("tool_use");
    expect(call.content).toMatchObject([{ type: "tool_use", name: "add", input: expect.any(Object) }]);
    expect((await client().messages.create(asked)).content).toMatchObject([{ type: "tool_use", name: "add" }]);
    const cut = await client().messages.create(ask("Tell me about sailing.", { max_tokens: 3 }));
    expect([cut.stop_reason, cut.usage.output_tokens]).toEqual(["max_tokens", 3]);
  });

  test("counts tokens for nothing", async () => {
    const before = simulator.counts();
    const { max_tokens: _, ...message } = ask("How long is this?");
    expect((await client().messages.countTokens(message)).input_tokens).toBeGreaterThan(3);
    expect(simulator.counts()).toEqual(before);
  });

  test("a wrong key", async () => {
    simulator.setProfile("anthropic", { acceptAnyKey: false });
    await expect(client("wrong").messages.create(ask("Hi"))).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
    await client().messages.create(ask("Hi"));
  });
});

test.each<[kind: Fault["kind"], status: number, type: string]>([
  ["http-500", 500, "api_error"],
  ["http-503", 503, "api_error"],
  ["http-529", 529, "overloaded_error"],
  ["http-429", 429, "rate_limit_error"],
  ["http-401", 401, "authentication_error"],
  ["http-400-context-length", 400, "invalid_request_error"],
  ["content-filter", 400, "invalid_request_error"],
])("%s is Anthropic's own refusal", async (kind, status, type) => {
  simulator.setFault("anthropic", { kind });
  await expect(client().messages.create(ask("Hi"))).rejects.toMatchObject({ status, type });
});

describe("what Anthropic refuses is refused", () => {
  const user = { role: "user", content: "Hi" };
  const call = { type: "tool_use", id: "t", name: "add", input: {} };
  const result = { type: "tool_result", tool_use_id: "t", content: "4" };
  test.each<[why: string, more: object]>([
    ["no limit", { max_tokens: undefined }],
    ["no message", { messages: [] }],
    ["an unknown member", { brand_new: 1 }],
    ["an empty text", { messages: [{ role: "user", content: [{ type: "text", text: "" }] }] }],
    ["a call without its result", { tools: [add], messages: [user, { role: "assistant", content: [call] }, user] }],
    ["a result without its call", { tools: [add], messages: [{ role: "user", content: [result] }] }],
    [
      "a history with calls and no tools",
      { messages: [user, { role: "assistant", content: [call] }, { role: "user", content: [result] }] },
    ],
    [
      "a thought that nobody signed",
      { messages: [user, { role: "assistant", content: [{ type: "thinking", thinking: "t", signature: "" }] }, user] },
    ],
    ["white space at the end of a beginning", { messages: [user, { role: "assistant", content: "It is " }] }],
    ["a temperature with thinking", { thinking: { type: "adaptive" }, temperature: 0.5 }],
    ["a forced tool with thinking", { thinking: { type: "adaptive" }, tools: [add], tool_choice: { type: "any" } }],
    ["a budget above the limit", { thinking: { type: "enabled", budget_tokens: 2000 } }],
    [
      "five marks for caching",
      { system: Array.from({ length: 5 }, () => ({ type: "text", text: "a", cache_control: { type: "ephemeral" } })) },
    ],
  ])("%s", async (_why, more) => {
    await expect(client().messages.create(ask("Hi", more) as never)).rejects.toMatchObject({
      status: 400,
      type: "invalid_request_error",
    });
  });
});
