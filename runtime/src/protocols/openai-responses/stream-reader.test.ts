import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StreamUnit } from "../stream.ts";
import { createStreamReader } from "./stream-reader.ts";
import { createStreamWriter } from "./stream-writer.ts";

const event = (type: string, fields: object = {}) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const said = (delta: string) => event("response.output_text.delta", { output_index: 0, content_index: 0, delta });
const STREAM = [
  event("response.created", { response: { id: "r", model: "m" } }),
  event("response.output_item.added", { output_index: 0, item: { type: "message" } }),
  ": keep-alive\r\n\r\n",
  said("Grüße "),
  said("😀\n\n"),
  event("response.completed", {
    response: { status: "completed", usage: { input_tokens: 3, output_tokens: 2 } },
  }),
].join("");

function read(text: string | Uint8Array, events = true): StreamUnit[] {
  const reader = createStreamReader({ events });
  return [...reader.push(Buffer.from(text)), ...reader.finish()];
}
const signals = (units: StreamUnit[]) => units.flatMap((unit) => unit.signals.map(({ type }) => type));
const failure = (text: string) => {
  const last = read(text).at(-1)?.signals.at(-1);
  return last?.type === "failure" ? last.failure : undefined;
};

test("split at any bytes it means the same, and no byte is lost", () => {
  const bytes = Buffer.from(STREAM);
  const whole = read(bytes);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), (cuts) => {
      const reader = createStreamReader({ events: true });
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const units = places.slice(1).flatMap((end, index) => reader.push(bytes.subarray(places[index], end)));
      units.push(...reader.finish());
      expect(units.flatMap(({ events }) => events)).toEqual(whole.flatMap(({ events }) => events));
      expect(signals(units)).toEqual(signals(whole));
      expect(Buffer.concat(units.map((unit) => unit.bytes)).equals(bytes)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("only content commits: what a fallback may still replace is preamble", () => {
  expect(signals(read(STREAM, false))).toEqual([
    "preamble",
    "preamble",
    "preamble",
    "content",
    "content",
    "stop",
    "usage",
    "end",
  ]);
  const search = event("response.output_item.added", { item: { type: "web_search_call" } });
  const call = event("response.output_item.added", { item: { type: "function_call", call_id: "a", name: "f" } });
  expect(signals(read(search + call)).slice(0, 2)).toEqual(["content", "content"]);
});

describe("failures", () => {
  test.each([
    [event("error", { code: "rate_limit_exceeded", message: "slow" }), "rate-limit", "rate_limit_exceeded"],
    [event("error", { error: { type: "server_error", message: "oops" } }), "outage", "server_error"],
    [
      event("response.failed", { response: { error: { code: "context_length_exceeded" } } }),
      "context-length",
      undefined,
    ],
    ['data: {"error":{"message":"no","code":"insufficient_quota"}}\n\n', "outage", "insufficient_quota"],
    ["data: {oops\n\n", "outage", "stream.malformed"],
    [said("a"), "outage", "stream.cut"],
    ["", "outage", "stream.cut"],
    ['data: {"type":"response.comp', "outage", "stream.cut"],
  ])("%j", (text, kind, code) => {
    expect(failure(event("response.created") + text)).toMatchObject({
      failure: kind,
      ...(code === undefined ? {} : { providerCode: code }),
    });
  });

  test("nothing counts after one", () => {
    const units = read(event("error", { message: "no" }) + STREAM);
    expect(signals(units)).toEqual(["failure"]);
  });
});

test.each([
  ["max_output_tokens", "length"],
  ["content_filter", "content-filter"],
])("incomplete by %s", (reason, stop) => {
  const end = event("response.incomplete", { response: { status: "incomplete", incomplete_details: { reason } } });
  expect(read(end)[0]?.signals).toMatchObject([{ type: "stop", reason: stop }, { type: "end" }]);
});

test("a text that comes only at its end, and calls that come whole", () => {
  const done = event("response.output_text.done", { output_index: 0, content_index: 0, text: "Hello there" });
  const item = { type: "function_call", call_id: "a", name: "f", arguments: '{"x":1}' };
  const text = said("Hello") + done + event("response.output_item.done", { output_index: 1, item });
  const events = read(text).flatMap((unit) => unit.events);
  expect(events).toMatchObject([
    { type: "start" },
    { type: "text", text: "Hello" },
    { type: "text", text: " there" },
    { type: "tool-call-start", index: 0, id: "a", name: "f" },
    { type: "tool-call-arguments", text: '{"x":1}' },
    { type: "tool-call-end" },
  ]);
});

test("a written stream numbers its events, closes what it opened, and ends with the whole", () => {
  const writer = createStreamWriter({ id: "i", model: "m", created: 1, includeUsage: true, request: { top_p: 0.5 } });
  const bytes = writer.write([
    { type: "start", id: undefined, model: undefined },
    { type: "reasoning", text: "Hm", signature: undefined },
    { type: "reasoning", text: "", signature: "s" },
    { type: "redacted-reasoning", data: "d" },
    { type: "text", text: "a" },
    { type: "refusal", text: "no" },
    { type: "tool-call-start", index: 0, id: "c", name: "f", signature: "t" },
    { type: "tool-call-end", index: 0 },
    { type: "stop", reason: "tool-calls" },
    { type: "end" },
  ]);
  const events = Buffer.from(bytes)
    .toString()
    .trim()
    .split("\n\n")
    .map((one) => JSON.parse(one.slice(one.indexOf("\ndata: ") + 7)));
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
  const count = (type: string) => events.filter((one) => one.type === type).length;
  expect(count("response.output_item.added")).toBe(5);
  expect(count("response.output_item.done")).toBe(5);
  expect(count("response.content_part.added")).toBe(count("response.content_part.done"));
  expect(events.at(-1)).toMatchObject({
    type: "response.completed",
    response: {
      top_p: 0.5,
      usage: null,
      output: [
        { type: "reasoning", summary: [{ text: "Hm" }], encrypted_content: "fairlead:signature:s" },
        { type: "reasoning", summary: [], encrypted_content: "fairlead:redacted:d" },
        { type: "message", status: "completed", content: [{ text: "a" }, { refusal: "no" }] },
        { type: "reasoning", encrypted_content: "fairlead:call:t" },
        { type: "function_call", call_id: "c", arguments: "{}" },
      ],
    },
  });
});
