import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";

const CONTENTS = [{ parts: [{ text: "Hello" }] }];
const facts = (body: Record<string, unknown>, model?: string) =>
  readFacts(
    parseIngress(JSON.stringify({ contents: CONTENTS, ...body }), { stream: true, ...(model ? { model } : {}) }),
  );

test("model, limit and number of answers; the least limit and the most answers where both spellings are there", () => {
  const body = {
    generationConfig: { maxOutputTokens: 90, candidateCount: 2 },
    generation_config: { max_output_tokens: 70, candidate_count: 3 },
  };
  expect(facts(body, "m")).toMatchObject({ model: "m", maxOutputTokens: 70, choices: 3, includeUsage: true });
  expect(facts({})).toMatchObject({ model: undefined, maxOutputTokens: undefined, choices: 1 });
});

describe("capabilities", () => {
  const part = (fields: object) => ({ contents: [{ parts: [fields] }] });
  const config = (generationConfig: object) => ({ generationConfig });
  test.each<[string, Record<string, unknown>, string[]]>([
    ["nothing", {}, []],
    ["a picture", part({ inlineData: { mimeType: "image/png", data: "AAAA" } }), ["vision"]],
    ["a picture at Google", part({ file_data: { mime_type: "image/png", file_uri: "u" } }), ["vision"]],
    ["a document", part({ inlineData: { mimeType: "application/pdf", data: "AAAA" } }), ["documents"]],
    ["a recording", part({ inlineData: { mimeType: "audio/wav", data: "AAAA" } }), ["audio"]],
    ["a file of no type", part({ fileData: { fileUri: "u" } }), ["documents"]],
    ["a function", { tools: [{ functionDeclarations: [{ name: "f" }] }] }, ["tools"]],
    ["a call in the history", part({ functionCall: { name: "f" } }), ["tools"]],
    ["a schema", config({ responseSchema: { type: "STRING" } }), ["structured-output"]],
    ["a budget for thinking", config({ thinkingConfig: { thinkingBudget: 100 } }), ["reasoning"]],
    ["a budget of nothing", config({ thinkingConfig: { thinkingBudget: 0 } }), []],
    ["a level", config({ thinkingConfig: { thinkingLevel: "LOW" } }), ["reasoning"]],
    ["speech", config({ responseModalities: ["AUDIO"] }), ["audio"]],
  ])("%s", (_, body, expected) => {
    expect(facts(body).capabilities).toEqual(["chat", ...expected]);
  });
});

test("the bound on the input counts every byte of text, wherever it stands", () => {
  const long = "x".repeat(5_000);
  const places: Record<string, unknown>[] = [
    { contents: [{ parts: [{ text: long }] }] },
    { systemInstruction: { parts: [{ text: long }] } },
    { system_instruction: { parts: [{ text: long }] } },
    { tools: [{ functionDeclarations: [{ name: "f", description: long }] }] },
    { generationConfig: { responseSchema: { description: long } } },
    { generation_config: { response_json_schema: { description: long } } },
    { contents: [{ parts: [{ functionResponse: { name: "f", response: { output: long } } }] }] },
    { contents: [{ parts: [{ functionCall: { name: "f", args: { a: long } } }] }] },
    { contents: [{ parts: [{ anything: { a: long } }] }] },
    { contents: [{ parts: long }] },
  ];
  for (const body of places)
    expect(facts(body).inputTokens.atMost, JSON.stringify(body).slice(0, 80)).toBeGreaterThan(5_000);
});

test("never throws, whatever a body holds", () => {
  const body = fc.dictionary(
    fc.constantFrom("tools", "systemInstruction", "generationConfig", "toolConfig", "cachedContent", "x"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(body, fc.array(fc.jsonValue(), { minLength: 1 }), (members, contents) => {
      const request = {
        body: { ...members, contents },
        protocol: "gemini",
        text: "",
        stream: false,
        model: undefined,
      } as const;
      const read = readFacts({ ...request, neutral: () => expect.fail() });
      expect(read.inputTokens.atMost).toBeGreaterThanOrEqual(read.inputTokens.expected);
    }),
    { seed: 5, numRuns: 300 },
  );
});
