import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NeutralEvent } from "../neutral.ts";
import type { StreamSignal, StreamUnit } from "../stream.ts";
import { createStreamReader } from "./stream-reader.ts";

const chunk = (delta: object, rest: object = {}) => ({
  id: "c",
  object: "chat.completion.chunk",
  model: "m",
  choices: [{ index: 0, delta, finish_reason: null, ...rest }],
});
const sse = (...chunks: unknown[]) => chunks.map((item) => `data: ${JSON.stringify(item)}\n\n`).join("");
const DONE = "data: [DONE]\n\n";
const ROLE = chunk({ role: "assistant", content: "", refusal: null });
const STOP = chunk({}, { finish_reason: "stop" });
const USAGE = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 } };

function read(text: string, options = { events: true }, size = Number.POSITIVE_INFINITY): StreamUnit[] {
  const reader = createStreamReader(options);
  const bytes = Buffer.from(text);
  const units: StreamUnit[] = [];
  for (let at = 0; at < bytes.length; at += size) units.push(...reader.push(bytes.subarray(at, at + size)));
  return [...units, ...reader.finish()];
}

const signalsOf = (units: StreamUnit[]): StreamSignal[] => units.flatMap((unit) => unit.signals);
const kinds = (text: string): string[] => signalsOf(read(text)).map((signal) => signal.type);
const eventsOf = (text: string): NeutralEvent[] => read(text).flatMap((unit) => unit.events);

function failureOf(text: string) {
  const failures = signalsOf(read(text)).filter((signal) => signal.type === "failure");
  expect(failures).toHaveLength(1);
  expect(signalsOf(read(text)).at(-1)?.type).toBe("failure");
  return failures[0]?.failure;
}

describe("what the pieces of a stream mean", () => {
  test.each<[name: string, text: string, signals: string[]]>([
    [
      "a usual stream",
      sse(ROLE, chunk({ content: "Hi" }), STOP, USAGE) + DONE,
      ["preamble", "content", "stop", "usage", "end"],
    ],
    [
      "Azure's first chunk",
      sse(
        { choices: [], prompt_filter_results: [{}], usage: null },
        chunk({ role: "assistant", content: "Hi" }),
        STOP,
      ) + DONE,
      ["preamble", "content", "stop", "end"],
    ],
    ["no [DONE] at a clean end", sse(ROLE, chunk({ content: "Hi" }), STOP), ["preamble", "content", "stop", "end"]],
    ["[DONE] without its blank line", `${sse(chunk({ content: "Hi" }), STOP)}data: [DONE]`, ["content", "stop", "end"]],
    [
      "the last chunk without its blank line",
      `${sse(chunk({ content: "Hi" }))}data: ${JSON.stringify(STOP)}`,
      ["content", "stop", "end"],
    ],
    ["[DONE] without a finish_reason", sse(chunk({ content: "Hi" })) + DONE, ["content", "end"]],
    [
      "keep-alive comments",
      `: ping\n\n${sse(chunk({ content: "Hi" }))}: ping\n\n${sse(STOP)}${DONE}`,
      ["preamble", "content", "preamble", "stop", "end"],
    ],
    ["reasoning is content", sse(chunk({ reasoning_content: "Hm" }), STOP) + DONE, ["content", "stop", "end"]],
    ["reasoning under its other name", sse(chunk({ reasoning: "Hm" }), STOP) + DONE, ["content", "stop", "end"]],
    ["a refusal is content", sse(chunk({ refusal: "No" }), STOP) + DONE, ["content", "stop", "end"]],
    [
      "a tool call is content",
      sse(chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "" } }] }), STOP) + DONE,
      ["content", "stop", "end"],
    ],
    [
      "an old function call is content",
      sse(chunk({ function_call: { name: "f" } }), STOP) + DONE,
      ["content", "stop", "end"],
    ],
    [
      "content and end in one chunk",
      sse(chunk({ content: "Hi" }, { finish_reason: "stop" })) + DONE,
      ["content", "stop", "end"],
    ],
    [
      "error: null is no error",
      sse({ ...chunk({ content: "Hi" }), error: null }, STOP) + DONE,
      ["content", "stop", "end"],
    ],
    ["an answer without content", sse(ROLE, STOP) + DONE, ["preamble", "stop", "end"]],
    [
      "two choices, both ended",
      sse(chunk({ content: "a" }), { choices: [{ index: 1, delta: { content: "b" } }] }, STOP, {
        choices: [{ index: 1, delta: {}, finish_reason: "length" }],
      }),
      ["content", "content", "stop", "stop", "end"],
    ],
    [
      "more after the end counts no more",
      sse(chunk({ content: "a" }), STOP) + DONE + sse(chunk({ content: "b" })),
      ["content", "stop", "end", "preamble"],
    ],
  ])("%s", (_, text, signals) => {
    expect(kinds(text)).toEqual(signals);
  });
});

