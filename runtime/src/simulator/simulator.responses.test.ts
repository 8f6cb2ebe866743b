import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "./index.ts";
import { collect } from "./test-helpers.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0 } } });
});
afterAll(() => simulator.close());

const client = (provider = "openai") =>
  new OpenAI({ apiKey: `sim-key-${provider}`, baseURL: `${simulator.url}/${provider}/v1`, maxRetries: 0 });
const azure = () =>
  new OpenAI({ apiKey: "any", baseURL: `${simulator.url}/azure/openai/v1`, defaultHeaders: { "api-key": "any" } });

const weather: OpenAI.Responses.FunctionTool = {
  type: "function",
  name: "get_weather",
  description: "The weather in a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  strict: false,
};

describe("Responses", () => {
  test.each([client, azure])("plain: a right answer with usage that adds up", async (make) => {
    const answer = await make().responses.create({ model: "gpt-4.1", input: "What is 17 * 23?" });
    expect(answer.output_text).toContain("391");
    expect(answer).toMatchObject({ object: "response", status: "completed", model: "gpt-4.1" });
    const { input_tokens = 0, output_tokens = 0, total_tokens } = answer.usage ?? {};
    expect(total_tokens).toBe(input_tokens + output_tokens);
  });

  test("streamed: numbered events that add up to the whole", async () => {
    const stream = await client().responses.create({ model: "m", input: "Tell me about sailing.", stream: true });
    const events = await collect(stream);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    expect(events.slice(0, 4).map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
    ]);
    const text = events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("");
    const last = events.at(-1);
    expect(last?.type === "response.completed" && last.response.output).toMatchObject([{ content: [{ text }] }]);
  });

  test("a limit makes it incomplete, and one below 16 is refused", async () => {
    const answer = await client().responses.create({
      model: "m",
      input: "Tell me about sailing.",
      max_output_tokens: 16,
    });
    expect(answer).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
    const refused = client().responses.create({ model: "m", input: "Hi", max_output_tokens: 15 });
    await expect(refused).rejects.toMatchObject({ status: 400, code: "integer_below_min_value" });
  });

  test("calls come in pieces, and their results must belong to a call", async () => {
    const input = "Use the tool: weather in Oslo?";
    const runner = client().responses.stream({ model: "m", input, tools: [weather], tool_choice: "required" });
    const [call] = (await runner.finalResponse()).output;
    if (call?.type !== "function_call") throw new Error("no call");
    expect(JSON.parse(call.arguments)).toHaveProperty("city");
    const result = { type: "function_call_output" as const, call_id: call.call_id, output: '{"degrees":4}' };
    const next = await client().responses.create({
      model: "m",
      input: [{ role: "user", content: input }, call, result],
    });
    expect(next.output_text).not.toBe("");
    const lost = client().responses.create({ model: "m", input: [result] });
    await expect(lost).rejects.toMatchObject({ status: 400, message: expect.stringContaining("No tool call found") });
  });

  test("what is kept elsewhere is not found", async () => {
    const reference = client().responses.create({ model: "m", input: [{ type: "item_reference", id: "msg_1" }] });
    await expect(reference).rejects.toMatchObject({ status: 400, message: expect.stringContaining("not found") });
    const before = client().responses.create({ model: "m", input: "Hi", previous_response_id: "resp_1" });
    await expect(before).rejects.toMatchObject({ code: "previous_response_not_found" });
  });

  test("an error in the stream, and a stream that is cut", async () => {
    simulator.setFault("broken", { kind: "error-in-stream", afterTokens: 2, count: 1 });
    const stream = await client("broken").responses.create({ model: "m", input: "Tell me more.", stream: true });
    await expect(collect(stream)).rejects.toMatchObject({ code: "server_error" });
    for (const kind of ["cut", "missing-done"] as const) {
      simulator.setFault("broken", { kind, count: 1 });
      const cut = await client("broken").responses.create({ model: "m", input: "Tell me more.", stream: true });
      expect((await collect(cut)).some(({ type }) => type === "response.completed")).toBe(false);
    }
  });
});

describe("Embeddings", () => {
  const embed = async (...input: string[]) =>
    (await client().embeddings.create({ model: "embed", input })).data.map(({ embedding }) => embedding);
  const dot = (a: number[] = [], b: number[] = []) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

  test("of length one, near where words are shared, the same for the same text", async () => {
    const [late, later, other] = await embed("The parcel is late.", "Is the parcel very late?", "Bake bread at home");
    expect(dot(late, late)).toBeCloseTo(1, 5);
    expect(dot(late, later)).toBeGreaterThan(0.6);
    expect(Math.abs(dot(late, other))).toBeLessThan(0.3);
    expect(await embed("The parcel is late.")).toEqual([late]);
  });

  test("tokens, dimensions, Azure's path, faults and counts", async () => {
    const answer = await client("counted").embeddings.create({
      model: "embed",
      input: [[1, 2, 3], [4]],
      dimensions: 8,
    });
    expect(answer.data.map(({ embedding }) => embedding.length)).toEqual([8, 8]);
    expect(answer.usage).toEqual({ prompt_tokens: 4, total_tokens: 4 });
    expect(simulator.counts().find(({ provider }) => provider === "counted")).toMatchObject({
      completed: 1,
      inputTokens: 4,
      outputTokens: 0,
    });
    const resource = new AzureOpenAI({ apiKey: "any", endpoint: `${simulator.url}/azure`, apiVersion: "2024-10-21" });
    expect((await resource.embeddings.create({ model: "embed", input: "Hi" })).model).toBe("embed");
    simulator.setFault("counted", { kind: "http-429" });
    const limited = client("counted").embeddings.create({ model: "embed", input: "Hi" });
    await expect(limited).rejects.toMatchObject({ status: 429 });
    await expect(client().embeddings.create({ model: "embed", input: [""] })).rejects.toMatchObject({ status: 400 });
  });
});
