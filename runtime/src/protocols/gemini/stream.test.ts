import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NeutralEvent } from "../neutral.ts";
import type { StreamUnit } from "../stream.ts";
import { createStreamReader } from "./stream-reader.ts";
import { createStreamWriter } from "./stream-writer.ts";

type Chunk = Record<string, unknown>;

const event = (chunk: unknown, end = "\r\n\r\n") => `data: ${JSON.stringify(chunk)}${end}`;
const candidate = (parts: object[], more: object = {}): Chunk => ({
  candidates: [{ content: { parts, role: "model" }, index: 0, ...more }],
  responseId: "r",
});
const text = (words: string, more: object = {}) => candidate([{ text: words }], more);
const STOP = { finishReason: "STOP" };
const usage = (promptTokenCount: number, candidatesTokenCount: number) => ({
  usageMetadata: { promptTokenCount, candidatesTokenCount },
});

/** Reads the bytes in pieces of these sizes, over and over. */
function read(bytes: Buffer | string, sizes: readonly number[] = [1_000_000], events = true): StreamUnit[] {
  const all = Buffer.from(bytes as string);
  const reader = createStreamReader({ events });
  const units: StreamUnit[] = [];
  for (let at = 0, turn = 0; at < all.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    units.push(...reader.push(all.subarray(at, at + size)));
    at += size;
  }
  return [...units, ...reader.finish()];
}

const signalsOf = (units: readonly StreamUnit[]) => units.flatMap((unit) => unit.signals);
const eventsOf = (units: readonly StreamUnit[]) => units.flatMap((unit) => unit.events);
const textOf = (events: readonly NeutralEvent[]) =>
  events.map((item) => (item.type === "text" ? item.text : "")).join("");
const failureOf = (units: readonly StreamUnit[]) => signalsOf(units).find((signal) => signal.type === "failure");

const ANSWER = [
  event({ ...text("Grüße "), ...usage(9, 2) }),
  ": a comment\r\n\r\n",
  event(candidate([{ text: "thinking", thought: true }]), "\n\n"),
  event(candidate([{ functionCall: { name: "f", args: { x: "😀" } }, thoughtSignature: "c2ln" }])),
  event({ ...text("", STOP), ...usage(9, 5) }),
].join("");

test("however the network cuts a stream, the same comes out, byte for byte", () => {
  const whole = eventsOf(read(ANSWER));
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      (sizes, events) => {
        const units = read(ANSWER, sizes, events);
        expect(Buffer.concat(units.map((unit) => unit.bytes)).toString()).toBe(ANSWER);
        expect(eventsOf(units)).toEqual(events ? whole : []);
        expect(signalsOf(units).filter((signal) => signal.type === "end")).toHaveLength(1);
        expect(signalsOf(units).at(-1)).toEqual({ type: "end" });
      },
    ),
    { seed: 3, numRuns: 200 },
  );
});

test("what an answer says", () => {
  expect(eventsOf(read(ANSWER))).toEqual([
    { type: "start", id: "r", model: undefined },
    { type: "text", text: "Grüße " },
    { type: "reasoning", text: "thinking", signature: undefined },
    { type: "tool-call-start", index: 0, id: "call_r_0", name: "f", signature: "c2ln" },
    { type: "tool-call-arguments", index: 0, text: '{"x":"😀"}' },
    { type: "tool-call-end", index: 0 },
    { type: "stop", reason: "tool-calls" },
    { type: "usage", usage: expect.objectContaining({ input: 9, output: 5 }) },
    { type: "end" },
  ]);
});

