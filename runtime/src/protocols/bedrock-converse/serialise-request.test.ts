import { describe, expect, test } from "vitest";
import { UntranslatableError } from "../neutral.ts";
import { parseRequest as parseChat } from "../openai-chat/parse-request.ts";
import { serialiseRequest } from "./serialise-request.ts";

const user = { role: "user", content: "Hello" };
const assistant = { role: "assistant", content: "Hi" };
const call = (id: string, args = "{}") => ({ id, type: "function", function: { name: "f", arguments: args } });
const calls = (...ids: string[]) => ({ role: "assistant", content: null, tool_calls: ids.map((id) => call(id)) });
const result = (id: string, content = "ok") => ({ role: "tool", tool_call_id: id, content });
const tool = { type: "function", function: { name: "f", parameters: { type: "object" } } };

/** A Converse body made from a Chat Completions body. */
function converse(body: Record<string, unknown>) {
  const { body: written, losses } = serialiseRequest(parseChat(body), { maxOutputTokens: 100 });
  const members = written as Record<
    "messages" | "system" | "toolConfig" | "outputConfig",
    Record<string, unknown> | undefined
  >;
  return { ...members, losses };
}

const turns = (...messages: unknown[]) =>
  converse({ messages }).messages as unknown as { role: string; content: Record<string, unknown>[] }[];

describe("turns as Bedrock wants them", () => {
  test("turns of one role become one", () => {
    expect(turns(user, user, assistant, assistant, user)).toEqual([
      { role: "user", content: [{ text: "Hello" }, { text: "Hello" }] },
      { role: "assistant", content: [{ text: "Hi" }, { text: "Hi" }] },
      { role: "user", content: [{ text: "Hello" }] },
    ]);
  });

  test("all results of one turn, and what the user says then, in one message", () => {
    const messages = turns(user, calls("a", "b"), result("a"), result("b"), user);
    expect(messages.map((message) => message.role)).toEqual(["user", "assistant", "user"]);
    expect(messages[2]?.content.map((block) => Object.keys(block)[0])).toEqual(["toolResult", "toolResult", "text"]);
  });

  test("empty and blank texts are left out, and so are messages of nothing else", () => {
    const blank = { role: "assistant", content: " \n" };
    expect(turns(user, blank, { role: "user", content: [{ type: "text", text: "" }] }, user)).toEqual([
      { role: "user", content: [{ text: "Hello" }, { text: "Hello" }] },
    ]);
  });

  test("a cache point on a tool's result stands behind it", () => {
    const cached = { ...result("a"), content: [{ type: "text", text: "ok", cache_control: { type: "ephemeral" } }] };
    expect(turns(user, calls("a"), cached)[2]?.content).toEqual([
      { toolResult: { toolUseId: "a", content: [{ text: "ok" }] } },
      { cachePoint: { type: "default" } },
    ]);
  });

  test("a tool result without output still has content", () => {
    const content = turns(user, calls("a"), result("a", ""))[2]?.content;
    expect(content).toEqual([{ toolResult: { toolUseId: "a", content: [{ text: "(no output)" }] } }]);
  });

  test("system messages stand apart, wherever they were; one in the middle is a listed loss", () => {
    const body = converse({
      messages: [{ role: "system", content: "a" }, user, { role: "developer", content: "b" }, assistant, user],
    });
    expect(body.system).toEqual([{ text: "a" }, { text: "b" }]);
    expect(body.losses.map((loss) => loss.path)).toEqual(["/messages/2"]);
  });

  test("the beginning of an answer does not end in white space", () => {
    expect(turns(user, { role: "assistant", content: "{ \n" })[1]?.content).toEqual([{ text: "{" }]);
  });

  test.each([
    ["/messages/1", [{ role: "system", content: "s" }, assistant, user]],
    ["/messages", [{ role: "system", content: "s" }]],
    ["/messages", [{ role: "user", content: "" }]],
  ])("%s: a conversation must start with the user", (path, messages) => {
    expect(() => converse({ messages })).toThrow(expect.objectContaining({ name: "UntranslatableError", path }));
  });
});

