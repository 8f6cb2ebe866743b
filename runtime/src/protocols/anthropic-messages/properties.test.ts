/** Whatever callers and providers send, nothing is thrown but the errors that have a name. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { serialiseRequest as toConverse } from "../bedrock-converse/serialise-request.ts";
import { AnswerError } from "../failure.ts";
import { MalformedRequestError, UntranslatableError } from "../neutral.ts";
import { serialiseRequest as toChat } from "../openai-chat/serialise-request.ts";
import { classifyError } from "./classify-error.ts";
import { withoutForeign } from "./foreign-history.ts";
import { parseIngress } from "./parse-ingress.ts";
import { parseResponse } from "./parse-response.ts";
import { readFacts } from "./read-facts.ts";
import { serialiseRequest } from "./serialise-request.ts";
import { createStreamReader } from "./stream-reader.ts";

const any = fc.jsonValue({ maxDepth: 2 });

type Step = string | number;
const FULL = JSON.parse(
  readFileSync(new URL("../fixtures/full-request.anthropic-messages.json", import.meta.url), "utf8"),
) as unknown;

/** The places of all values within a value. */
function placesIn(value: unknown, path: readonly Step[] = []): (readonly Step[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const steps: [Step, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...steps.flatMap(([step, inner]) => placesIn(inner, [...path, step]))];
}

/** The value with another one at a place. */
function replaced(value: unknown, [step, ...rest]: readonly Step[], by: unknown): unknown {
  if (step === undefined || typeof value !== "object" || value === null) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, by) : item));
  return { ...value, [step]: replaced((value as Record<Step, unknown>)[step], rest, by) };
}

/** A full request in which up to three values are anything. */
const body = fc
  .array(fc.tuple(fc.constantFrom(...placesIn(FULL).slice(1)), any), { maxLength: 3 })
  .map((changes) => changes.reduce((value, [place, by]) => replaced(value, place, by), FULL));

/** Runs what may throw the named errors of requests; any other fails the test. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof MalformedRequestError || error instanceof UntranslatableError) return undefined;
    throw error;
  }
}

test("requests: read, judged and translated, or refused by name", () => {
  let translated = 0;
  fc.assert(
    fc.property(body, (value) => {
      const request = attempt(() => parseIngress(JSON.stringify(value)));
      if (!request) return;
      const { inputTokens } = readFacts(request);
      expect(inputTokens.atMost).toBeGreaterThanOrEqual(inputTokens.expected);
      withoutForeign(request.body);
      const neutral = attempt(() => request.neutral());
      if (!neutral) return;
      translated += 1;
      attempt(() => toConverse(neutral, { maxOutputTokens: 9 }));
      const dialect = { outputLimitName: "max_tokens", streamUsage: true, reasoning: "send" } as const;
      attempt(() => toChat(neutral, { ...dialect, model: "m", maxOutputTokens: 9 }));
      const own = attempt(() => serialiseRequest(neutral, { model: "claude-sonnet-5", maxOutputTokens: 9 }));
      // What is written is a request again.
      if (own) expect(() => parseIngress(JSON.stringify(own.body)).neutral()).not.toThrow();
    }),
    { numRuns: 500 },
  );
  // A property about nothing would hold too.
  expect(translated).toBeGreaterThan(20);
});

test("answers and errors of any shape", () => {
  fc.assert(
    fc.property(any, any, (value, usage) => {
      for (const answer of [value, { content: [value], usage }, { content: [{ type: "tool_use", input: value }] }]) {
        try {
          parseResponse(JSON.stringify(answer));
        } catch (error) {
          expect(error).toBeInstanceOf(AnswerError);
        }
      }
      expect(classifyError({ error: value }, 400, undefined).message).not.toBe("");
    }),
  );
});

test("streams of any events, and of any bytes", () => {
  const oneOf = (...values: unknown[]) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, any);
  const text = fc.oneof({ weight: 4, arbitrary: fc.string() }, any);
  const block = fc.record({ type: oneOf("text", "tool_use", "thinking"), text, id: text, input: any });
  const event = fc.record(
    {
      type: oneOf(
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "ping",
      ),
      index: oneOf(0, 1),
      message: fc.record({ id: oneOf("m"), content: oneOf([]), usage: any }),
      content_block: block,
      delta: fc.record({
        type: oneOf("text_delta", "input_json_delta", "thinking_delta"),
        text,
        partial_json: text,
        stop_reason: oneOf(null, "end_turn"),
      }),
      usage: any,
    },
    { requiredKeys: ["type"] },
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), fc.uint8Array({ maxLength: 40 }), (events, noise) => {
      const reader = createStreamReader();
      const bytes = Buffer.from(events.map((each) => `data: ${JSON.stringify(each)}\n\n`).join(""));
      const signals = [...reader.push(bytes), ...reader.push(noise), ...reader.finish()].flatMap(
        (unit) => unit.signals,
      );
      const ended = signals.some(({ type }) => type === "end");
      // An end without its reason would be a cut that looks complete.
      if (ended) expect(signals.some(({ type }) => type === "stop")).toBe(true);
      else expect(signals.at(-1)?.type).toBe("failure");
    }),
  );
});