describe("where a stream ends", () => {
  test("a finish reason in every chunk ends it only in the last", () => {
    const reader = createStreamReader({ events: true });
    const pieces = ["a", "b", "c"].map((words) => event(text(words, STOP)));
    const units = pieces.flatMap((piece) => reader.push(Buffer.from(piece)));
    expect(signalsOf(units).map(({ type }) => type)).toEqual(["content", "content"]);
    units.push(...reader.finish());
    expect(textOf(eventsOf(units))).toBe("abc");
    expect(signalsOf(units).slice(-2)).toEqual([{ type: "stop", reason: "stop" }, { type: "end" }]);
    expect(Buffer.concat(units.map((unit) => unit.bytes)).toString()).toBe(pieces.join(""));
  });

  test("a last event without its blank line counts", () => {
    expect(signalsOf(read(event(text("a", STOP), ""))).at(-1)).toEqual({ type: "end" });
  });

  test("usage behind the finish reason counts", () => {
    const units = read(event(text("a", STOP)) + event({ ...usage(3, 4), responseId: "r" }));
    expect(eventsOf(units).slice(-2)).toEqual([
      { type: "usage", usage: expect.objectContaining({ input: 3, output: 4 }) },
      { type: "end" },
    ]);
  });

  test("all candidates must have ended", () => {
    const both = { candidates: [0, 1].map((index) => ({ content: { parts: [{ text: "a" }] }, index })) };
    const first = event(both) + event(text("b", STOP));
    expect(failureOf(read(first))).toMatchObject({ failure: { providerCode: "stream.cut" } });
    const second = event({ candidates: [{ index: 1, finishReason: "MAX_TOKENS" }] });
    expect(signalsOf(read(first + second)).at(-1)).toEqual({ type: "end" });
  });

  test("a prompt that is blocked is an answer of its own", () => {
    const units = read(
      event({ promptFeedback: { blockReason: "SAFETY" }, usageMetadata: { promptTokenCount: 7, totalTokenCount: 7 } }),
    );
    expect(signalsOf(units)).toEqual([
      { type: "usage", usage: expect.objectContaining({ input: 7, output: 0 }) },
      { type: "stop", reason: "content-filter" },
      { type: "end" },
    ]);
  });

  test.each<[string, string, object]>([
    ["before its end", event(text("a")), { providerCode: "stream.cut", failure: "outage" }],
    ["in the middle of an event", `${event(text("a"))}data: {"cand`, { providerCode: "stream.cut" }],
    ["before anything", "", { providerCode: "stream.cut" }],
    ["by what is no JSON", `${event(text("a"))}data: oops\n\n`, { providerCode: "stream.malformed" }],
    [
      "by a call that the model got wrong",
      event(text("", { finishReason: "MALFORMED_FUNCTION_CALL" })),
      { providerCode: "stream.malformed" },
    ],
    [
      "by an error",
      event(text("a")) + event({ error: { code: 429, message: "Slow down.", status: "RESOURCE_EXHAUSTED" } }),
      { failure: "rate-limit", providerCode: "RESOURCE_EXHAUSTED" },
    ],
  ])("cut %s it never looks complete", (_, bytes, failure) => {
    const units = read(bytes);
    expect(failureOf(units)).toMatchObject({ failure });
    expect(signalsOf(units).some(({ type }) => type === "end" || type === "stop")).toBe(false);
  });
});

