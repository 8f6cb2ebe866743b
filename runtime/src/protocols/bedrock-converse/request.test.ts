import { describe, expect, test } from "vitest";
import { MalformedRequestError, type NeutralRequest, UntranslatableError } from "../neutral.ts";
import { parseRequest as parseChat } from "../openai-chat/parse-request.ts";
import { parseIngress } from "./parse-ingress.ts";
import { parseRequest } from "./parse-request.ts";
import { estimateInput, readFacts, requiredCapabilities } from "./read-facts.ts";
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

describe("a Converse body", () => {
  const message = { role: "user", content: [{ text: "Hello" }] };
  const block = (content: object) => ({ messages: [{ role: "user", content: [content] }] });

  function thrownBy(body: Record<string, unknown>): unknown {
    try {
      parseRequest(body, false);
    } catch (error) {
      return error;
    }
    return undefined;
  }

  test.each<[path: string, body: Record<string, unknown>]>([
    ["/messages", {}],
    ["/messages/0/role", { messages: [{ role: "system", content: [] }] }],
    ["/messages/0/content", { messages: [{ role: "user", content: "Hello" }] }],
    ["/messages/0/content/0", { messages: [{ role: "user", content: [{}] }] }],
    ["/messages/0/content/0/image/format", block({ image: { format: "bmp", source: { bytes: "AAAA" } } })],
    ["/messages/0/content/0/image/source/bytes", block({ image: { format: "png", source: { bytes: "?" } } })],
    ["/messages/0/content/0/toolUse/name", block({ toolUse: { toolUseId: "a" } })],
    ["/toolConfig/tools", { messages: [message], toolConfig: {} }],
    ["/toolConfig/toolChoice", { messages: [message], toolConfig: { tools: [], toolChoice: {} } }],
    ["/inferenceConfig/temperature", { messages: [message], inferenceConfig: { temperature: "x" } }],
    [
      "/outputConfig/textFormat/structure/jsonSchema/schema",
      {
        messages: [message],
        outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema: { schema: "{" } } } },
      },
    ],
  ])("%s is not a request", (path, body) => {
    expect(thrownBy(body)).toBeInstanceOf(MalformedRequestError);
    expect(thrownBy(body)).toMatchObject({ path });
  });

  test.each<[path: string, body: Record<string, unknown>]>([
    ["/guardrailConfig", { messages: [message], guardrailConfig: { guardrailIdentifier: "g" } }],
    ["/promptVariables", { messages: [message], promptVariables: { a: { text: "b" } } }],
    ["/additionalModelRequestFields/top_k", { messages: [message], additionalModelRequestFields: { top_k: 5 } }],
    ["/inferenceConfig/topK", { messages: [message], inferenceConfig: { topK: 5 } }],
    ["/messages/0/content/0", block({ video: { format: "mp4", source: { bytes: "AAAA" } } })],
    ["/messages/0/content/0", block({ guardContent: { text: { text: "x" } } })],
    [
      "/messages/0/content/0/image/source",
      block({ image: { format: "png", source: { s3Location: { uri: "s3://a/b" } } } }),
    ],
    [
      "/messages/0/content/0/document/citations",
      block({ document: { name: "a", format: "pdf", source: { bytes: "AAAA" }, citations: { enabled: true } } }),
    ],
    ["/toolConfig/tools/0", { messages: [message], toolConfig: { tools: [{ systemTool: { name: "search" } }] } }],
  ])("%s can not be translated", (path, body) => {
    expect(thrownBy(body)).toBeInstanceOf(UntranslatableError);
    expect(thrownBy(body)).toMatchObject({ path });
  });

  test("empty members say nothing; labels are a listed loss", () => {
    const body = {
      messages: [message],
      guardrailConfig: null,
      additionalModelResponseFieldPaths: [],
      promptVariables: {},
      requestMetadata: { a: "b" },
    };
    expect(parseRequest(body, false).losses.map((loss) => loss.path)).toEqual(["/requestMetadata"]);
  });

  test("results of tools become a message of their own, in front of what the user says", () => {
    const content = [
      { text: "And?" },
      { toolResult: { toolUseId: "a", content: [{ json: { x: 1 } }], status: "error" } },
    ];
    expect(parseRequest({ messages: [{ role: "user", content }] }, false).messages).toEqual([
      {
        role: "tool",
        path: "/messages/0",
        content: [{ type: "tool-result", id: "a", content: [{ type: "text", text: '{"x":1}' }], isError: true }],
      },
      { role: "user", path: "/messages/0", content: [{ type: "text", text: "And?" }] },
    ] satisfies NeutralRequest["messages"]);
  });

  test("routing needs messages and a sound limit; model and streaming are in the path", () => {
    const text = JSON.stringify({ messages: [message] });
    expect(parseIngress(text, { model: "m", stream: true })).toMatchObject({ model: "m", stream: true });
    expect(parseIngress(text).stream).toBe(false);
    expect(() => parseIngress('{"messages":[]}')).toThrow(MalformedRequestError);
    expect(() => parseIngress('{"messages":[{}],"inferenceConfig":{"maxTokens":0}}')).toThrow(MalformedRequestError);
    expect(() => parseIngress("nonsense")).toThrow(/not JSON/);
  });

  test("facts", () => {
    const facts = readFacts(
      parseIngress(JSON.stringify({ messages: [message], inferenceConfig: { maxTokens: 9 } }), { model: "m" }),
    );
    expect(facts).toMatchObject({
      model: "m",
      maxOutputTokens: 9,
      choices: 1,
      capabilities: ["chat"],
      includeUsage: true,
    });
  });

  test.each<[capability: string, body: Record<string, unknown>]>([
    ["vision", block({ image: { format: "png", source: { bytes: "AAAA" } } })],
    ["documents", block({ document: { name: "a", format: "pdf", source: { bytes: "AAAA" } } })],
    [
      "vision",
      block({ toolResult: { toolUseId: "a", content: [{ image: { format: "png", source: { bytes: "AAAA" } } }] } }),
    ],
    ["tools", block({ toolResult: { toolUseId: "a", content: [] } })],
    ["tools", { messages: [message], toolConfig: { tools: [] } }],
    ["structured-output", { messages: [message], outputConfig: { textFormat: {} } }],
    ["reasoning", { messages: [message], additionalModelRequestFields: { thinking: { type: "enabled" } } }],
  ])("%s is needed", (capability, body) => {
    expect(requiredCapabilities(body)).toContain(capability);
  });

  test("the bound on input covers every byte of text, wherever it stands", () => {
    const long = "x".repeat(5000);
    for (const body of [
      { messages: [message], system: [{ text: long }] },
      block({ text: long }),
      block({ toolUse: { toolUseId: "a", name: "f", input: { long } } }),
      block({ toolResult: { toolUseId: "a", content: [{ json: { long } }] } }),
      block({ document: { name: "a", source: { text: long } } }),
      block({ reasoningContent: { reasoningText: { text: long } } }),
      block({ unknown: long }),
      { messages: [message], toolConfig: { tools: [{ toolSpec: { description: long } }] } },
      { messages: [long] },
    ]) {
      expect(estimateInput(body).atMost).toBeGreaterThanOrEqual(5000);
    }
  });
});
