import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NeutralEvent } from "../neutral.ts";
import type { StreamUnit } from "../stream.ts";
import { createStreamReader } from "./stream-reader.ts";

const named = (type: string, fields: object = {}) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const start = (id = "msg_1", usage: object = { input_tokens: 12, output_tokens: 1 }) =>
  named("message_start", { message: { id, model: "claude", content: [], usage } });
const begin = (index: number, content_block: object) => named("content_block_start", { index, content_block });
const piece = (index: number, delta: object) => named("content_block_delta", { index, delta });
const text = (index: number, value: string) => piece(index, { type: "text_delta", text: value });
const stop = (index: number) => named("content_block_stop", { index });
const end = (stop_reason: string, usage: object = { output_tokens: 30 }, more: object = {}) =>
  named("message_delta", { delta: { stop_reason, stop_sequence: null, ...more }, usage }) + named("message_stop");

const HELLO = `${start()}${named("ping")}${begin(0, { type: "text", text: "" })}${text(0, "Grüße ")}${text(0, "😀")}${stop(0)}${end("end_turn")}`;

function read(stream: string, events = true): StreamUnit[] {
  const reader = createStreamReader({ events });
  return [...reader.push(Buffer.from(stream)), ...reader.finish()];
}
const eventsOf = (units: readonly StreamUnit[]): NeutralEvent[] => units.flatMap((unit) => unit.events);
const signalsOf = (units: readonly StreamUnit[]) => units.flatMap((unit) => unit.signals);
const textOf = (units: readonly StreamUnit[]) =>
  eventsOf(units)
    .flatMap((event) => (event.type === "text" ? [event.text] : []))
    .join("");