describe("arguments in pieces", () => {
  const call = (fields: object) => event(candidate([{ functionCall: fields }]));
  const piece = (jsonPath: string, value: object) =>
    call({ partialArgs: [{ jsonPath, ...value }], willContinue: true });
  const argumentsOf = (bytes: string) =>
    eventsOf(read(bytes + event(text("", STOP)))).flatMap((item) =>
      item.type === "tool-call-arguments" ? [JSON.parse(item.text)] : [],
    );

  test("of any shape, with texts that go on, until a part does not continue or another call begins", () => {
    const bytes = [
      call({ name: "f", willContinue: true }),
      piece("$.a.b[1]['c d']", { stringValue: "Hel", willContinue: true }),
      piece("$.a.b[1]['c d']", { stringValue: "lo" }),
      piece("$.a.b[0]", { numberValue: 1.5 }),
      call({ willContinue: true }),
      piece("$.yes", { boolValue: true }),
      piece('$["no"]', { nullValue: "NULL_VALUE" }),
      call({}),
      call({ name: "g", willContinue: true }),
      call({ name: "h" }),
    ];
    expect(argumentsOf(bytes.join(""))).toEqual([{ a: { b: [1.5, { "c d": "Hello" }] }, yes: true, no: null }, {}, {}]);
  });

  test.each(["$.__proto__.polluted", "$.constructor.prototype.polluted", "$['__proto__']['polluted']"])(
    "%s reaches no prototype",
    (path) => {
      argumentsOf(call({ name: "f", willContinue: true }) + piece(path, { stringValue: "x" }));
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test.each(["$.a[4000000000]", "$.a[99999]", "a.b", "$", "$..", "$[0]", "$.a[-1]"])("%s is left out", (path) => {
    const bytes = call({ name: "f", willContinue: true }) + piece(path, { stringValue: "x" });
    expect(argumentsOf(bytes)).toEqual([{}]);
  });
});

describe("writing", () => {
  const writer = () => createStreamWriter({ model: "m", id: "i", created: 1, includeUsage: true });
  const chunksOf = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString()
      .split("\r\n\r\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line.slice("data: ".length)));
  const call = (index: number, arguments_: string): NeutralEvent[] => [
    { type: "tool-call-start", index, id: `c${index}`, name: "f" },
    { type: "tool-call-arguments", index, text: arguments_ },
  ];

  test("the finish reason comes with the usage, at the very end", () => {
    const stream = writer();
    const before = stream.write([
      { type: "text", text: "a" },
      { type: "stop", reason: "length" },
    ]);
    expect(Buffer.from(before).toString()).not.toContain("finishReason");
    const counts = { input: 3, output: 9, cachedInput: 1, cacheWrite: undefined, reasoning: 4 };
    expect(chunksOf(stream.write([{ type: "usage", usage: counts }, { type: "end" }]))).toEqual([
      {
        candidates: [{ content: { parts: [{ text: "" }], role: "model" }, finishReason: "MAX_TOKENS", index: 0 }],
        usageMetadata: {
          promptTokenCount: 3,
          candidatesTokenCount: 5,
          totalTokenCount: 12,
          cachedContentTokenCount: 1,
          thoughtsTokenCount: 4,
        },
        modelVersion: "m",
        responseId: "i",
      },
    ]);
  });

  test("calls that are mixed come whole, and the first is marked for Gemini", () => {
    const events: NeutralEvent[] = [
      ...call(0, '{"a"'),
      ...call(1, ""),
      { type: "tool-call-arguments", index: 0, text: ":1}" },
      { type: "tool-call-end", index: 1 },
      { type: "stop", reason: "tool-calls" },
      { type: "end" },
    ];
    const stream = writer();
    const parts = events
      .flatMap((item) => chunksOf(stream.write([item])))
      .flatMap((chunk) => chunk.candidates[0].content.parts);
    expect(parts).toEqual([
      { functionCall: { id: "c1", name: "f", args: {} }, thoughtSignature: "skip_thought_signature_validator" },
      { functionCall: { id: "c0", name: "f", args: { a: 1 } } },
      { text: "" },
    ]);
  });

  test.each([
    ["stop", "MALFORMED_FUNCTION_CALL"],
    ["length", "MAX_TOKENS"],
  ] as const)("arguments that are no object end a stream that says %s with %s", (reason, expected) => {
    const [last] = chunksOf(writer().write([...call(0, '{"a'), { type: "stop", reason }, { type: "end" }])).slice(-1);
    expect(last.candidates[0]).toMatchObject({ finishReason: expected, content: { parts: [{ text: "" }] } });
  });

  test("an error has Google's form, and no finish reason", () => {
    const [chunk] = chunksOf(
      writer().fail({ code: "upstream.cut", message: "It broke.", status: 502, decision: "dec_1" }),
    );
    expect(chunk).toEqual({
      error: {
        code: 502,
        message: "It broke.",
        status: "UNAVAILABLE",
        details: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "upstream.cut",
            domain: "fairlead",
            metadata: { code: "upstream.cut", decision: "dec_1" },
          },
        ],
      },
    });
  });
});
