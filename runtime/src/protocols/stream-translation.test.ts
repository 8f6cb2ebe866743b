/** Streams of each provider's protocol as callers of the other see them. */
import { describe, expect, test } from "vitest";
import { createStreamReader as messageReader } from "./anthropic-messages/stream-reader.ts";
import { encodeFrame } from "./bedrock-converse/event-stream.ts";
import { createStreamReader as converseReader } from "./bedrock-converse/stream-reader.ts";
import { createStreamReader as geminiReader } from "./gemini/stream-reader.ts";
import { callerProtocols, type NeutralEvent } from "./index.ts";
import { createStreamReader as chatReader } from "./openai-chat/stream-reader.ts";
import { createStreamReader as responsesReader } from "./openai-responses/stream-reader.ts";

const READERS = {
  "openai-chat": chatReader,
  "openai-responses": responsesReader,
  "anthropic-messages": messageReader,
  "bedrock-converse": converseReader,
  gemini: geminiReader,
};
type Streamed = keyof typeof READERS;
const NAMES: readonly Streamed[] = [
  "openai-chat",
  "openai-responses",
  "anthropic-messages",
  "bedrock-converse",
  "gemini",
];
const PAIRS = NAMES.flatMap((provider) => NAMES.map((caller) => ({ provider, caller })));