describe("a stream that did not end well says so, once, and last", () => {
  const begun = sse(ROLE, chunk({ content: "Hi" }));
  test.each<[name: string, text: string, code: string | undefined, failure: string]>([
    ["nothing at all", "", "stream.cut", "outage"],
    ["cut between events", begun, "stream.cut", "outage"],
    ["cut in an event", `${begun}data: {"choices":[{"ind`, "stream.cut", "outage"],
    ["cut in an event with a finish_reason before", `${begun}${sse(STOP)}data: {"choi`, "stream.cut", "outage"],
    [
      "one of two choices did not end",
      sse(chunk({ content: "a" }), { choices: [{ index: 1, delta: { content: "b" } }] }, STOP),
      "stream.cut",
      "outage",
    ],
    ["broken JSON", `${begun}data: {"choices":[}\n\n`, "stream.malformed", "outage"],
    ["JSON that is no object", `${begun}data: 5\n\n`, "stream.malformed", "outage"],
    ["HTML", "data: <html>oh no</html>\n\n", "stream.malformed", "outage"],
    [
      "an error",
      `${begun}${sse({ error: { message: "overloaded", type: "server_error" } })}`,
      "server_error",
      "outage",
    ],
    [
      "an error before any content",
      sse({ error: { message: "slow down", code: "rate_limit_exceeded" } }),
      "rate_limit_exceeded",
      "rate-limit",
    ],
    ["an error with a numeric code", sse({ error: { message: "busy", code: 503 } }), "503", "outage"],
    ["an error as a text", sse({ error: "it broke" }), undefined, "outage"],
    [
      "an error in vLLM's form",
      sse({ object: "error", message: "boom", type: "InternalServerError", code: 500 }),
      "500",
      "outage",
    ],
    ["an event named error", 'event: error\ndata: {"message":"boom"}\n\n', undefined, "outage"],
    ["an error, then [DONE]", `${begun}${sse({ error: { message: "x" } })}${DONE}`, undefined, "outage"],
  ])("%s", (_, text, code, failure) => {
    expect(failureOf(text)).toMatchObject({ failure, providerCode: code });
  });

  test("the bytes of the error are not passed on", () => {
    const units = read(`${begun}${sse({ error: { message: "no" } })}`);
    expect(Buffer.concat(units.map((unit) => unit.bytes)).toString()).toBe(begun);
  });

  test("an event that never ends does not fill the memory", () => {
    const reader = createStreamReader({ events: false });
    const piece = Buffer.alloc(8 * 1024 * 1024, "x");
    const signals = [0, 1, 2, 3, 4].flatMap(() => signalsOf(reader.push(piece)));
    expect(signals).toMatchObject([{ type: "failure", failure: { providerCode: "stream.malformed" } }]);
    expect(reader.push(piece)).toEqual([]);
    expect(reader.finish()).toEqual([]);
  });
});

