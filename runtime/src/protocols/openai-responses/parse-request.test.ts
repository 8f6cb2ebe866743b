import { describe, expect, test } from "vitest";
import { MalformedRequestError, UntranslatableError } from "../neutral.ts";
import { parseIngress } from "./parse-ingress.ts";
import { parseRequest } from "./parse-request.ts";
import { readFacts } from "./read-facts.ts";

const messages = (input: unknown, more: object = {}) => parseRequest({ input, ...more }).messages;
const text = (value: string) => [{ type: "text", text: value }];

describe("messages", () => {
  test("a text is the user's, instructions are the system's", () => {
    expect(messages("Hi", { instructions: "Be brief." })).toEqual([
      { role: "system", content: text("Be brief."), path: "/instructions" },
      { role: "user", content: text("Hi"), path: "/input" },
    ]);
  });

  test("what an assistant said in several items is one message", () => {
    const said = messages([
      { role: "user", content: "Hi" },
      {
        type: "reasoning",
        summary: [{ type: "summary_text", text: "Hm." }],
        encrypted_content: "fairlead:signature:s",
      },
      { role: "assistant", content: [{ type: "output_text", text: "Well", annotations: [] }] },
      { type: "reasoning", summary: [], encrypted_content: "fairlead:call:t" },
      { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
      { type: "function_call", call_id: "b", name: "g", arguments: "{}" },
      { type: "function_call_output", call_id: "a", output: "1" },
    ]);
    expect(said.map(({ role, path }) => [role, path])).toEqual([
      ["user", "/input/0"],
      ["assistant", "/input/1"],
      ["tool", "/input/6"],
    ]);
    expect(said[1]?.content).toEqual([
      { type: "reasoning", text: "Hm.", signature: "s" },
      { type: "text", text: "Well" },
      { type: "tool-call", id: "a", name: "f", arguments: "{}", signature: "t" },
      { type: "tool-call", id: "b", name: "g", arguments: "{}" },
    ]);
  });

  test("reasoning that only OpenAI can read leaves nothing, and says so", () => {
    const request = parseRequest({
      input: [
        { role: "user", content: "Hi" },
        { type: "reasoning", summary: [], encrypted_content: "gAAAA" },
      ],
    });
    expect(request.messages).toHaveLength(1);
    expect(request.losses).toMatchObject([{ path: "/input/1/encrypted_content" }]);
  });
});

test.each([
  [{ input: [{ type: "item_reference", id: "x" }] }, "/input/0", /Send the item itself/],
  [{ input: [{ type: "computer_call", id: "x" }] }, "/input/0/type", /computer_call/],
  [{ input: [{ role: "user", content: [{ type: "input_image", file_id: "f" }] }] }, "/input/0/content/0", /itself/],
  [
    { input: [{ role: "user", content: [{ type: "input_image", image_url: "https://a.b/c.png" }] }] },
    "/input/0/content/0/image_url",
    /does not fetch/,
  ],
  [{ input: [{ role: "user", content: [{ type: "input_file", file_url: "x" }] }] }, "/input/0/content/0", /file_data/],
  [{ input: "x", previous_response_id: "r" }, "/previous_response_id", /whole conversation/],
  [{ input: "x", prompt: { id: "p" } }, "/prompt", /text of the prompt/],
  [{ input: "x", tools: [{ type: "web_search" }] }, "/tools/0/type", /only functions/],
  [{ input: "x", tool_choice: { type: "allowed_tools" } }, "/tool_choice/type", /name a function/],
  [{ input: "x", text: { verbosity: "low" } }, "/text/verbosity", /in words/],
  [{ input: "x", include: ["message.output_text.logprobs"] }, "/include/0", /another provider/],
  [{ input: "x", top_logprobs: 3 }, "/top_logprobs", /Leave it out/],
  [{ input: "x", unheard_of: 1 }, "/unheard_of", /Leave it out/],
])("%j can not be said elsewhere", (body, path, words) => {
  const parse = () => parseRequest(body);
  expect(parse).toThrow(UntranslatableError);
  expect(parse).toThrow(words);
  expect(parse).toThrow(expect.objectContaining({ path }));
});

test.each([
  [{}, "/input"],
  [{ input: [7] }, "/input/0"],
  [{ input: [{ role: "robot", content: "x" }] }, "/input/0/role"],
  [{ input: [{ role: "user" }] }, "/input/0/content"],
  [{ input: [{ type: "function_call", call_id: "", name: "f" }] }, "/input/0/call_id"],
  [{ input: [{ type: "function_call_output", call_id: "a" }] }, "/input/0/output"],
  [{ input: "x", text: { format: { type: "xml" } } }, "/text/format/type"],
  [{ input: "x", temperature: "hot" }, "/temperature"],
])("%j is malformed", (body, path) => {
  expect(() => parseRequest(body)).toThrow(MalformedRequestError);
  expect(() => parseRequest(body)).toThrow(expect.objectContaining({ path }));
});

test("what means nothing elsewhere is no loss", () => {
  const body = { input: "x", store: false, truncation: "disabled", background: false, include: null, metadata: null };
  expect(parseRequest(body).losses).toEqual([]);
});

describe("facts", () => {
  const facts = (body: object) => readFacts(parseIngress(JSON.stringify(body)));

  test.each([
    [{ input: "x" }, ["chat"]],
    [{ input: "x", tools: [{ type: "function", name: "f", strict: true }] }, ["chat", "tools", "structured-output"]],
    [{ input: [{ type: "function_call", call_id: "a", name: "f", arguments: "{}" }] }, ["chat", "tools"]],
    [{ input: [{ role: "user", content: [{ type: "input_image", image_url: "x" }] }] }, ["chat", "vision"]],
    [{ input: [{ role: "user", content: [{ type: "input_file", file_id: "x" }] }] }, ["chat", "documents"]],
    [
      { input: [{ type: "function_call_output", call_id: "a", output: [{ type: "input_image" }] }] },
      ["chat", "tools", "vision"],
    ],
    [{ input: "x", text: { format: { type: "json_schema" } } }, ["chat", "structured-output"]],
    [{ input: "x", reasoning: { effort: "low" } }, ["chat", "reasoning"]],
    [{ input: "x", reasoning: { effort: "none" } }, ["chat"]],
    [{ input: "x", reasoning: { summary: "auto" } }, ["chat"]],
  ])("%j needs %j", (body, capabilities) => {
    expect(facts(body).capabilities).toEqual(capabilities);
  });

  test("the bound covers every byte, and what is kept elsewhere counts as the largest window", () => {
    const input = [{ role: "user", content: [{ type: "input_text", text: "Grüße 😀" }] }];
    const bytes = Buffer.byteLength("Grüße 😀");
    expect(facts({ input, instructions: "abc" }).inputTokens.atMost).toBeGreaterThanOrEqual(bytes + 3);
    expect(facts({ input: "x", previous_response_id: "r" }).inputTokens.atMost).toBeGreaterThan(1_000_000);
    expect(facts({ input: "x", max_output_tokens: 50 })).toMatchObject({ maxOutputTokens: 50, choices: 1 });
  });

  test("odd shapes are counted and never throw", () => {
    for (const input of [[null, 7, [], { content: [null, { type: 3 }] }], [{ type: "message", content: 5 }]]) {
      expect(facts({ input, tools: "x", text: 5, reasoning: [] }).inputTokens.atMost).toBeGreaterThan(0);
    }
  });
});
