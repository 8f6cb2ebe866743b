/** The simulated Gemini, by Google's official client: what the real one refuses, it refuses. */
import { ApiError, type Content, GoogleGenAI } from "@google/genai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "./index.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0 } } });
});
afterAll(() => simulator.close());

const client = (apiKey = "any") =>
  new GoogleGenAI({ apiKey, vertexai: false, httpOptions: { baseUrl: `${simulator.url}/google` } });
const QUESTION = "What is 17 plus 25? Answer with the number only.";
const call = (fields: object = {}): Content => ({
  role: "model",
  parts: [{ functionCall: { name: "f", args: {} }, ...fields }],
});
const answer: Content = { role: "user", parts: [{ functionResponse: { name: "f", response: { output: "1" } } }] };
const question: Content = { role: "user", parts: [{ text: QUESTION }] };
const tools = [{ functionDeclarations: [{ name: "f" }] }];

describe("answers", () => {
  test("plain, and counts", async () => {
    const { text, usageMetadata } = await client().models.generateContent({
      model: "gemini-3-pro",
      contents: QUESTION,
    });
    expect(text).toBe("42");
    const { totalTokens } = await client().models.countTokens({ model: "gemini-3-pro", contents: QUESTION });
    expect(totalTokens).toBe(usageMetadata?.promptTokenCount);
  });

  test("in a stream whose counts grow", async () => {
    const counts: number[] = [];
    const stream = await client().models.generateContentStream({ model: "g", contents: "Tell me about parcels." });
    for await (const { usageMetadata } of stream) counts.push(usageMetadata?.totalTokenCount ?? 0);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(new Set(counts).size).toBeGreaterThan(1);
  });

  test("what its filter catches has no content", async () => {
    simulator.setFault("google", { kind: "content-filter", count: 1 });
    const { candidates, text } = await client().models.generateContent({ model: "g", contents: QUESTION });
    expect([candidates?.[0]?.finishReason, text]).toEqual(["SAFETY", undefined]);
  });
});

async function refusalOf(request: Promise<unknown>): Promise<{ status: number; message: string }> {
  const error = await request.then(() => undefined).catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error(`not refused: ${String(error)}`);
  return { status: error.status, message: error.message };
}

describe("refusals", () => {
  /** As curl would ask: Google's client writes schemas anew before it sends them. */
  const ask = async (model: string, contents: Content[], parameters: object) => {
    const response = await fetch(`${simulator.url}/google/v1beta/models/${model}:generateContent?key=any`, {
      method: "POST",
      body: JSON.stringify({ contents, tools: [{ functionDeclarations: [{ name: "f", parameters }] }] }),
    });
    return { status: response.status, message: await response.text() };
  };

  test.each<[string, string, Content[], object, string]>([
    ["a call nobody signed, from Gemini 3 on", "gemini-3-pro", [question, call(), answer], {}, "thought_signature"],
    ["a call nobody answers", "gemini-2.5", [question, call(), question], {}, "number of function response parts"],
    ["an answer to nothing", "gemini-2.5", [question, answer], {}, "number of function response parts"],
    ["an empty turn", "gemini-2.5", [{ role: "user", parts: [] }], {}, "must not be empty"],
    ["JSON Schema", "g", [question], { type: "object", additionalProperties: false }, "additionalProperties"],
    ["references", "g", [question], { properties: { a: { $ref: "#/$defs/a" } } }, "$ref"],
    ["several types", "g", [question], { type: ["string", "null"] }, "scalar field"],
    ["an array of anything", "g", [question], { type: "array" }, "items"],
  ])("%s", async (_, model, contents, parameters, words) => {
    const { status, message } = await ask(model, contents, parameters);
    expect([status, JSON.parse(message).error.status]).toEqual([400, "INVALID_ARGUMENT"]);
    expect(message).toContain(words);
  });

  test("a signature, or an older model, makes a call good", async () => {
    const contents = [question, call({ thoughtSignature: "c2ln" }), answer];
    expect(
      (await client().models.generateContent({ model: "gemini-3-pro", contents, config: { tools } })).text,
    ).toBeTruthy();
    const old = { model: "gemini-2.5-pro", contents: [question, call(), answer], config: { tools } };
    expect((await client().models.generateContent(old)).text).toBeTruthy();
  });

  test("a wrong key, as an invalid argument", async () => {
    simulator.setProfile("google", { acceptAnyKey: false, keys: ["good"] });
    const { status, message } = await refusalOf(
      client("bad").models.generateContent({ model: "g", contents: QUESTION }),
    );
    simulator.setProfile("google");
    expect(status).toBe(400);
    expect(message).toContain("API_KEY_INVALID");
  });

  test("a limit, with the time to wait in the body", async () => {
    simulator.setFault("google", { kind: "http-429", count: 1, retryAfter: { ms: 2500, form: "seconds" } });
    const { status, message } = await refusalOf(client().models.generateContent({ model: "g", contents: QUESTION }));
    expect([status, message.includes('"retryDelay":"2.5s"')]).toEqual([429, true]);
  });
});
