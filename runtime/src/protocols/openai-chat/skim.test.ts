/** A stream that passes through is skimmed: that must mean exactly what reading every chunk means. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContentTemplate } from "./content-template.ts";
import { createStreamReader } from "./stream-reader.ts";

/** What a reader makes of a stream in pieces: the bytes of all units, and what they mean. */
function read(bytes: Buffer, cuts: readonly number[], events: boolean) {
  const reader = createStreamReader({ events });
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const units = [0, ...places].flatMap((from, index) =>
    reader.push(bytes.subarray(from, places[index] ?? bytes.length)),
  );
  units.push(...reader.finish());
  return {
    bytes: Buffer.concat(units.map((unit) => unit.bytes)).toString("latin1"),
    signals: units.flatMap((unit) => unit.signals),
    usageOnly: units.filter((unit) => unit.usageOnly).map((unit) => Buffer.from(unit.bytes).toString("latin1")),
  };
}

const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom("", " the", '"', "\\", "\n\n", 'a "content":"b', "data: ", "😀", "\u2028", "[DONE]"),
);

/** Chunks as hosts send them, with members that make them more than content. */
const chunk = fc.record({
  shape: fc.constantFrom("plain", "plain", "plain", "plain", "obfuscated", "reasoning", "call", "spaced", "two"),
  text: word,
  more: fc.constantFrom("", "", "", "", "", "stop", "usage", "error", "null error", "object", "role"),
});

function body({ shape, text, more }: { shape: string; text: string; more: string }): string {
  const delta =
    shape === "reasoning"
      ? { content: "", reasoning_content: text }
      : shape === "call"
        ? { tool_calls: [{ index: 0, function: { arguments: text } }] }
        : { ...(more === "role" ? { role: "assistant" } : {}), content: text };
  const choice = { index: 0, delta, logprobs: null, finish_reason: more === "stop" ? "stop" : null };
  const value = {
    id: "c",
    object: more === "object" ? "error" : "chat.completion.chunk",
    choices: shape === "two" ? [choice, { ...choice, index: 1 }] : [choice],
    ...(more === "usage" ? { usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 } } : { usage: null }),
    ...(more === "error" ? { error: { message: text } } : {}),
    ...(more === "null error" ? { error: null } : {}),
    ...(shape === "obfuscated" ? { obfuscation: text.slice(0, 3) } : {}),
  };
  const json = JSON.stringify(value);
  return shape === "spaced" ? json.replaceAll('":', '": ') : json;
}

const stream = fc
  .record({
    chunks: fc.array(chunk, { maxLength: 14 }),
    lineEnd: fc.constantFrom("\n", "\n", "\n", "\r\n", "\r"),
    front: fc.constantFrom("", "", "\ufeff", ": ping\n\n"),
    end: fc.constantFrom("data: [DONE]\n\n", "data: [DONE]", ""),
  })
  .map(({ chunks, lineEnd, front, end }) =>
    Buffer.from(front + chunks.map((one) => `data: ${body(one)}${lineEnd}${lineEnd}`).join("") + end),
  );

describe("skimming means what reading means", () => {
  test("on streams of every shape, cut anywhere", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(4000), { maxLength: 6 }), (bytes, cuts) => {
        expect(read(bytes, cuts, false)).toEqual(read(bytes, cuts, true));
      }),
      { numRuns: 800 },
    );
  });

  test("on streams with bytes that do not belong there", () => {
    const harm = fc.record({ at: fc.nat(4000), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(stream, fc.array(harm, { minLength: 1, maxLength: 3 }), fc.nat(4000), (bytes, harms, cut) => {
        const broken = Buffer.from(bytes);
        for (const { at, byte } of harms) if (broken.length > 0) broken[at % broken.length] = byte;
        expect(read(broken, [cut], false)).toEqual(read(broken, [cut], true));
      }),
      { numRuns: 800 },
    );
  });
});

describe("a template", () => {
  const event = (content: string) => `data: {"choices":[{"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`;
  const template = ContentTemplate.of(event("Hi"));

  test.each([" there", "\\n", "\\u00e9", "\\\\", '\\"', "\u00ff"])("fits content of %j", (content) => {
    const text = event(content);
    expect(template?.match(text, 0)).toBe(text.length);
    expect(template?.match(`${text}${text}`, text.length)).toBe(2 * text.length);
  });

  test.each(["", "\\x", "\\u00g0", "\\", "\n", "\u0000"])("does not fit %j, which is empty or no string", (content) => {
    expect(template?.match(event(content), 0)).toBe(-1);
  });

  test("does not fit what differs elsewhere, or is cut off", () => {
    expect(template?.match(event("Hi").replace("null", '"stop"'), 0)).toBe(-1);
    for (let length = 0; length < event("Hi").length; length += 1)
      expect(template?.match(event("Hi").slice(0, length), 0)).toBe(-1);
  });

  test("is not made of what has nothing that varies, or does not begin with its data", () => {
    expect(ContentTemplate.of("data: {}\n\n")).toBeUndefined();
    expect(ContentTemplate.of(`\u00ef\u00bb\u00bf${event("Hi")}`)).toBeUndefined();
  });
});
