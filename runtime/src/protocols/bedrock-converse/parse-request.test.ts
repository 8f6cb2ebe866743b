import { describe, expect, test } from "vitest";
import { MalformedRequestError, type NeutralRequest, UntranslatableError } from "../neutral.ts";
import { parseIngress } from "./parse-ingress.ts";
import { parseRequest } from "./parse-request.ts";
import { estimateInput, readFacts, requiredCapabilities } from "./read-facts.ts";

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
    [
      "/additionalModelRequestFields/top_k",
      { messages: [message], additionalModelRequestFields: { top_k: 5 }, outputConfig: { effort: "low" } },
    ],
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

test.each([
  [{ reasoning_effort: "low" }, "low", []],
  [{ thinking: { type: "adaptive" } }, "high", []],
  [
    { thinking: { type: "enabled", budget_tokens: 2000 } },
    "low",
    ["/additionalModelRequestFields/thinking/budget_tokens"],
  ],
])("%j asks for effort %s", (additionalModelRequestFields, effort, lost) => {
  const messages = [{ role: "user", content: [{ text: "Hello" }] }];
  const { reasoningEffort, losses } = parseRequest({ messages, additionalModelRequestFields }, false);
  expect(reasoningEffort).toBe(effort);
  expect(losses.map(({ path }) => path)).toEqual(lost);
});
