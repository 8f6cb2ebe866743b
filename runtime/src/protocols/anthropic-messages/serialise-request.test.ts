import { describe, expect, test } from "vitest";
import { callerProtocols } from "../index.ts";
import { UntranslatableError } from "../neutral.ts";
import { serialiseRequest } from "./serialise-request.ts";

type Body = Record<string, unknown>;
const hello = { role: "user", content: "Hello" };

/** What a caller of Chat Completions says, as Anthropic is told it. */
function serialise(body: Body, options: { model?: string; maxOutputTokens?: number } = {}) {
  const request = callerProtocols["openai-chat"].parseIngress(JSON.stringify({ messages: [hello], ...body }));
  const { model = "claude-sonnet-5", maxOutputTokens = 4096 } = options;
  const { body: written, losses } = serialiseRequest(request.neutral(), { model, maxOutputTokens });
  return { body: JSON.parse(JSON.stringify(written)), lost: losses.map(({ path }) => path) };
}

const fn = (name: string, more: Body = {}) => ({ type: "function", function: { name, ...more } });
const called = (id: string, args = "{}", name = "f") => ({ id, type: "function", function: { name, arguments: args } });

test("a plain request has a limit and nothing that was not asked for", () => {
  expect(serialise({}).body).toEqual({
    model: "claude-sonnet-5",
    max_tokens: 4096,
    messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  });
});

describe("messages", () => {
  test("system messages stand in front, results of a turn together and first, turns alternate", () => {
    const { body, lost } = serialise({
      messages: [
        { role: "system", content: "one" },
        hello,
        { role: "assistant", tool_calls: [called("a"), called("b")] },
        { role: "tool", tool_call_id: "a", content: "" },
        { role: "tool", tool_call_id: "b", content: "done" },
        { role: "user", content: "and?" },
        { role: "developer", content: "two" },
      ],
      tools: [fn("f")],
    });
    expect(body.system).toEqual([
      { type: "text", text: "one" },
      { type: "text", text: "two" },
    ]);
    expect(lost).toEqual(["/messages/6"]);
    expect(body.messages.map(({ role }: Body) => role)).toEqual(["user", "assistant", "user"]);
    expect(body.messages[2].content).toEqual([
      { type: "tool_result", tool_use_id: "a" },
      { type: "tool_result", tool_use_id: "b", content: [{ type: "text", text: "done" }] },
      { type: "text", text: "and?" },
    ]);
  });

  test("no text is empty, and the beginning of an answer does not end in white space", () => {
    const parts = [" ", "Hello"].map((text) => ({ type: "text", text }));
    const messages = [
      { role: "user", content: parts },
      { role: "assistant", content: "It is " },
    ];
    const { body } = serialise({ messages });
    expect(body.messages).toEqual([
      { role: "user", content: [{ type: "text", text: "Hello" }] },
      { role: "assistant", content: [{ type: "text", text: "It is" }] },
    ]);
  });

  test("ids that Anthropic refuses are replaced, the same for call and result, and never by another's", () => {
    const { body } = serialise({
      messages: [
        hello,
        { role: "assistant", tool_calls: [called("a.b"), called("a_b"), called("a:b")] },
        ...["a.b", "a_b", "a:b"].map((id) => ({ role: "tool", tool_call_id: id, content: id })),
      ],
      tools: [fn("f")],
    });
    const calls = body.messages[1].content.map(({ id }: Body) => id);
    expect(new Set(calls).size).toBe(3);
    for (const id of calls) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(body.messages[2].content.map((block: Body) => block.tool_use_id)).toEqual(calls);
  });

  test("only signed thoughts are sent back", () => {
    const { body, lost } = serialise({
      messages: [
        hello,
        { role: "assistant", content: "a", reasoning_content: "unsigned" },
        hello,
        { role: "assistant", content: "b", reasoning_details: [{ type: "reasoning.text", text: "t", signature: "s" }] },
        hello,
      ],
    });
    expect(body.messages[1].content).toEqual([{ type: "text", text: "a" }]);
    expect(body.messages[3].content[0]).toEqual({ type: "thinking", thinking: "t", signature: "s" });
    expect(lost).toEqual(["/messages/1"]);
  });
});

describe("tools", () => {
  test("a schema says that it is of an object", () => {
    const { body } = serialise({ tools: [fn("f", { parameters: {} }), fn("g")] });
    expect(body.tools).toEqual([
      { name: "f", input_schema: { type: "object" } },
      { name: "g", input_schema: { type: "object", properties: {} } },
    ]);
  });

  test("a history with tools has tools, which may not be called", () => {
    const messages = [
      hello,
      { role: "assistant", tool_calls: [called("a")] },
      { role: "tool", tool_call_id: "a", content: "x" },
    ];
    const { body } = serialise({ messages });
    expect(body.tools).toEqual([{ name: "f", input_schema: { type: "object", properties: {} } }]);
    expect(body.tool_choice).toEqual({ type: "none" });
  });

  test.each([
    [{}, undefined],
    [{ tool_choice: "auto" }, { type: "auto" }],
    [{ tool_choice: "none" }, { type: "none" }],
    [{ tool_choice: "required" }, { type: "any" }],
    [{ parallel_tool_calls: false }, { type: "auto", disable_parallel_tool_use: true }],
    [
      { tool_choice: { type: "function", function: { name: "f" } }, parallel_tool_calls: false },
      { type: "tool", name: "f", disable_parallel_tool_use: true },
    ],
  ])("%j", (body, choice) => {
    expect(serialise({ tools: [fn("f")], ...body }).body.tool_choice).toEqual(choice);
  });
});