describe("usage", () => {
  const usageOf = (text: string) => {
    const last = signalsOf(read(text)).findLast((signal) => signal.type === "usage");
    return last?.type === "usage" ? last.usage : undefined;
  };

  test("only a chunk without choices is usage alone", () => {
    const units = read(sse(ROLE, chunk({ content: "Hi" }), STOP, USAGE) + DONE);
    expect(units.map((unit) => unit.usageOnly)).toEqual([false, false, false, true, false]);
    const inside = read(sse({ ...chunk({ content: "Hi" }), usage: USAGE.usage }, STOP) + DONE);
    expect(inside.map((unit) => unit.usageOnly)).toEqual([false, false, false]);
    const azure = read(sse({ choices: [], prompt_filter_results: [], usage: null }, STOP) + DONE);
    expect(azure.map((unit) => unit.usageOnly)).toEqual([false, false, false]);
  });

  test("of counters in every chunk the highest counts", () => {
    const at = (prompt: number, completion: number) => ({
      ...chunk({ content: "x" }),
      usage: { prompt_tokens: prompt, completion_tokens: completion },
    });
    expect(usageOf(sse(at(9, 1), at(9, 5), at(0, 2), STOP) + DONE)).toMatchObject({ input: 9, output: 5 });
  });

  test("null and nonsense are unknown, never 0", () => {
    expect(usageOf(sse({ ...STOP, usage: null }) + DONE)).toBeUndefined();
    const usage = usageOf(
      sse({ choices: [], usage: { prompt_tokens: null, completion_tokens: -3, total_tokens: "7" } }, STOP) + DONE,
    );
    expect(usage).toEqual({
      input: undefined,
      output: undefined,
      cachedInput: undefined,
      cacheWrite: undefined,
      reasoning: undefined,
    });
  });

  test("Groq's place for it", () => {
    expect(usageOf(sse({ ...STOP, x_groq: { usage: USAGE.usage } }) + DONE)).toMatchObject({ input: 5, output: 2 });
  });
});

describe("neutral events", () => {
  const call = (fields: object, definition: object = {}) =>
    chunk({ tool_calls: [{ ...fields, function: definition }] });

  test("of a text", () => {
    expect(eventsOf(sse(ROLE, chunk({ content: "a" }), chunk({ content: "b" }), STOP, USAGE) + DONE)).toEqual([
      { type: "start", id: "c", model: "m" },
      { type: "text", text: "a" },
      { type: "text", text: "b" },
      { type: "stop", reason: "stop" },
      {
        type: "usage",
        usage: { input: 5, output: 2, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined },
      },
      { type: "end" },
    ]);
  });

  test("of reasoning, whose details win over the text that repeats them", () => {
    const details = [
      { type: "reasoning.text", text: "Hm", signature: "s" },
      { type: "reasoning.encrypted", data: "d" },
    ];
    expect(eventsOf(sse(chunk({ reasoning: "Hm", reasoning_details: details }), STOP) + DONE).slice(1, 3)).toEqual([
      { type: "reasoning", text: "Hm", signature: "s" },
      { type: "redacted-reasoning", data: "d" },
    ]);
  });

  const started = (index: number, id: string, name: string) => ({ type: "tool-call-start", index, id, name });
  const args = (index: number, text: string) => ({ type: "tool-call-arguments", index, text });
  const ended = (index: number) => ({ type: "tool-call-end", index });
  test.each<[name: string, chunks: unknown[], events: unknown[]]>([
    [
      "calls whose pieces are mixed",
      [
        call({ index: 0, id: "a" }, { name: "f", arguments: "" }),
        call({ index: 1, id: "b" }, { name: "g", arguments: "{" }),
        call({ index: 0 }, { arguments: "{}" }),
        call({ index: 1 }, { arguments: "}" }),
      ],
      [started(0, "a", "f"), started(1, "b", "g"), args(1, "{"), args(0, "{}"), args(1, "}"), ended(0), ended(1)],
    ],
    [
      "a call without arguments",
      [call({ index: 0, id: "a" }, { name: "f", arguments: "" })],
      [started(0, "a", "f"), ended(0)],
    ],
    [
      "a whole call at once",
      [call({ index: 0, id: "a" }, { name: "f", arguments: "{}" })],
      [started(0, "a", "f"), args(0, "{}"), ended(0)],
    ],
    [
      "id and name in every piece",
      [
        call({ index: 0, id: "a" }, { name: "f", arguments: "{" }),
        call({ index: 0, id: "a" }, { name: "f", arguments: "}" }),
      ],
      [started(0, "a", "f"), args(0, "{"), args(0, "}"), ended(0)],
    ],
    [
      "several calls under the number 0",
      [
        call({ index: 0, id: "a" }, { name: "f", arguments: "{}" }),
        call({ index: 0, id: "b" }, { name: "g", arguments: "{}" }),
      ],
      [started(0, "a", "f"), args(0, "{}"), started(1, "b", "g"), args(1, "{}"), ended(0), ended(1)],
    ],
    [
      "no numbers at all",
      [
        call({ id: "a" }, { name: "f", arguments: "{" }),
        call({}, { arguments: "}" }),
        call({ id: "b" }, { name: "g" }),
      ],
      [started(0, "a", "f"), args(0, "{"), args(0, "}"), started(1, "b", "g"), ended(0), ended(1)],
    ],
    [
      "a name that comes late",
      [call({ index: 0, id: "a" }, { arguments: "{" }), call({ index: 0 }, { name: "f", arguments: "}" })],
      [started(0, "a", "f"), args(0, "{}"), ended(0)],
    ],
    [
      "no id",
      [call({ index: 0 }, { name: "f", arguments: "{}" })],
      [started(0, "call_0", "f"), args(0, "{}"), ended(0)],
    ],
    [
      "arguments as an object",
      [call({ index: 0, id: "a" }, { name: "f", arguments: { x: 1 } })],
      [started(0, "a", "f"), args(0, '{"x":1}'), ended(0)],
    ],
  ])("%s", (_, chunks, events) => {
    const calls = eventsOf(sse(...chunks, STOP) + DONE);
    expect(calls.slice(1, -2)).toEqual(events);
    // Providers that force a call end it with `stop`; it still ended with a call.
    expect(calls.slice(-2)).toEqual([{ type: "stop", reason: "tool-calls" }, { type: "end" }]);
  });

  test.each([
    ["stop", "stop"],
    ["length", "length"],
    ["tool_calls", "tool-calls"],
    ["content_filter", "content-filter"],
    ["something_new", "stop"],
  ])("finish_reason %s", (word, reason) => {
    expect(eventsOf(sse(chunk({ content: "x" }, { finish_reason: word })) + DONE)).toContainEqual({
      type: "stop",
      reason,
    });
  });
});