describe("reading", () => {
  test("text, its end and its usage", () => {
    const units = read(HELLO);
    expect(textOf(units)).toBe("Grüße 😀");
    expect(eventsOf(units).slice(-3)).toMatchObject([
      { type: "stop", reason: "stop" },
      { type: "usage", usage: { input: 12, output: 30 } },
      { type: "end" },
    ]);
  });

  test("cut at any byte it means the same, and no byte is lost", () => {
    const bytes = Buffer.from(HELLO);
    const whole = read(HELLO);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const reader = createStreamReader();
        const units = places.slice(1).flatMap((to, index) => reader.push(bytes.subarray(places[index], to)));
        expect([...units, ...reader.finish()].flatMap((unit) => unit.events)).toEqual(eventsOf(whole));
        expect(Buffer.concat(units.map((unit) => unit.bytes)).equals(bytes)).toBe(true);
      }),
    );
  });

  test("events without names, and with CRLF", () => {
    expect(textOf(read(HELLO.replaceAll(/^event: .*\n/gm, "")))).toBe("Grüße 😀");
    expect(textOf(read(HELLO.replaceAll("\n", "\r\n")))).toBe("Grüße 😀");
  });

  test("nothing before the first content commits the attempt", () => {
    const before = `${start()}${named("ping")}${begin(0, { type: "text", text: "" })}${text(0, "")}${begin(1, { type: "thinking", thinking: "", signature: "" })}`;
    const reader = createStreamReader({ events: false });
    expect(signalsOf(reader.push(Buffer.from(before))).some(({ type }) => type === "content")).toBe(false);
    expect(signalsOf(reader.push(Buffer.from(text(0, "H"))))).toEqual([{ type: "content" }]);
  });

  test.each<[name: string, stream: string]>([
    ["a call", begin(0, { type: "tool_use", id: "t", name: "f", input: {} })],
    ["a thought without words", begin(0, { type: "redacted_thinking", data: "x" })],
    ["a tool of Anthropic's", begin(0, { type: "server_tool_use", id: "s", name: "web_search", input: {} })],
    ["text that is there from the start", begin(0, { type: "text", text: "Hi" })],
    ["a signature", piece(0, { type: "signature_delta", signature: "s" })],
    ["a citation", piece(0, { type: "citations_delta", citation: { type: "char_location" } })],
  ])("%s is content", (_name, stream) => {
    expect(signalsOf(createStreamReader({ events: false }).push(Buffer.from(stream)))).toEqual([{ type: "content" }]);
  });

  test("thoughts with signatures, redacted ones, and text that a block begins with", () => {
    const units = read(
      start() +
        begin(0, { type: "thinking", thinking: "", signature: "" }) +
        piece(0, { type: "thinking_delta", thinking: "Let me" }) +
        piece(0, { type: "signature_delta", signature: "sig" }) +
        stop(0) +
        begin(1, { type: "redacted_thinking", data: "opaque" }) +
        stop(1) +
        begin(2, { type: "text", text: "So" }) +
        text(2, "!") +
        stop(2) +
        end("end_turn"),
    );
    expect(eventsOf(units).slice(1, 6)).toEqual([
      { type: "reasoning", text: "Let me", signature: undefined },
      { type: "reasoning", text: "", signature: "sig" },
      { type: "redacted-reasoning", data: "opaque" },
      { type: "text", text: "So" },
      { type: "text", text: "!" },
    ]);
  });

  test("calls: in pieces, without arguments, whole from their start, and one that nobody ended", () => {
    const call = (index: number, id: string, input: object = {}) =>
      begin(index, { type: "tool_use", id, name: "f", input });
    const json = (index: number, partial_json: string) => piece(index, { type: "input_json_delta", partial_json });
    const units = read(
      `${start()}${call(0, "a")}${json(0, "")}${json(0, '{"x"')}${json(0, ":1}")}${stop(0)}${call(1, "b")}${stop(1)}${call(2, "c", { y: 2 })}${stop(2)}${call(3, "d")}${end("tool_use")}`,
    );
    expect(eventsOf(units).slice(1, -3)).toEqual([
      { type: "tool-call-start", index: 0, id: "a", name: "f" },
      { type: "tool-call-arguments", index: 0, text: '{"x"' },
      { type: "tool-call-arguments", index: 0, text: ":1}" },
      { type: "tool-call-end", index: 0 },
      { type: "tool-call-start", index: 1, id: "b", name: "f" },
      { type: "tool-call-end", index: 1 },
      { type: "tool-call-start", index: 2, id: "c", name: "f" },
      { type: "tool-call-arguments", index: 2, text: '{"y":2}' },
      { type: "tool-call-end", index: 2 },
      { type: "tool-call-start", index: 3, id: "d", name: "f" },
      { type: "tool-call-end", index: 3 },
    ]);
  });

  test("calls that come whole with the start of the message", () => {
    const content = [{ type: "tool_use", id: "a", name: "f", input: { x: 1 } }];
    const first = named("message_start", { message: { id: "m", content, usage: {} } });
    const units = read(first + end("tool_use"));
    expect(units[0]?.signals).toContainEqual({ type: "content" });
    expect(eventsOf(units)).toContainEqual({ type: "tool-call-arguments", index: 0, text: '{"x":1}' });
  });

  test("a refusal before any word is a whole answer, with its reason in words", () => {
    const stop_details = { type: "refusal", category: "cyber", explanation: "Blocked." };
    const units = read(start() + end("refusal", { output_tokens: 5 }, { stop_details }));
    expect(eventsOf(units).slice(1)).toMatchObject([
      { type: "refusal", text: "Blocked." },
      { type: "stop", reason: "content-filter" },
      { type: "usage" },
      { type: "end" },
    ]);
  });
});