describe("tools", () => {
  test("ids survive; those that Bedrock does not take are changed alike in call and result", () => {
    const messages = turns(
      user,
      calls("call_1", "functions.f:0", "functions/f:0"),
      result("functions.f:0"),
      result("functions/f:0"),
      result("call_1"),
    );
    const used = messages[1]?.content.map((block) => (block.toolUse as { toolUseId: string }).toolUseId);
    const answered = messages[2]?.content.map((block) => (block.toolResult as { toolUseId: string }).toolUseId);
    expect(used).toEqual(["call_1", "functions_f_0", "functions_f_0_2"]);
    expect(answered).toEqual(["functions_f_0", "functions_f_0_2", "call_1"]);
  });

  test.each([
    ["", {}],
    ["{}", {}],
    ['{"a":1}', { a: 1 }],
  ])("arguments %j become an object", (text, input) => {
    const message = { role: "assistant", content: null, tool_calls: [call("a", text)] };
    expect(turns(user, message)[1]?.content).toEqual([{ toolUse: { toolUseId: "a", name: "f", input } }]);
  });

  test.each(["{", "[1]", "null", '"x"'])("arguments %j are refused, with the message at fault", (text) => {
    const message = { role: "assistant", content: null, tool_calls: [call("a", text)] };
    expect(() => turns(user, message)).toThrow(
      expect.objectContaining({ name: "UntranslatableError", path: "/messages/1" }),
    );
  });

  test.each<[choice: unknown, expected: unknown]>([
    [undefined, undefined],
    ["auto", { auto: {} }],
    ["required", { any: {} }],
    [{ type: "function", function: { name: "f" } }, { tool: { name: "f" } }],
  ])("choice %j", (choice, expected) => {
    expect(converse({ messages: [user], tools: [tool], tool_choice: choice }).toolConfig?.toolChoice).toEqual(expected);
  });

  test("none without a history of tools lists no tools, which says it exactly", () => {
    const body = converse({ messages: [user], tools: [tool], tool_choice: "none" });
    expect(body.toolConfig).toBeUndefined();
    expect(body.losses).toEqual([]);
  });

  test.each([
    ["none", { tools: [tool], tool_choice: "none" }],
    ["no tools", {}],
  ])("a history of tools needs the list of them: %s is a listed loss", (_, more) => {
    const body = converse({ messages: [user, calls("a"), result("a")], ...more });
    expect(body.toolConfig?.tools).toMatchObject([
      { toolSpec: { name: "f", inputSchema: { json: { type: "object" } } } },
    ]);
    expect(body.toolConfig?.toolChoice).toBeUndefined();
    expect(body.losses).toHaveLength(1);
  });

  test("one tool at a time can not be said, unless there are none", () => {
    expect(() => converse({ messages: [user], tools: [tool], parallel_tool_calls: false })).toThrow(
      expect.objectContaining({ path: "/parallel_tool_calls" }),
    );
    expect(converse({ messages: [user], parallel_tool_calls: false }).toolConfig).toBeUndefined();
  });
});

describe("what Bedrock can not say is refused, with the caller's own member", () => {
  test.each<[path: string, more: Record<string, unknown>]>([
    ["/temperature", { temperature: 1.5 }],
    ["/presence_penalty", { presence_penalty: 0.5 }],
    ["/frequency_penalty", { frequency_penalty: -1 }],
    ["/response_format", { response_format: { type: "json_object" } }],
    ["/reasoning_effort", { reasoning_effort: "heroic" }],
  ])("%s", (path, more) => {
    expect(() => converse({ messages: [user], ...more })).toThrow(UntranslatableError);
    expect(() => converse({ messages: [user], ...more })).toThrow(expect.objectContaining({ path }));
  });

  test("an image of a type that it does not take", () => {
    const part = { type: "image_url", image_url: { url: "data:image/tiff;base64,AAAA" } };
    expect(() => turns({ role: "user", content: [part] })).toThrow(/png, jpeg, gif, webp/);
  });

  test.each([
    ["none", undefined],
    ["minimal", "low"],
    ["xhigh", "xhigh"],
  ])("effort %s", (effort, written) => {
    expect(converse({ messages: [user], reasoning_effort: effort }).outputConfig?.effort).toBe(written);
  });
});

describe("reasoning", () => {
  const history = (details: object[]) =>
    turns(user, { role: "assistant", content: "Hi", reasoning_details: details }, user)[1]?.content;
  test("goes back with its signature", () => {
    expect(history([{ type: "reasoning.text", text: "Hm", signature: "s" }])?.[0]).toEqual({
      reasoningContent: { reasoningText: { text: "Hm", signature: "s" } },
    });
  });
  test("without a signature is a listed loss", () => {
    const message = { role: "assistant", content: "Hi", reasoning_content: "Hm" };
    const body = converse({ messages: [user, message, user] });
    expect(JSON.stringify(body.messages)).not.toContain("Hm");
    expect(body.losses.map((loss) => loss.path)).toEqual(["/messages/1"]);
  });
});

test("documents have names that Bedrock takes, each once", () => {
  const file = (filename: string) => ({
    type: "file",
    file: { filename, file_data: "data:application/pdf;base64,AAAA" },
  });
  const content = turns({
    role: "user",
    content: [file("a_b.pdf"), file("a  b?.pdf"), file("a-b.pdf"), file(".pdf")],
  })[0]?.content;
  expect(content?.map((block) => (block.document as { name: string }).name)).toEqual([
    "a-b",
    "a b-",
    "a-b (2)",
    "document",
  ]);
});
