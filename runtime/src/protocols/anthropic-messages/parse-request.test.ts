import { describe, expect, test } from "vitest";
import { MalformedRequestError, UntranslatableError } from "../neutral.ts";
import { parseIngress } from "./parse-ingress.ts";

type Body = Record<string, unknown>;
const hello = { role: "user", content: "Hello" };
const neutral = (body: Body) => parseIngress(JSON.stringify({ messages: [hello], max_tokens: 9, ...body })).neutral();
const ask = (...content: unknown[]): Body => ({ messages: [{ role: "user", content }] });
const assistant = (...content: unknown[]): Body => ({ messages: [hello, { role: "assistant", content }] });
const tool = { name: "f", input_schema: { type: "object" } };
const mark = { type: "ephemeral" };

test("members", () => {
  const request = neutral({
    system: "Be brief.",
    temperature: 0.5,
    top_p: 0.9,
    stop_sequences: ["END"],
    stream: true,
    tools: [{ ...tool, description: "d", strict: true }],
    tool_choice: { type: "tool", name: "f", disable_parallel_tool_use: true },
  });
  expect(request).toMatchObject({
    messages: [{ role: "system", content: [{ type: "text", text: "Be brief." }], path: "/system" }, { role: "user" }],
    maxOutputTokens: 9,
    temperature: 0.5,
    topP: 0.9,
    stop: ["END"],
    stream: true,
    tools: [{ name: "f", description: "d", parameters: { type: "object" }, strict: true }],
    toolChoice: { kind: "tool", name: "f" },
    parallelToolCalls: false,
    losses: [],
  });
});

test.each([
  [{ type: "auto" }, { kind: "auto" }, undefined],
  [{ type: "any", disable_parallel_tool_use: false }, { kind: "required" }, true],
  [{ type: "none" }, { kind: "none" }, undefined],
])("tool choice %j", (tool_choice, toolChoice, parallelToolCalls) => {
  expect(neutral({ tools: [tool], tool_choice })).toMatchObject({ toolChoice });
  expect(neutral({ tools: [tool], tool_choice }).parallelToolCalls).toBe(parallelToolCalls);
});

describe("thinking", () => {
  test.each<[body: Body, effort: string | undefined, lost: string[]]>([
    [{}, undefined, []],
    [{ thinking: { type: "adaptive" } }, "high", []],
    [{ thinking: { type: "adaptive" }, output_config: { effort: "max" } }, "max", []],
    [{ thinking: { type: "adaptive", display: "omitted" } }, "high", ["/thinking/display"]],
    [{ thinking: { type: "enabled", budget_tokens: 1024 } }, "low", ["/thinking/budget_tokens"]],
    [{ thinking: { type: "enabled", budget_tokens: 8000 } }, "medium", ["/thinking/budget_tokens"]],
    [{ thinking: { type: "enabled", budget_tokens: 60_000 } }, "high", ["/thinking/budget_tokens"]],
    [{ thinking: { type: "disabled" } }, undefined, []],
    [{ output_config: { effort: "low" } }, undefined, ["/output_config/effort"]],
  ])("%j is effort %s", (body, effort, lost) => {
    const { reasoningEffort, losses } = neutral(body);
    expect(reasoningEffort).toBe(effort);
    expect(losses.map(({ path }) => path)).toEqual(lost);
  });
});

describe("cache marks", () => {
  const point = { type: "cache-point", lifetime: undefined };
  test("on blocks, tools, results, and the whole request", () => {
    const request = neutral({
      cache_control: { type: "ephemeral", ttl: "1h" },
      system: [{ type: "text", text: "a", cache_control: mark }],
      tools: [{ ...tool, cache_control: { type: "ephemeral", ttl: "5m" } }],
      messages: [
        hello,
        { role: "assistant", content: [{ type: "tool_use", id: "t", name: "f", input: {}, cache_control: mark }] },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "r", cache_control: mark }] },
            { type: "text", text: "b" },
          ],
        },
      ],
    });
    expect(request.tools[0]?.cachePoint).toEqual({ lifetime: "5m" });
    expect(request.messages.map(({ content }) => content.slice(1))).toEqual([
      [point],
      [],
      [point],
      [point],
      [{ type: "cache-point", lifetime: "1h" }],
    ]);
  });
});

