import { describe, expect, test } from "vitest";
import { type NeutralPart, type NeutralRequest, UntranslatableError } from "../neutral.ts";
import { parseRequest as parseChat } from "../openai-chat/parse-request.ts";
import { serialiseRequest } from "./serialise-request.ts";

const MESSAGES = [{ role: "user", content: "Hello" }];
const TOOL = { type: "function", function: { name: "f" } };

interface Written {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into the body.
  body: any;
  losses: { path: string }[];
}

function write(body: Record<string, unknown>, model = "gemini-3-pro-preview", isVertex = false) {
  const request = parseChat({ model: "auto", messages: MESSAGES, ...body });
  return serialiseRequest(request, { model, maxOutputTokens: 500, isVertex }) as Written;
}

describe("thinking, by the generation of the model", () => {
  test.each<[effort: string, model: string, expected: unknown]>([
    ["low", "gemini-3-pro-preview", { thinkingLevel: "LOW", includeThoughts: true }],
    ["minimal", "gemini-3-flash", { thinkingLevel: "MINIMAL", includeThoughts: true }],
    ["minimal", "gemini-3-pro", { thinkingLevel: "LOW", includeThoughts: true }],
    ["none", "gemini-3-flash", { thinkingLevel: "MINIMAL" }],
    ["none", "gemini-3.7-flash", { thinkingLevel: "LOW" }],
    ["none", "gemini-4-flash-lite", { thinkingLevel: "MINIMAL" }],
    ["xhigh", "models/gemini-3.1-pro", { thinkingLevel: "HIGH", includeThoughts: true }],
    ["none", "gemini-2.5-flash", { thinkingBudget: 0 }],
    ["none", "gemini-2.5-pro", { thinkingBudget: 128 }],
    ["medium", "gemini-2.5-pro", { thinkingBudget: 8192, includeThoughts: true }],
  ])("%s for %s", (effort, model, expected) => {
    expect(write({ reasoning_effort: effort }, model).body.generationConfig.thinkingConfig).toEqual(expected);
  });

  test("an effort that nobody knows is refused", () => {
    expect(() => write({ reasoning_effort: "heroic" })).toThrow(UntranslatableError);
  });
});

describe("calls of a history", () => {
  const call = (id: string, name: string, text: string) => ({
    id,
    type: "function",
    function: { name, arguments: text },
  });
  const history = (calls: object[], ...results: [string, string][]) => ({
    messages: [
      ...MESSAGES,
      { role: "assistant", content: null, tool_calls: calls },
      ...results.map(([tool_call_id, content]) => ({ role: "tool", tool_call_id, content })),
    ],
  });

  test("get a word in place of the signature where the model checks it, and their own where they have one", () => {
    const two = history([call("a", "f", "{}"), call("b", "g", "")], ["a", "1"], ["b", '{"x":1}']);
    const { contents } = write(two).body;
    expect(contents[1].parts.map((part: Record<string, unknown>) => part.thoughtSignature)).toEqual([
      "skip_thought_signature_validator",
      undefined,
    ]);
    expect(write(two, "gemini-2.5-flash").body.contents[1].parts[0]).toEqual({
      functionCall: { id: "a", name: "f", args: {} },
    });
    const signed = { ...call("a", "f", "{}"), extra_content: { google: { thought_signature: "own" } } };
    expect(write(history([signed], ["a", ""])).body.contents[1].parts[0].thoughtSignature).toBe("own");
    // The answers to the calls of one turn stand in one content.
    expect(contents[2]).toEqual({
      role: "user",
      parts: [
        { functionResponse: { id: "a", name: "f", response: { output: "1" } } },
        { functionResponse: { id: "b", name: "g", response: { x: 1 } } },
      ],
    });
  });

  test("have no ids at Vertex AI, which pairs them by name and order", () => {
    const { contents } = write(history([call("a", "f", "{}")], ["a", "1"]), "gemini-3-pro", true).body;
    expect(contents[1].parts[0].functionCall).toEqual({ name: "f", args: {} });
    expect(contents[2].parts[0].functionResponse).toEqual({ name: "f", response: { output: "1" } });
  });

  test("need arguments that are an object, and answers their calls", () => {
    expect(() => write(history([call("a", "f", "[1]")], ["a", "1"]))).toThrow(UntranslatableError);
    expect(() => write(history([call("a", "f", "{}")], ["other", "1"]))).toThrow("other");
  });
});