const chat = (delta: object, finish_reason: string | null = null) =>
  Buffer.from(`data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
const frame = (name: string, payload: object) => Buffer.from(encodeFrame("event", name, payload));
const piece = (contentBlockIndex: number, delta: object) => frame("contentBlockDelta", { contentBlockIndex, delta });
const start = (contentBlockIndex: number, toolUseId: string, name: string) =>
  frame("contentBlockStart", { contentBlockIndex, start: { toolUse: { toolUseId, name } } });
const end = (contentBlockIndex: number) => frame("contentBlockStop", { contentBlockIndex });
const call = (index: number, fields: object, definition: object) => ({
  tool_calls: [{ index, ...fields, function: definition }],
});

const named = (type: string, fields: object) =>
  Buffer.from(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
const begin = (index: number, content_block: object) => named("content_block_start", { index, content_block });
const delta = (index: number, fields: object) => named("content_block_delta", { index, delta: fields });
const stop = (index: number) => named("content_block_stop", { index });

const chunk = (parts: object[], more: object = {}, finish: object = {}) =>
  Buffer.from(
    `data: ${JSON.stringify({ candidates: [{ content: { parts, role: "model" }, index: 0, ...finish }], ...more, responseId: "r" })}\r\n\r\n`,
  );

const typed = (type: string, fields: object) => named(`response.${type}`, fields);
const thought = (delta: string) => typed("reasoning_summary_text.delta", { output_index: 0, summary_index: 0, delta });
const said = (delta: string) => typed("output_text.delta", { output_index: 1, content_index: 0, delta });
const called = (output_index: number, state: "added" | "done", call_id: string, name: string, args: string) =>
  typed(`output_item.${state}`, { output_index, item: { type: "function_call", call_id, name, arguments: args } });

/** The same answer as each provider would stream it: reasoning, text, two parallel calls, one without arguments. */
const STREAMS: Record<Streamed, Buffer[]> = {
  "openai-chat": [
    chat({ role: "assistant", content: "" }),
    chat({ reasoning_content: "Let me " }),
    chat({ reasoning_content: "think." }),
    chat({ content: "Grüße " }),
    chat({ content: "😀" }),
    chat(call(0, { id: "a" }, { name: "f", arguments: "" })),
    chat(call(1, { id: "b" }, { name: "g", arguments: '{"x"' })),
    chat(call(1, {}, { arguments: ":1}" })),
    chat({}, "tool_calls"),
    Buffer.from(
      `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 30, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 10 } } })}\n\n`,
    ),
    Buffer.from("data: [DONE]\n\n"),
  ],
  "openai-responses": [
    typed("created", { response: { id: "resp", model: "m" } }),
    typed("output_item.added", { output_index: 0, item: { type: "reasoning", summary: [] } }),
    thought("Let me "),
    thought("think."),
    typed("output_item.added", { output_index: 1, item: { type: "message", content: [] } }),
    said("Grüße "),
    said("😀"),
    called(2, "added", "a", "f", ""),
    called(3, "added", "b", "g", ""),
    typed("function_call_arguments.delta", { output_index: 3, delta: '{"x"' }),
    called(2, "done", "a", "f", "{}"),
    typed("function_call_arguments.delta", { output_index: 3, delta: ":1}" }),
    called(3, "done", "b", "g", '{"x":1}'),
    typed("completed", {
      response: {
        status: "completed",
        usage: { input_tokens: 30, output_tokens: 9, input_tokens_details: { cached_tokens: 10 } },
      },
    }),
    Buffer.from("data: [DONE]\n\n"),
  ],
  "anthropic-messages": [
    named("message_start", {
      message: {
        id: "msg",
        model: "m",
        content: [],
        usage: { input_tokens: 20, cache_read_input_tokens: 10, output_tokens: 1 },
      },
    }),
    begin(0, { type: "thinking", thinking: "", signature: "" }),
    delta(0, { type: "thinking_delta", thinking: "Let me " }),
    delta(0, { type: "thinking_delta", thinking: "think." }),
    stop(0),
    begin(1, { type: "text", text: "" }),
    named("ping", {}),
    delta(1, { type: "text_delta", text: "Grüße " }),
    delta(1, { type: "text_delta", text: "😀" }),
    stop(1),
    begin(2, { type: "tool_use", id: "a", name: "f", input: {} }),
    delta(2, { type: "input_json_delta", partial_json: "" }),
    stop(2),
    begin(3, { type: "tool_use", id: "b", name: "g", input: {} }),
    delta(3, { type: "input_json_delta", partial_json: '{"x"' }),
    delta(3, { type: "input_json_delta", partial_json: ":1}" }),
    stop(3),
    named("message_delta", { delta: { stop_reason: "tool_use", stop_sequence: null }, usage: { output_tokens: 9 } }),
    named("message_stop", {}),
  ],
  "bedrock-converse": [
    frame("messageStart", { role: "assistant" }),
    piece(0, { reasoningContent: { text: "Let me " } }),
    piece(0, { reasoningContent: { text: "think." } }),
    end(0),
    piece(1, { text: "Grüße " }),
    piece(1, { text: "😀" }),
    end(1),
    start(2, "a", "f"),
    piece(2, { toolUse: { input: "" } }),
    end(2),
    start(3, "b", "g"),
    piece(3, { toolUse: { input: '{"x"' } }),
    piece(3, { toolUse: { input: ":1}" } }),
    end(3),
    frame("messageStop", { stopReason: "tool_use" }),
    frame("metadata", { usage: { inputTokens: 20, outputTokens: 9, totalTokens: 39, cacheReadInputTokens: 10 } }),
  ],
  gemini: [
    chunk([{ text: "Let me ", thought: true }], { usageMetadata: { promptTokenCount: 30, totalTokenCount: 30 } }),
    chunk([{ text: "think.", thought: true }]),
    chunk([{ text: "Grüße " }]),
    chunk([{ text: "😀" }]),
    chunk([{ functionCall: { id: "a", name: "f" } }]),
    chunk([{ functionCall: { id: "b", name: "g", willContinue: true } }]),
    chunk([{ functionCall: { partialArgs: [{ jsonPath: "$.x", numberValue: 1 }], willContinue: true } }]),
    chunk([{ functionCall: {} }]),
    chunk(
      [{ text: "" }],
      { usageMetadata: { promptTokenCount: 30, candidatesTokenCount: 9, cachedContentTokenCount: 10 } },
      { finishReason: "STOP" },
    ),
  ],
};

interface Answer {
  text: string;
  reasoning: string;
  calls: Record<number, { id: string; name: string; text: string }>;
  rest: unknown[];
}

function answerOf(events: readonly NeutralEvent[]): Answer {
  const answer: Answer = { text: "", reasoning: "", calls: {}, rest: [] };
  for (const event of events) {
    if (event.type === "text") answer.text += event.text;
    else if (event.type === "reasoning") answer.reasoning += event.text;
    else if (event.type === "tool-call-start") answer.calls[event.index] = { id: event.id, name: event.name, text: "" };
    else if (event.type === "tool-call-arguments") {
      const started = answer.calls[event.index];
      if (!started) throw new Error("arguments of a call that has not begun");
      started.text += event.text;
    } else if (event.type !== "start" && event.type !== "tool-call-end") answer.rest.push(event);
  }
  return answer;
}

/** Reads a provider's stream, writes it for the caller piece by piece as it comes, and reads that again. */
function translate(provider: Streamed, caller: Streamed, pieces: readonly Buffer[]) {
  const reader = READERS[provider]({ events: true });
  const writer = callerProtocols[caller].createStreamWriter({ model: "m", id: "i", created: 1, includeUsage: true });
  const units = [...pieces.flatMap((bytes) => reader.push(bytes)), ...reader.finish()];
  const written = Buffer.concat(units.map((unit) => writer.write(unit.events)));
  return { written, units, writer };
}

/** Responses has no way to say that nobody counted the reasoning. */
const uncounted = (caller: Streamed) => (caller === "openai-responses" ? 0 : undefined);

describe.each(PAIRS)("from $provider to $caller", ({ provider, caller }) => {
  test("an answer with everything in it", () => {
    const { written } = translate(provider, caller, STREAMS[provider]);
    const reader = READERS[caller]({ events: true });
    const events = [...reader.push(written), ...reader.finish()].flatMap((unit) => unit.events);
    expect(answerOf(events)).toEqual({
      text: "Grüße 😀",
      reasoning: "Let me think.",
      calls: { 0: { id: "a", name: "f", text: "{}" }, 1: { id: "b", name: "g", text: '{"x":1}' } },
      rest: [
        { type: "stop", reason: "tool-calls" },
        {
          type: "usage",
          usage: { input: 30, output: 9, cachedInput: 10, cacheWrite: undefined, reasoning: uncounted(caller) },
        },
        { type: "end" },
      ],
    });
  });

  const whole = STREAMS[provider];
  test.each(whole.map((_, index) => index).slice(0, -2))(
    "cut after %i pieces it never looks complete to the caller",
    (count) => {
      const { written, units, writer } = translate(provider, caller, whole.slice(0, count));
      const last = units.at(-1)?.signals.at(-1);
      const hasStopped = units.some((unit) => unit.signals.some((signal) => signal.type === "stop"));
      // Once the reason for the end is there, the answer is whole: only its usage is missing.
      if (hasStopped) return expect(last?.type).toBe("end");
      expect(last).toMatchObject({ type: "failure", failure: { failure: "outage", providerCode: "stream.cut" } });
      const failed = Buffer.concat([written, writer.fail({ code: "upstream.cut", message: "cut", status: 502 })]);
      const reread = READERS[caller]({ events: false });
      const signals = [...reread.push(failed), ...reread.finish()].flatMap((unit) => unit.signals);
      expect(signals.at(-1)?.type).toBe("failure");
      expect(signals.some((signal) => signal.type === "end" || signal.type === "stop")).toBe(false);
    },
  );

  test("a malformed piece is a failure, and nothing after it is written", () => {
    const broken = Buffer.from(provider === "bedrock-converse" ? "these are no frames at all" : "data: {oops\n\n");
    const { written, units } = translate(provider, caller, [...whole.slice(0, 5), broken, ...whole.slice(5)]);
    expect(units.at(-1)?.signals.at(-1)?.type).toBe("failure");
    expect(written.equals(translate(provider, caller, whole.slice(0, 5)).written)).toBe(true);
  });
});
