import { describe, expect, test } from "vitest";
import { MalformedRequestError, UntranslatableError } from "../neutral.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";

type Body = Record<string, unknown>;
const hello = { role: "user", content: "Hello" };
const read = (body: Body) => parseIngress(JSON.stringify({ messages: [hello], max_tokens: 9, ...body }));
const ask = (...content: unknown[]): Body => ({ messages: [{ role: "user", content }] });
const tool = { name: "f", input_schema: { type: "object" } };

describe("reading just enough to route", () => {
  test.each<[body: Body, path: string]>([
    [{ messages: [] }, "/messages"],
    [{ messages: "hi" }, "/messages"],
    [{ max_tokens: -1 }, "/max_tokens"],
    [{ max_tokens: 1.5 }, "/max_tokens"],
    [{ max_tokens: "9" }, "/max_tokens"],
    [{ model: 4 }, "/model"],
    [{ stream: "yes" }, "/stream"],
  ])("%j is malformed", (body, path) => {
    expect(() => read(body)).toThrow(MalformedRequestError);
    expect(() => read(body)).toThrow(expect.objectContaining({ path }));
  });

  test("what Anthropic adds tomorrow is let through", () => {
    const request = read({ brand_new: { a: 1 }, messages: [{ role: "oracle", content: [{ type: "hologram" }] }] });
    expect(request).toMatchObject({ protocol: "anthropic-messages", stream: false });
    expect(readFacts(request).capabilities).toEqual(["chat"]);
  });

  test("a limit of 0 fills the cache, which only Anthropic can", () => {
    expect(readFacts(read({ max_tokens: 0 })).maxOutputTokens).toBe(0);
    expect(() => read({ max_tokens: 0 }).neutral()).toThrow(UntranslatableError);
  });
});

describe("facts", () => {
  test.each<[body: Body, capabilities: string[]]>([
    [{}, ["chat"]],
    [{ tools: [] }, ["chat"]],
    [{ tools: [tool] }, ["chat", "tools"]],
    [{ tools: [{ ...tool, strict: true }] }, ["chat", "tools", "structured-output"]],
    [{ thinking: { type: "adaptive" } }, ["chat", "reasoning"]],
    [{ thinking: { type: "disabled" }, output_config: { effort: "low" } }, ["chat"]],
    [{ output_config: { format: { type: "json_schema", schema: {} } } }, ["chat", "structured-output"]],
    [{ output_format: { type: "json_schema", schema: {} } }, ["chat", "structured-output"]],
    [ask({ type: "image", source: { type: "url", url: "https://x/y.png" } }), ["chat", "vision"]],
    [ask({ type: "document", source: { type: "text", data: "x" } }), ["chat", "documents"]],
    [ask({ type: "tool_result", tool_use_id: "a", content: [{ type: "image" }] }), ["chat", "tools", "vision"]],
    [
      ask({ type: "document", source: { type: "content", content: [{ type: "image" }] } }),
      ["chat", "documents", "vision"],
    ],
  ])("%j needs %j", (body, capabilities) => {
    expect(readFacts(read(body)).capabilities.toSorted()).toEqual(capabilities.toSorted());
  });

  const text = "x".repeat(5000);
  test.each<Body>([
    { system: text },
    { system: [{ type: "text", text }] },
    ask({ type: "text", text }),
    { messages: [{ role: "user", content: text }] },
    ask({ type: "tool_result", tool_use_id: "a", content: text }),
    ask({ type: "tool_result", tool_use_id: "a", content: [{ type: "text", text }] }),
    ask({ type: "tool_use", id: "a", name: "f", input: { text } }),
    ask({ type: "thinking", thinking: text, signature: "s" }),
    ask({ type: "redacted_thinking", data: text }),
    ask({ type: "search_result", title: "t", source: "s", content: [{ type: "text", text }] }),
    ask({ type: "document", source: { type: "text", data: text } }),
    ask({ type: "document", source: { type: "content", content: text } }),
    ask({ type: "document", source: { type: "url", url: "https://x" } }),
    ask({ type: "document", title: text, source: { type: "text", data: "" } }),
    ask({ type: "web_search_tool_result", content: [{ encrypted_content: text }] }),
    ask({ type: "text", text: "x", citations: [{ cited_text: text }] }),
    { tools: [{ name: "f", description: text, input_schema: {} }] },
    { output_config: { format: { type: "json_schema", schema: { description: text } } } },
    { messages: [text] },
    { messages: [{ role: "user", content: { odd: text } }] },
  ])("all text counts towards the bound: %#", (body) => {
    const { inputTokens } = readFacts(read(body));
    expect(inputTokens.atMost).toBeGreaterThanOrEqual(5000);
    expect(inputTokens.expected).toBeGreaterThanOrEqual(1000);
  });
});
