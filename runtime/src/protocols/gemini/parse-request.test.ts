import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MalformedRequestError, UntranslatableError } from "../neutral.ts";
import { snakeCase } from "./member.ts";
import { HARMLESS_CONFIG_LOSSES, HARMLESS_LOSSES, parseRequest } from "./parse-request.ts";
import { markForeign } from "./signature.ts";

const CONTENTS = [{ role: "user", parts: [{ text: "Hello" }] }];
const parse = (body: Record<string, unknown>) => parseRequest({ contents: CONTENTS, ...body }, false);
const config = (generationConfig: Record<string, unknown>) => parse({ generationConfig });

/** All names in snake case but those that are the caller's own data. */
function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      snakeCase(name),
      ["args", "response", "properties"].includes(name) ? inner : inSnakeCase(inner),
    ]),
  );
}

test("members in snake case mean the same, and errors point at them", () => {
  const full = JSON.parse(readFileSync(new URL("../fixtures/full-request.gemini.json", import.meta.url), "utf8"));
  const { losses, ...camel } = parseRequest(full, true);
  const { losses: snakeLosses, ...snake } = parseRequest(inSnakeCase(full) as Record<string, unknown>, true);
  expect(snake).toEqual({
    ...camel,
    messages: camel.messages.map((message) => ({ ...message, path: expect.any(String) })),
  });
  expect(snakeLosses.map((loss) => loss.path)).toContain("/generation_config/top_k");
  expect(snakeLosses.length).toBe(losses.length);
});

describe("messages", () => {
  test("calls and answers without ids are paired by name and order, and every id is one of its own", () => {
    const call = (name: string, id?: string) => ({ functionCall: { name, ...(id ? { id } : {}) } });
    const answer = (name: string, response: object, id?: string) => ({
      functionResponse: { name, response, ...(id ? { id } : {}) },
    });
    const { messages } = parse({
      contents: [
        ...CONTENTS,
        { role: "model", parts: [call("f"), call("g"), call("f"), call("h", "call_2")] },
        { role: "function", parts: [answer("g", { output: "G" }), answer("f", { output: 1 }), answer("f", { x: 2 })] },
        { parts: [answer("h", { error: "no" }, "call_2"), { text: "Go on." }] },
        { role: "model", parts: [call("f")] },
      ],
    });
    const calls = messages.flatMap(({ content }) =>
      content.flatMap((part) => (part.type === "tool-call" ? [part.id] : [])),
    );
    expect(new Set(calls).size).toBe(5);
    const [f, g, secondF, h] = calls;
    const text = (words: string) => [{ type: "text", text: words }];
    expect(messages.slice(2, 5)).toMatchObject([
      {
        role: "tool",
        content: [
          { id: g, content: text("G") },
          { id: f, content: text("1") },
          { id: secondF, content: text('{"x":2}') },
        ],
      },
      { role: "tool", content: [{ id: h, content: text("no"), isError: true }] },
      { role: "user", content: text("Go on.") },
    ]);
  });

  test("pieces of a streamed thought are one, and a thought without words is opaque", () => {
    const parts = [
      { text: "a", thought: true },
      { text: "b", thought: true },
      { text: "", thought: true, thoughtSignature: markForeign("s1") },
      { thought: true, thoughtSignature: markForeign("s2") },
      { functionCall: { name: "f" }, thoughtSignature: "s3" },
      { functionCall: { name: "g" }, thoughtSignature: "skip_thought_signature_validator" },
    ];
    const [, message] = parse({ contents: [...CONTENTS, { role: "model", parts }] }).messages;
    expect(message?.content).toEqual([
      { type: "reasoning", text: "ab", signature: "s1" },
      { type: "redacted-reasoning", data: "s2" },
      { type: "tool-call", id: "call_1", name: "f", arguments: "{}", signature: "s3" },
      { type: "tool-call", id: "call_2", name: "g", arguments: "{}" },
    ]);
  });

  test("base64 of URLs is taken, and empty turns of a chat are left out", () => {
    const parts = [{ inlineData: { mimeType: "image/PNG", data: "-_-_" } }];
    const { messages } = parse({ contents: [{ parts }, { role: "model", parts: [] }, { role: "model" }] });
    expect(messages).toEqual([
      { role: "user", path: "/contents/0", content: [{ type: "image", mediaType: "image/png", data: "+/+/" }] },
    ]);
  });
});