describe("parts", () => {
  const request = (content: NeutralPart[], role: "user" | "assistant" = "user"): NeutralRequest => {
    const neutral = parseChat({ messages: MESSAGES });
    return { ...neutral, messages: [{ role, content, path: "/messages/0" }] };
  };
  const parts = (content: NeutralPart[]) => {
    const { body } = serialiseRequest(request(content), { model: "gemini-3", maxOutputTokens: 5, isVertex: false });
    return (body.contents as { parts: unknown[] }[])[0]?.parts;
  };

  test.each(["image/gif", "image/bmp"])("an image of type %s is refused", (mediaType) => {
    expect(() => parts([{ type: "image", mediaType, data: "AAAA" }])).toThrow(UntranslatableError);
  });

  test("documents of the types that Gemini reads", () => {
    const document = (mediaType: string): NeutralPart => ({ type: "document", mediaType, data: "AAAA", name: "n" });
    expect(parts([document("text/markdown")])).toEqual([{ inlineData: { mimeType: "text/markdown", data: "AAAA" } }]);
    expect(() => parts([document("application/msword")])).toThrow(UntranslatableError);
  });

  test("empty texts are left out, and nothing but them is refused", () => {
    const empty: NeutralPart = { type: "text", text: "" };
    expect(parts([empty, { type: "text", text: "a" }])).toEqual([{ text: "a" }]);
    expect(() => parts([empty])).toThrow(UntranslatableError);
  });
});

test("a format and tools go together from Gemini 3 on only", () => {
  const body = { tools: [TOOL], response_format: { type: "json_object" } };
  expect(write(body).body.generationConfig.responseMimeType).toBe("application/json");
  expect(() => write(body, "gemini-2.5-pro")).toThrow(expect.objectContaining({ path: "/response_format" }));
});

test.each<[string, Record<string, unknown>, string]>([
  ["tools one at a time", { tools: [TOOL], parallel_tool_calls: false }, "/parallel_tool_calls"],
  ["more stop sequences than five", { stop: ["1", "2", "3", "4", "5", "6"] }, "/stop"],
])("%s can not be said", (_, body, path) => {
  expect(() => write(body)).toThrow(expect.objectContaining({ path }));
});

test.each<[unknown, unknown]>([
  ["none", { mode: "NONE" }],
  ["required", { mode: "ANY" }],
  [
    { type: "function", function: { name: "f" } },
    { mode: "ANY", allowedFunctionNames: ["f"] },
  ],
])("the choice %j", (tool_choice, expected) => {
  expect(write({ tools: [TOOL], tool_choice }).body.toolConfig).toEqual({ functionCallingConfig: expected });
});

test("a penalty of 0 is none, which models that refuse penalties take", () => {
  expect(() => write({ presence_penalty: 1 }, "gemini-2.5-flash")).toThrow(UntranslatableError);
  expect(write({ presence_penalty: 0 }, "gemini-2.5-flash").body.generationConfig).toEqual({ maxOutputTokens: 500 });
  expect(write({ presence_penalty: 1 }, "gemini-2.5-flash", true).body.generationConfig.presencePenalty).toBe(1);
  const { generationConfig } = write({ presence_penalty: 0, frequency_penalty: 0.5 }).body;
  expect(generationConfig).toEqual({ maxOutputTokens: 500, frequencyPenalty: 0.5 });
});
