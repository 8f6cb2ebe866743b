import { describe, expect, test } from "vitest";
import { MalformedRequestError, UntranslatableError } from "../neutral.ts";
import { HARMLESS_LOSSES, parseRequest } from "./parse-request.ts";

const user = { role: "user", content: "Hello" };

function withMessages(...messages: unknown[]) {
  return { model: "m", messages };
}

function failureOf(body: Record<string, unknown>): MalformedRequestError | UntranslatableError {
  try {
    parseRequest(body);
  } catch (error) {
    if (error instanceof MalformedRequestError || error instanceof UntranslatableError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("what is not a request says where", () => {
  const call = (fields: object) => ({ role: "assistant", tool_calls: [fields] });
  test.each<[path: string, body: Record<string, unknown>]>([
    ["/messages", { model: "m" }],
    ["/messages", { messages: "Hello" }],
    ["/messages/0", withMessages("Hello")],
    ["/messages/0/role", withMessages({ content: "x" })],
    ["/messages/0/role", withMessages({ role: "wizard", content: "x" })],
    ["/messages/0/content", withMessages({ role: "user" })],
    ["/messages/0/content", withMessages({ role: "user", content: 5 })],
    ["/messages/0/content/0/type", withMessages({ role: "user", content: [{ text: "x" }] })],
    ["/messages/0/content/0/text", withMessages({ role: "user", content: [{ type: "text" }] })],
    [
      "/messages/0/content/0/image_url/url",
      withMessages({ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,%%" } }] }),
    ],
    ["/messages/1/tool_call_id", withMessages(user, { role: "tool", content: "x" })],
    ["/messages/0/tool_calls/0/id", withMessages(call({ type: "function", function: { name: "f" } }))],
    ["/messages/0/tool_calls/0/function/name", withMessages(call({ id: "a", type: "function", function: {} }))],
    ["/tools/0/function/name", { ...withMessages(user), tools: [{ type: "function", function: {} }] }],
    ["/tool_choice", { ...withMessages(user), tool_choice: "maybe" }],
    ["/temperature", { ...withMessages(user), temperature: "hot" }],
    ["/stop/1", { ...withMessages(user), stop: ["a", 5] }],
    ["/response_format/type", { ...withMessages(user), response_format: { type: "xml" } }],
    [
      "/response_format/json_schema/name",
      { ...withMessages(user), response_format: { type: "json_schema", json_schema: {} } },
    ],
  ])("%s", (path, body) => {
    const error = failureOf(body);
    expect(error).toBeInstanceOf(MalformedRequestError);
    expect(error.path).toBe(path);
    expect(error.message).toContain(path);
  });
});

describe("what no other protocol can say is refused", () => {
  const image = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
  test.each<[path: string, body: Record<string, unknown>]>([
    ["/n", { ...withMessages(user), n: 2 }],
    ["/logprobs", { ...withMessages(user), logprobs: true }],
    ["/logit_bias", { ...withMessages(user), logit_bias: { "50256": -100 } }],
    ["/modalities", { ...withMessages(user), modalities: ["text", "audio"] }],
    ["/verbosity", { ...withMessages(user), verbosity: "low" }],
    ["/functions", { ...withMessages(user), functions: [{ name: "f" }] }],
    ["/web_search_options", { ...withMessages(user), web_search_options: {} }],
    ["/something~1new", { ...withMessages(user), "something/new": 1 }],
    ["/constructor", { ...withMessages(user), constructor: 1 }],
    ["/tools/0/type", { ...withMessages(user), tools: [{ type: "custom", custom: { name: "f" } }] }],
    ["/tool_choice/type", { ...withMessages(user), tool_choice: { type: "allowed_tools" } }],
    ["/messages/0/role", withMessages({ role: "function", name: "f", content: "x" })],
    ["/messages/0/content/0/image_url/url", withMessages({ role: "user", content: [image] })],
    ["/messages/0/content/0", withMessages({ role: "user", content: [{ type: "input_audio", input_audio: {} }] })],
    ["/messages/0/content/0/file", withMessages({ role: "user", content: [{ type: "file", file: { file_id: "f" } }] })],
    ["/messages/0/function_call", withMessages({ role: "assistant", function_call: { name: "f" } })],
    ["/messages/0/audio", withMessages({ role: "assistant", audio: { id: "a" } })],
    ["/messages/0/cache_control/type", withMessages({ ...user, cache_control: { type: "for ever" } })],
  ])("%s", (path, body) => {
    const error = failureOf(body);
    expect(error).toBeInstanceOf(UntranslatableError);
    expect(error.path).toBe(path);
  });
});

describe("what is harmless to leave out is listed", () => {
  test.each(Object.keys(HARMLESS_LOSSES))("%s", (name) => {
    const { losses } = parseRequest({ ...withMessages(user), [name]: "x" });
    expect(losses).toEqual([{ path: `/${name}`, reason: HARMLESS_LOSSES[name] }]);
  });
  test.each([
    [{ name: "anna" }, "/messages/0/name"],
    [{ mood: "good" }, "/messages/0/mood"],
  ])("of a message %o", (fields, path) => {
    expect(parseRequest(withMessages({ ...user, ...fields })).losses.map((loss) => loss.path)).toEqual([path]);
  });
  test("null says nothing, and neither do the values that are so anyway", () => {
    const body = {
      ...withMessages(user),
      user: null,
      functions: null,
      n: 1,
      logprobs: false,
      top_logprobs: 0,
      logit_bias: {},
      modalities: ["text"],
      verbosity: "medium",
      tools: null,
    };
    expect(parseRequest(body).losses).toEqual([]);
  });
  test("members that clients echo from an answer, empty as they are", () => {
    const echo = { role: "assistant", content: "x", refusal: null, annotations: [], audio: null, function_call: null };
    expect(parseRequest(withMessages(user, echo)).losses).toEqual([]);
  });
});

describe("messages", () => {
  test("cache_control wherever it may stand", () => {
    const body = {
      messages: [
        { role: "system", content: [{ type: "text", text: "s", cache_control: { type: "ephemeral", ttl: "1h" } }] },
        { role: "user", content: "u", cache_control: { type: "ephemeral" } },
      ],
      tools: [
        { type: "function", function: { name: "f" }, cache_control: { type: "ephemeral" } },
        { type: "function", function: { name: "g", cache_control: { type: "ephemeral" } } },
      ],
    };
    const { messages, tools } = parseRequest(body);
    expect(messages[0]?.content[1]).toEqual({ type: "cache-point", lifetime: "1h" });
    expect(messages[1]?.content[1]).toEqual({ type: "cache-point", lifetime: undefined });
    expect(tools.map((tool) => tool.cachePoint)).toEqual([{ lifetime: undefined }, { lifetime: undefined }]);
  });

  test("reasoning handed back in pieces is whole again, with its signature", () => {
    const message = {
      role: "assistant",
      content: "x",
      reasoning_content: "a b",
      reasoning_details: [
        { type: "reasoning.text", text: "a " },
        { type: "reasoning.text", text: "b" },
        { type: "reasoning.text", signature: "s1" },
        { type: "reasoning.text", text: "c", signature: "s2" },
        { type: "reasoning.encrypted", data: "opaque" },
      ],
    };
    expect(parseRequest(withMessages(user, message)).messages[1]?.content).toEqual([
      { type: "reasoning", text: "a b", signature: "s1" },
      { type: "reasoning", text: "c", signature: "s2" },
      { type: "redacted-reasoning", data: "opaque" },
      { type: "text", text: "x" },
    ]);
  });

  test("the lower of two limits counts", () => {
    expect(parseRequest({ ...withMessages(user), max_tokens: 5, max_completion_tokens: 9 }).maxOutputTokens).toBe(5);
    expect(parseRequest(withMessages(user)).maxOutputTokens).toBeUndefined();
  });

  test("one stop sequence as a text", () => {
    expect(parseRequest({ ...withMessages(user), stop: "END" }).stop).toEqual(["END"]);
    expect(parseRequest({ ...withMessages(user), stop: null }).stop).toEqual([]);
  });
});