describe("tools", () => {
  const declare = (...names: string[]) => [{ functionDeclarations: names.map((name) => ({ name })) }];
  const choose = (functionCallingConfig: object) => {
    const { tools, toolChoice } = parse({ tools: declare("f", "g", "h"), toolConfig: { functionCallingConfig } });
    return { names: tools.map(({ name }) => name), toolChoice };
  };

  test.each<[object, string[], unknown]>([
    [{ mode: "AUTO" }, ["f", "g", "h"], { kind: "auto" }],
    [{ mode: "NONE" }, ["f", "g", "h"], { kind: "none" }],
    [{ mode: "ANY" }, ["f", "g", "h"], { kind: "required" }],
    [{ mode: "ANY", allowedFunctionNames: ["g"] }, ["f", "g", "h"], { kind: "tool", name: "g" }],
    [{ mode: "any", allowed_function_names: ["g", "h"] }, ["g", "h"], { kind: "required" }],
    [{ mode: "VALIDATED", allowedFunctionNames: ["h"] }, ["h"], { kind: "auto" }],
    [{}, ["f", "g", "h"], { kind: "auto" }],
  ])("%j", (calling, names, toolChoice) => {
    expect(choose(calling)).toEqual({ names, toolChoice });
  });

  test("schemas of either kind become JSON Schema", () => {
    const google = {
      type: "OBJECT",
      properties: { a: { type: "STRING", format: "enum", nullable: true, enum: ["x"] } },
    };
    const standard = { type: "object", properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: {} } };
    const functionDeclarations = [
      { name: "f", parameters: google },
      { name: "g", parametersJsonSchema: standard },
    ];
    expect(parse({ tools: [{ functionDeclarations }] }).tools.map(({ parameters }) => parameters)).toEqual([
      {
        type: "object",
        properties: { a: { type: ["string", "null"], format: "enum", enum: ["x", null] } },
        additionalProperties: false,
      },
      standard,
    ]);
  });
});

describe("generation config", () => {
  test.each<[string, Record<string, unknown>, string | undefined]>([
    ["no budget", { thinkingBudget: 0 }, "none"],
    ["the model's own", { thinkingBudget: -1 }, undefined],
    ["a little", { thinkingBudget: 1024 }, "low"],
    ["some", { thinking_budget: 8192 }, "medium"],
    ["much", { thinkingBudget: 24_576 }, "high"],
    ["a level", { thinkingLevel: "LOW" }, "low"],
    ["only to see it", { includeThoughts: true }, undefined],
  ])("thinking: %s", (_, thinkingConfig, effort) => {
    expect(config({ thinkingConfig }).reasoningEffort).toBe(effort);
  });

  test("an answer in JSON", () => {
    expect(config({ responseMimeType: "application/json" }).responseFormat).toEqual({ kind: "json-object" });
    const schema = { type: "object", properties: { a: { type: "string" } } };
    const open = config({ responseMimeType: "application/json", responseJsonSchema: schema }).responseFormat;
    expect(open).toMatchObject({ kind: "json-schema", schema, strict: undefined });
    const responseSchema = { type: "OBJECT", properties: { a: { type: "STRING" } }, required: ["a"] };
    const closed = config({ responseMimeType: "application/json", responseSchema }).responseFormat;
    expect(closed).toMatchObject({ strict: true, schema: { additionalProperties: false } });
    expect(config({ responseMimeType: "text/plain" }).responseFormat).toBeUndefined();
  });

  test("members without which others can do are listed", () => {
    const all = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, "x"]));
    const { losses } = parse({ ...all(HARMLESS_LOSSES), generationConfig: all(HARMLESS_CONFIG_LOSSES) });
    expect(losses.map((loss) => loss.path)).toEqual([
      ...Object.keys(HARMLESS_LOSSES).map((name) => `/${name}`),
      ...Object.keys(HARMLESS_CONFIG_LOSSES).map((name) => `/generationConfig/${name}`),
    ]);
  });

  test("values that change nothing are left out", () => {
    const neutral = { candidateCount: 1, responseLogprobs: false, responseModalities: ["TEXT"], stopSequences: [] };
    expect(config(neutral).losses).toEqual([]);
  });
});