describe("bytes", () => {
  const streams = [
    sse(ROLE, chunk({ content: "Grüße 😀" }), chunk({ content: "b" }), STOP, USAGE) + DONE,
    sse(ROLE, chunk({ content: "é" }), STOP).replaceAll("\n", "\r\n"),
    `: ping\n\n${sse(chunk({ reasoning: "x" }), STOP)}${DONE}\n`,
  ];

  test("pass through unchanged and mean the same, however the network cuts them, with events and without", () => {
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.integer({ min: 1, max: 60 }), fc.boolean(), (text, size, events) => {
        const units = read(text, { events }, size);
        const passed = Buffer.concat(units.map((unit) => unit.bytes)).toString();
        expect(passed.slice(0, text.length)).toBe(text);
        expect(passed.slice(text.length).trim()).toBe(text.includes("[DONE]") ? "" : "data: [DONE]");
        // An LF that comes apart from its CR is a unit of its own, which means nothing.
        const meaning = (all: StreamUnit[]) => signalsOf(all).filter((signal) => signal.type !== "preamble");
        expect(meaning(units)).toEqual(meaning(read(text)));
        if (!events) expect(units.every((unit) => unit.events.length === 0)).toBe(true);
      }),
    );
  });

  test.each(["\n\n", "\n", ""])("the last word that is missing is added behind %j", (end) => {
    const text = sse(ROLE, chunk({ content: "a" }), STOP).trimEnd() + end;
    const passed = Buffer.concat(read(text, { events: false }).map((unit) => unit.bytes)).toString();
    expect(passed.startsWith(text)).toBe(true);
    expect(passed.split(/\n{2,}/).slice(-3)).toEqual([sse(STOP).trimEnd(), "data: [DONE]", ""]);
  });

  test("without events, neighbouring content of one network chunk is one unit", () => {
    const text = sse(ROLE, chunk({ content: "a" }), chunk({ content: "b" }), chunk({ content: "c" }), STOP) + DONE;
    const units = read(text, { events: false });
    expect(units.map((unit) => unit.signals.map((signal) => signal.type))).toEqual([
      ["preamble"],
      ["content", "content", "content"],
      ["stop"],
      ["end"],
    ]);
  });
});