describe("usage", () => {
  const usageOf = (first: object, last: object) => {
    const usages = signalsOf(read(start("m", first) + text(0, "x") + end("end_turn", last)));
    return usages.filter((signal) => signal.type === "usage").map(({ usage }) => usage);
  };

  test("what was there at the start is no usage of the answer: cut, it would cost nothing", () => {
    const [signal] = signalsOf(read(start() + text(0, "Hello"))).filter(({ type }) => type === "usage");
    expect(signal).toMatchObject({ usage: { input: 12, output: undefined } });
  });

  test("counters are cumulative, and one that a later event leaves out stays", () => {
    const first = { input_tokens: 2, cache_creation_input_tokens: 3068, cache_read_input_tokens: 0, output_tokens: 69 };
    const last = {
      input_tokens: 6,
      cache_creation_input_tokens: 3337,
      cache_read_input_tokens: 6289,
      output_tokens: 198,
    };
    expect(usageOf(first, last).at(-1)).toMatchObject({
      input: 9632,
      cachedInput: 6289,
      cacheWrite: 3337,
      output: 198,
    });
    expect(usageOf(first, { output_tokens: 7 }).at(-1)).toMatchObject({ input: 3070, cacheWrite: 3068, output: 7 });
    expect(usageOf(first, { input_tokens: null, output_tokens: 7 }).at(-1)).toMatchObject({ input: 3070, output: 7 });
  });

  test("a compaction on the way is billed besides", () => {
    const iterations = [
      { type: "compaction", input_tokens: 60_000, output_tokens: 500 },
      { type: "message", input_tokens: 600, output_tokens: 2800 },
      { type: "advisor_message", input_tokens: 9, output_tokens: 9 },
    ];
    const last = { input_tokens: 600, output_tokens: 2800, iterations };
    expect(usageOf({ input_tokens: 60_000 }, last).at(-1)).toMatchObject({ input: 60_600, output: 3300 });
  });

  test("an input of 0 is not known yet", () => {
    expect(usageOf({ input_tokens: 0, output_tokens: 0 }, { output_tokens: 3 })).toMatchObject([{ input: undefined }]);
  });
});

describe("endings that are none", () => {
  const failureOf = (stream: string) =>
    signalsOf(read(stream)).flatMap((signal) => (signal.type === "failure" ? [signal.failure] : []));

  test.each<[name: string, stream: string]>([
    ["before its reason", start() + text(0, "Hel")],
    [
      "after an empty delta",
      start() + text(0, "Hel") + named("message_delta", { delta: { stop_reason: null }, usage: {} }),
    ],
    ["within an event", `${start()}${text(0, "Hel")}event: message_delta\ndata: {"type":"mess`],
  ])("cut %s", (_name, stream) => {
    expect(failureOf(stream)).toMatchObject([{ failure: "outage", providerCode: "stream.cut" }]);
  });

  test("an answer with its reason that lacks the last event is whole, and gets it", () => {
    const units = read(HELLO.slice(0, HELLO.indexOf("event: message_stop")), false);
    expect(signalsOf(units).at(-1)).toEqual({ type: "end" });
    expect(Buffer.from(units.at(-1)?.bytes ?? []).toString()).toBe(named("message_stop"));
  });

  test("the last event without its blank line", () => {
    expect(signalsOf(read(HELLO.trimEnd())).at(-1)).toEqual({ type: "end" });
  });

  test.each<[type: string, failure: string]>([
    ["overloaded_error", "outage"],
    ["rate_limit_error", "rate-limit"],
    ["api_error", "outage"],
    ["timeout_error", "timeout"],
  ])("an error event of type %s is a failure of class %s", (type, failure) => {
    const stream = start() + text(0, "Hel") + named("error", { error: { type, message: "Sorry" } });
    expect(failureOf(stream)).toMatchObject([{ failure, message: "Sorry", providerCode: type }]);
    expect(textOf(read(stream + text(0, "lo")))).toBe("Hel");
  });

  test("what is no JSON", () => {
    expect(failureOf(`${start()}event: content_block_delta\ndata: {oops\n\n`)).toMatchObject([
      { failure: "outage", providerCode: "stream.malformed" },
    ]);
  });

  test("a start that comes twice is dropped, since clients stumble over it", () => {
    const units = read(start() + HELLO);
    expect(Buffer.concat(units.map((unit) => unit.bytes)).toString()).toBe(HELLO);
    expect(textOf(units)).toBe("Grüße 😀");
  });

  test("another message within an open one is a failure, never the two as one", () => {
    const stream = start("msg_1") + text(0, "Hel") + start("msg_2") + text(0, "Hello") + end("end_turn");
    expect(failureOf(stream)).toMatchObject([{ failure: "outage", providerCode: "stream.malformed" }]);
    expect(textOf(read(stream))).toBe("Hel");
  });

  test("nothing counts after the end", () => {
    const units = read(HELLO + start("msg_2") + text(0, "more") + named("error", { error: { type: "api_error" } }));
    expect(textOf(units)).toBe("Grüße 😀");
    expect(signalsOf(units).filter(({ type }) => type === "failure")).toEqual([]);
  });
});