describe("what can not be said, with its place", () => {
  const part = (fields: object) => ({ contents: [{ parts: [fields] }] });
  test.each<[string, Record<string, unknown>, string]>([
    ["files at Google", part({ fileData: { fileUri: "u" } }), "/contents/0/parts/0/fileData"],
    ["sound", part({ inlineData: { mimeType: "audio/wav", data: "AAAA" } }), "/contents/0/parts/0/inlineData"],
    ["code that ran", part({ executable_code: { code: "1" } }), "/contents/0/parts/0/executable_code"],
    ["a part of tomorrow", part({ hologram: {} }), "/contents/0/parts/0"],
    ["an answer to nothing", part({ functionResponse: { name: "f" } }), "/contents/0/parts/0/functionResponse"],
    [
      "an answer with pictures",
      part({ functionResponse: { name: "f", parts: [{}] } }),
      "/contents/0/parts/0/functionResponse/parts",
    ],
    ["tools of Google's", { tools: [{ googleSearch: {} }] }, "/tools/0/googleSearch"],
    ["several answers", { generationConfig: { candidateCount: 2 } }, "/generationConfig/candidateCount"],
    ["probabilities", { generationConfig: { responseLogprobs: true } }, "/generationConfig/responseLogprobs"],
    ["speech", { generationConfig: { speech_config: {} } }, "/generationConfig/speech_config"],
    [
      "one word of a list",
      { generationConfig: { responseMimeType: "text/x.enum" } },
      "/generationConfig/responseMimeType",
    ],
    ["a cache", { cachedContent: "cachedContents/1" }, "/cachedContent"],
    ["a filter", { modelArmorConfig: {} }, "/modelArmorConfig"],
    ["places of a search", { toolConfig: { retrievalConfig: {} } }, "/toolConfig/retrievalConfig"],
  ])("%s", (_, body, path) => {
    expect(() => parse(body)).toThrow(UntranslatableError);
    expect(() => parse(body)).toThrow(expect.objectContaining({ path }));
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["another role", { contents: [{ role: "system", parts: [] }] }, "/contents/0/role"],
    ["an empty part", part({}), "/contents/0/parts/0"],
    ["no base64", part({ inlineData: { mimeType: "image/png", data: "a b" } }), "/contents/0/parts/0/inlineData/data"],
    ["a call without a name", part({ functionCall: {} }), "/contents/0/parts/0/functionCall/name"],
    [
      "a mode of tomorrow",
      { toolConfig: { functionCallingConfig: { mode: "X" } } },
      "/toolConfig/functionCallingConfig/mode",
    ],
    [
      "a level of tomorrow",
      { generationConfig: { thinkingConfig: { thinkingLevel: "X" } } },
      "/generationConfig/thinkingConfig/thinkingLevel",
    ],
    ["a text for instructions", { systemInstruction: "Be brief." }, "/systemInstruction"],
  ])("%s is malformed", (_, body, path) => {
    expect(() => parse(body)).toThrow(MalformedRequestError);
    expect(() => parse(body)).toThrow(expect.objectContaining({ path }));
  });
});