describe("cache marks", () => {
  const mark = { cache_control: { type: "ephemeral" } };
  test("of more than four the last four stay", () => {
    const { body, lost } = serialise({
      tools: [{ ...fn("f"), ...mark }],
      messages: [
        { role: "system", content: "s", ...mark },
        ...[1, 2, 3, 4].map((index) => ({ role: "user", content: `${index}`, ...mark })),
      ],
    });
    expect(JSON.stringify(body).split("cache_control")).toHaveLength(5);
    expect(body.messages[0].content.map((block: Body) => block.cache_control !== undefined)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(lost).toEqual(["/messages"]);
  });
});

describe("effort", () => {
  const plain = { reasoning_effort: "medium" };
  test.each<[model: string, thinking: unknown, effort: string | undefined]>([
    ["claude-sonnet-5", { type: "adaptive" }, "medium"],
    ["claude-opus-4-6", { type: "adaptive" }, "medium"],
    ["claude-opus-4-8-20260501", { type: "adaptive" }, "medium"],
    ["claude-fable-5-2", { type: "adaptive" }, "medium"],
    ["claude-mythos-preview", { type: "adaptive" }, "medium"],
    ["claude-opus-4-5-20251101", { type: "enabled", budget_tokens: 4095 }, undefined],
    ["claude-haiku-4-5", { type: "enabled", budget_tokens: 4095 }, undefined],
    ["claude-sonnet-4-20250514", { type: "enabled", budget_tokens: 4095 }, undefined],
    ["claude-3-7-sonnet-20250219", { type: "enabled", budget_tokens: 4095 }, undefined],
  ])("%s", (model, thinking, effort) => {
    const { body } = serialise(plain, { model });
    expect(body.thinking).toEqual(thinking);
    expect(body.output_config?.effort).toBe(effort);
  });

  test("a budget follows the effort, and leaves room below the limit", () => {
    const model = "claude-sonnet-4-5";
    const budget = (reasoning_effort: string, maxOutputTokens: number) =>
      serialise({ reasoning_effort }, { model, maxOutputTokens }).body.thinking?.budget_tokens;
    expect(budget("low", 32_000)).toBe(2048);
    expect(budget("medium", 32_000)).toBe(8192);
    expect(budget("xhigh", 32_000)).toBe(24_576);
    expect(budget("high", 2000)).toBe(1999);
    expect(budget("high", 1024)).toBeUndefined();
  });

  test.each<[why: string, body: Body]>([
    ["a forced tool", { tools: [fn("f")], tool_choice: "required" }],
    ["a temperature", { temperature: 0.2 }],
    ["a low top_p", { top_p: 0.5 }],
  ])("%s goes before thinking, which is listed", (_why, more) => {
    const { body, lost } = serialise({ ...plain, ...more });
    expect(body.thinking).toBeUndefined();
    expect(lost).toEqual(["/reasoning_effort"]);
  });

  test("a model with a budget does not think about a turn whose thoughts are gone", () => {
    const messages = [
      hello,
      { role: "assistant", tool_calls: [called("a")] },
      { role: "tool", tool_call_id: "a", content: "x" },
    ];
    const old = serialise({ ...plain, messages, tools: [fn("f")] }, { model: "claude-sonnet-4-5" });
    expect([old.body.thinking, old.lost]).toEqual([undefined, ["/reasoning_effort"]]);
    expect(serialise({ ...plain, messages, tools: [fn("f")] }).body.thinking).toEqual({ type: "adaptive" });
  });

  test("none is said, minimal is the lowest", () => {
    expect(serialise({ reasoning_effort: "none" }).body.thinking).toEqual({ type: "disabled" });
    expect(serialise({ reasoning_effort: "minimal" })).toMatchObject({
      body: { output_config: { effort: "low" } },
      lost: ["/reasoning_effort"],
    });
  });
});

test("JSON by a schema", () => {
  const schema = { type: "object", properties: {}, additionalProperties: false };
  const { body } = serialise({
    response_format: { type: "json_schema", json_schema: { name: "n", schema, strict: true } },
  });
  expect(body.output_config).toEqual({ format: { type: "json_schema", schema } });
});

describe("what Anthropic can not be told", () => {
  test.each<[body: Body, path: string]>([
    [{ temperature: 1.5 }, "/temperature"],
    [{ stop: ["\n\n"] }, "/stop"],
    [{ reasoning_effort: "ultra" }, "/reasoning_effort"],
    [{ presence_penalty: 1 }, "/presence_penalty"],
    [{ frequency_penalty: 1 }, "/frequency_penalty"],
    [{ response_format: { type: "json_object" } }, "/response_format"],
    [{ messages: [{ role: "system", content: "only" }] }, "/messages"],
    [
      {
        messages: [
          { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/tiff;base64,AAAA" } }] },
        ],
      },
      "/messages/0",
    ],
    [
      {
        messages: [
          { role: "user", content: [{ type: "file", file: { file_data: "data:application/zip;base64,AAAA" } }] },
        ],
      },
      "/messages/0",
    ],
    [{ messages: [hello, { role: "assistant", tool_calls: [called("a", "[1]")] }] }, "/messages/1"],
  ])("%j", (body, path) => {
    expect(() => serialise(body)).toThrow(UntranslatableError);
    expect(() => serialise(body)).toThrow(expect.objectContaining({ path }));
  });
});