describe("content", () => {
  test("results stand apart from what the user says, and keep their marks", () => {
    const { messages } = neutral(
      ask(
        { type: "tool_result", tool_use_id: "a", content: "one", is_error: true },
        { type: "tool_result", tool_use_id: "b", cache_control: mark },
        { type: "text", text: "and now?" },
      ),
    );
    expect(messages).toEqual([
      {
        role: "tool",
        path: "/messages/0",
        content: [
          { type: "tool-result", id: "a", content: [{ type: "text", text: "one" }], isError: true },
          { type: "tool-result", id: "b", content: [], isError: false },
          { type: "cache-point", lifetime: undefined },
        ],
      },
      { role: "user", path: "/messages/0", content: [{ type: "text", text: "and now?" }] },
    ]);
  });

  test.each<[block: Body, part: unknown]>([
    [
      { type: "thinking", thinking: "t", signature: "s" },
      { type: "reasoning", text: "t", signature: "s" },
    ],
    [
      { type: "thinking", thinking: "t", signature: "" },
      { type: "reasoning", text: "t", signature: undefined },
    ],
    [
      { type: "redacted_thinking", data: "d" },
      { type: "redacted-reasoning", data: "d" },
    ],
    [
      { type: "tool_use", id: "t", name: "f", input: { x: 1 }, caller: { type: "direct" } },
      { type: "tool-call", id: "t", name: "f", arguments: '{"x":1}' },
    ],
    [
      { type: "tool_use", id: "t", name: "f", input: {}, signature: "s" },
      { type: "tool-call", id: "t", name: "f", arguments: "{}", signature: "s" },
    ],
    [
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
      { type: "image", mediaType: "image/png", data: "AAAA" },
    ],
    [
      { type: "document", title: "t", source: { type: "text", media_type: "text/plain", data: "é" } },
      { type: "document", mediaType: "text/plain", data: "w6k=", name: "t" },
    ],
  ])("%j", (block, part) => {
    expect(neutral(assistant(block)).messages[1]?.content).toEqual([part]);
  });

  test("a document of blocks is its blocks, which is listed", () => {
    const source = { type: "content", content: [{ type: "text", text: "a" }] };
    const request = neutral(ask({ type: "document", source, context: "c" }));
    expect(request.messages[0]?.content).toEqual([{ type: "text", text: "a" }]);
    expect(request.losses.map(({ path }) => path)).toEqual([
      "/messages/0/content/0/context",
      "/messages/0/content/0/source",
    ]);
  });

  test("an instruction within the conversation", () => {
    const messages = [hello, { role: "system", content: "From now on, in French." }];
    expect(neutral({ messages }).messages[1]).toMatchObject({ role: "system", path: "/messages/1" });
  });
});

describe("what can not be translated is said, with its place", () => {
  test.each<[body: Body, path: string]>([
    [{ container: "c" }, "/container"],
    [{ mcp_servers: [{ url: "https://x" }] }, "/mcp_servers"],
    [{ brand_new: 1 }, "/brand_new"],
    [{ tools: [{ type: "bash_20250124", name: "bash" }] }, "/tools/0/type"],
    [{ tools: [{ ...tool, defer_loading: true }] }, "/tools/0/defer_loading"],
    [{ cache_control: { type: "eternal" } }, "/cache_control/type"],
    [{ output_config: { format: { type: "xml" } } }, "/output_config/format/type"],
    [ask({ type: "image", source: { type: "url", url: "https://x" } }), "/messages/0/content/0/source"],
    [ask({ type: "image", source: { type: "file", file_id: "f" } }), "/messages/0/content/0/source"],
    [ask({ type: "document", source: { type: "url", url: "https://x" } }), "/messages/0/content/0/source"],
    [
      ask({ type: "document", source: { type: "text", data: "x" }, citations: { enabled: true } }),
      "/messages/0/content/0/citations",
    ],
    [ask({ type: "search_result" }), "/messages/0/content/0/type"],
    [assistant({ type: "server_tool_use", id: "s", name: "web_search", input: {} }), "/messages/1/content/0/type"],
    [assistant({ type: "compaction", content: "c" }), "/messages/1/content/0/type"],
  ])("%j", (body, path) => {
    expect(() => neutral(body)).toThrow(UntranslatableError);
    expect(() => neutral(body)).toThrow(expect.objectContaining({ path }));
  });

  test.each<[body: Body, path: string]>([
    [{ messages: [{ role: "tool", content: "x" }] }, "/messages/0/role"],
    [{ messages: [{ role: "user" }] }, "/messages/0/content"],
    [ask({ text: "x" }), "/messages/0/content/0/type"],
    [
      ask({ type: "image", source: { type: "base64", media_type: "image/png", data: "é" } }),
      "/messages/0/content/0/source/data",
    ],
    [{ tools: [{ name: "f" }] }, "/tools/0/input_schema"],
    [{ tool_choice: { type: "maybe" } }, "/tool_choice/type"],
    [{ thinking: "hard" }, "/thinking"],
  ])("%j is malformed", (body, path) => {
    expect(() => neutral(body)).toThrow(MalformedRequestError);
    expect(() => neutral(body)).toThrow(expect.objectContaining({ path }));
  });
});

test("what is left out without harm is listed", () => {
  const { losses } = neutral({
    metadata: { user_id: "u" },
    service_tier: "auto",
    top_k: 5,
    tools: [{ ...tool, input_examples: [{}], eager_input_streaming: true }],
    ...assistant({ type: "text", text: "a", citations: [{ cited_text: "x" }] }),
  });
  expect(losses.map(({ path }) => path).toSorted()).toEqual([
    "/messages/1/content/0/citations",
    "/metadata",
    "/service_tier",
    "/tools/0/eager_input_streaming",
    "/tools/0/input_examples",
    "/top_k",
  ]);
});
