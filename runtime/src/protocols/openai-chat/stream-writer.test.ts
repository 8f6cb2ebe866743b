import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { describe, expect, test } from "vitest";
import type { NeutralEvent, Usage } from "../neutral.ts";
import { createStreamReader } from "./stream-reader.ts";
import { createStreamWriter } from "./stream-writer.ts";

const USAGE: Usage = { input: 9, output: 4, cachedInput: 2, cacheWrite: undefined, reasoning: 1 };
const options = { model: "gpt-5.5", id: "chatcmpl-1", created: 1_790_000_000, includeUsage: true };

const EVENTS: NeutralEvent[] = [
  { type: "start", id: "x", model: "y" },
  { type: "reasoning", text: "Hm", signature: undefined },
  { type: "reasoning", text: "", signature: "sig" },
  { type: "text", text: "Grüße " },
  { type: "text", text: "😀" },
  { type: "tool-call-start", index: 0, id: "a", name: "f" },
  { type: "tool-call-start", index: 1, id: "b", name: "g" },
  { type: "tool-call-arguments", index: 1, text: '{"x":' },
  { type: "tool-call-arguments", index: 1, text: "1}" },
  { type: "tool-call-end", index: 0 },
  { type: "tool-call-end", index: 1 },
  { type: "stop", reason: "tool-calls" },
  { type: "usage", usage: USAGE },
  { type: "end" },
];

/** What the official client reads from these bytes, or the error that it throws. */
async function readWithClient(bytes: Uint8Array): Promise<{ chunks: ChatCompletionChunk[]; error: unknown }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new OpenAI({ apiKey: "key", baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
  const chunks: ChatCompletionChunk[] = [];
  try {
    const stream = await client.chat.completions.create({
      model: "m",
      messages: [{ role: "user", content: "x" }],
      stream: true,
    });
    for await (const chunk of stream) chunks.push(chunk);
    return { chunks, error: undefined };
  } catch (error) {
    return { chunks, error };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("the official client", () => {
  test("reads what is written", async () => {
    const { chunks, error } = await readWithClient(createStreamWriter(options).write(EVENTS));
    expect(error).toBeUndefined();
    expect(chunks.every((chunk) => chunk.id === options.id && chunk.model === options.model)).toBe(true);
    const deltas = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta));
    expect(deltas[0]).toMatchObject({ role: "assistant", content: "" });
    expect(deltas.map((delta) => delta.content ?? "").join("")).toBe("Grüße 😀");
    const calls = new Map<number, { id?: string; name?: string; text: string }>();
    for (const piece of deltas.flatMap((delta) => delta.tool_calls ?? [])) {
      const call = calls.get(piece.index) ?? { text: "" };
      calls.set(piece.index, {
        id: call.id ?? piece.id,
        name: call.name ?? piece.function?.name,
        text: call.text + (piece.function?.arguments ?? ""),
      });
    }
    expect([...calls.values()]).toEqual([
      { id: "a", name: "f", text: "{}" },
      { id: "b", name: "g", text: '{"x":1}' },
    ]);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("tool_calls");
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13, prompt_tokens_details: { cached_tokens: 2 } },
    });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  test("raises an error where a stream failed after its beginning", async () => {
    const writer = createStreamWriter(options);
    const begun = writer.write(EVENTS.slice(0, 5));
    const failed = writer.fail({
      code: "upstream.cut",
      message: "The provider went away.",
      status: 502,
      decision: "dec_1",
    });
    const { chunks, error } = await readWithClient(Buffer.concat([begun, failed]));
    expect(chunks.length).toBeGreaterThan(2);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ code: "upstream.cut", type: "api_error", error: { decision: "dec_1" } });
    expect(Buffer.from(failed).toString()).not.toContain("[DONE]");
  });
});

describe("without asking for usage", () => {
  test("no chunk mentions it", () => {
    const text = Buffer.from(createStreamWriter({ ...options, includeUsage: false }).write(EVENTS)).toString();
    expect(text).not.toContain("usage");
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  });
  test("unknown usage is not told as 0", () => {
    const text = Buffer.from(
      createStreamWriter(options).write([{ type: "text", text: "x" }, { type: "end" }]),
    ).toString();
    expect(text).not.toContain("prompt_tokens");
    expect(text).toContain('"finish_reason":"stop"');
  });
});

test("what is written reads back as the same events", () => {
  const reader = createStreamReader({ events: true });
  const events = reader.push(createStreamWriter(options).write(EVENTS)).flatMap((unit) => unit.events);
  expect(events).toEqual([
    { type: "start", id: options.id, model: options.model },
    ...EVENTS.slice(1, 9),
    { type: "tool-call-arguments", index: 0, text: "{}" },
    ...EVENTS.slice(9),
  ]);
});

test("pieces written one by one are the same bytes", () => {
  const whole = createStreamWriter(options).write(EVENTS);
  const writer = createStreamWriter(options);
  expect(Buffer.concat(EVENTS.map((event) => writer.write([event])))).toEqual(whole);
});
