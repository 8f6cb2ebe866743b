import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NeutralEvent, Usage } from "../protocols/neutral.ts";
import { UNKNOWN_USAGE } from "../protocols/shared/usage.ts";
import { Beginning, prefillOf, Rest } from "./joined-stream.ts";

const USAGE: Usage = { ...UNKNOWN_USAGE, input: 30, output: 12 };
const text = (words: string): NeutralEvent => ({ type: "text", text: words });

/** The text of a rest that comes in pieces. */
function restOf(sent: string, pieces: readonly string[], mayEcho = false): string {
  const rest = new Rest(sent, mayEcho);
  const events: NeutralEvent[] = [...pieces.map(text), { type: "stop", reason: "stop" }, { type: "end" }];
  return rest
    .events(events, () => USAGE)
    .map((event) => (event.type === "text" ? event.text : ""))
    .join("");
}

describe("what is sent as the beginning of an answer", () => {
  test.each([
    ["Hello world", "Hello world"],
    ["Hello \n\t", "Hello"],
    ["Hello\u00a0", "Hello"],
    ["\n", ""],
    ["a \ud83d", "a"],
  ])("%j is %j", (sent, prefill) => expect(prefillOf(sent)).toBe(prefill));
});

describe("a beginning", () => {
  const of = (...events: NeutralEvent[]): Beginning => {
    const beginning = new Beginning();
    beginning.note(events);
    return beginning;
  };
  test("of text can be taken up", () => {
    const beginning = of(
      { type: "start", id: "a", model: "m" },
      text("Hel"),
      { type: "usage", usage: USAGE },
      text("lo"),
    );
    expect([beginning.text, beginning.isPlain]).toEqual(["Hello", true]);
  });
  test.each<NeutralEvent>([
    { type: "reasoning", text: "hm", signature: undefined },
    { type: "redacted-reasoning", data: "x" },
    { type: "refusal", text: "no" },
    { type: "tool-call-start", index: 0, id: "1", name: "look" },
    { type: "stop", reason: "stop" },
  ])("with $type can not", (event) => expect(of(text("Hello"), event).isPlain).toBe(false));
});

describe("a rest", () => {
  test.each<[string, string[], string]>([
    ["Hello", [" world"], " world"],
    ["Hello ", [" world"], "world"],
    ["Hello ", ["world"], "world"],
    ["Hello\n\n", ["\n", "\n", "Next  ", " line"], "Next   line"],
    ["", ["  x"], "  x"],
  ])("of %j in %j goes on with %j", (sent, pieces, rest) => expect(restOf(sent, pieces)).toBe(rest));

  test.each<[string, string[], string]>([
    ["Hello ", ["Hel", "lo", " world"], "world"],
    ["Hello", ["Hello world"], " world"],
    ["Hello", ["Help me"], "Help me"],
    ["Hello", ["He"], "He"],
    ["Hello", [" world"], " world"],
  ])("of %j from a host that may repeat it, in %j, goes on with %j", (sent, pieces, rest) =>
    expect(restOf(sent, pieces, true)).toBe(rest),
  );

  test("has neither start nor thoughts, and the usage of both parts at its end", () => {
    const rest = new Rest("Hello", false);
    const events: NeutralEvent[] = [
      { type: "start", id: "b", model: "n" },
      { type: "usage", usage: { ...UNKNOWN_USAGE, input: 20 } },
      { type: "reasoning", text: "hm", signature: "s" },
      text(" world"),
      { type: "tool-call-start", index: 0, id: "1", name: "look" },
      { type: "tool-call-end", index: 0 },
      { type: "stop", reason: "tool-calls" },
      { type: "end" },
    ];
    expect(rest.events(events, () => USAGE).map(({ type }) => type)).toEqual([
      ...["text", "tool-call-start", "tool-call-end", "stop", "usage", "end"],
    ]);
  });

  test("loses nothing but white space that went out before, however it is cut", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n"), maxLength: 8 });
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 4 }), fc.boolean(), (sent, pieces, mayEcho) => {
        const whole = pieces.join("");
        const prefill = prefillOf(sent);
        const isEcho = mayEcho && prefill !== "" && whole.startsWith(prefill);
        const own = isEcho ? whole.slice(prefill.length) : whole;
        expect(restOf(sent, pieces, mayEcho)).toBe(sent.length > prefill.length ? own.trimStart() : own);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
