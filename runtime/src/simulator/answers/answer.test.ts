import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Prompt } from "../prompt.ts";
import { createDraw } from "../randomness.ts";
import { splitTokens } from "../tokens.ts";
import { answer } from "./answer.ts";
import { valueFor } from "./json-answer.ts";

const prompt = (user: string, system?: string, more: Partial<Prompt> = {}): Prompt => ({
  model: "m",
  messages: [
    ...(system === undefined ? [] : [{ role: "system" as const, text: system, images: 0 }]),
    { role: "user", text: user, images: 0 },
  ],
  tools: [],
  toolChoice: { kind: "auto" },
  parallelToolCalls: true,
  format: { kind: "text" },
  maxTokens: undefined,
  stop: [],
  choices: 1,
  ...more,
});
const draw = createDraw([1, "test"]);
const right = (user: string, system?: string) => answer(prompt(user, system), draw, true).text;
const wrong = (user: string, system?: string) => answer(prompt(user, system), draw, false).text;

const TICKET =
  "Hello,\nMy parcel for order ORD-20417 was due on 2026-03-14 but it never arrived. Please refund $49.90 to my card. " +
  "I ordered from your shop last week.\nKind regards,\nMaria Lindgren\nmaria@example.com";

describe.each([
  ["What is 17 * 23?", "The answer is 391."],
  ["What is 12 plus 30? Answer with the number only.", "42"],
  ["Calculate (2 + 3) * 4 - 6 / 3", "The answer is 18."],
  ["What's 15% of 80?", "The answer is 12."],
  ["Work out the sum of 4, 5 and 6.", "The answer is 15."],
  ["What is 1,200 divided by 8?", "The answer is 150."],
  ["What is -4 + 10?", "The answer is 6."],
  [`Extract the order number from this ticket: ${TICKET}`, "ORD-20417"],
  [`Extract the customer's email address.\n\n${TICKET}`, "maria@example.com"],
  [`What is the date? Return the date only.\n\n"""${TICKET}"""`, "2026-03-14"],
  [`Extract the amount: ${TICKET}`, "$49.90"],
  [`Extract the customer name: ${TICKET}`, "Maria Lindgren"],
  [`Summarise in one sentence: ${TICKET}`, "My parcel for order ORD-20417 was due on 2026-03-14 but it never arrived."],
  [`Classify this ticket as billing, shipping or technical: my parcel is late and the courier lost it.`, "shipping"],
  [`Classify the text into one of: billing, shipping, technical.\n\nI was charged twice on my card.`, "billing"],
  [
    `Which category (Hardware/Account access/Refund) is this?\n\nI cannot log in, my password is locked.`,
    "Account access",
  ],
  [
    `Which team should handle this ticket?\n- Payments\n- Logistics\n- Security\n\n"""The pallet is stuck in customs."""`,
    "Logistics",
  ],
  [`What is the sentiment (positive, negative, neutral) of this review: I love it, great and fast!`, "positive"],
  [`Has the parcel arrived? Answer yes or no.\n\nText: The parcel has not arrived.`, "No"],
  [`Has the parcel arrived? Answer yes or no.\n\nText: The parcel arrived on Monday.`, "Yes"],
])("%s", (question, expected) => {
  test("rightly", () => expect(right(question)).toBe(expected));
  test("wrongly", () => {
    expect(wrong(question)).not.toBe(expected);
    expect(wrong(question).length).toBeGreaterThan(0);
  });
});

describe("with the task in the system message", () => {
  test.each([
    ["You summarise support tickets in one sentence.", TICKET, /never arrived/],
    ["Classify each ticket as one of: billing, delivery, technical. Reply with the label only.", TICKET, /^delivery$/],
    [
      "You summarise tickets in one sentence. Keep the parcel number.",
      "The app says NP-71256 was left with a neighbour. Nobody has the parcel, the parcel is lost.",
      /^NP-71256: Nobody has the parcel/,
    ],
    ["Extract the order number. Return nothing else.", TICKET, /^ORD-20417$/],
    [
      "Triage: assign one of these queues: payments, logistics, it-support.",
      "The app crashes on login, error 500.",
      /^it-support$/,
    ],
  ])("%s", (system, user, expected) => {
    expect(right(user, system)).toMatch(expected);
    expect(wrong(user, system)).not.toMatch(expected);
  });
});

describe("JSON", () => {
  test("of named keys, without a response format", () => {
    const text = right(`Reply as JSON with the keys order_number and email.\n\n"""${TICKET}"""`);
    expect(JSON.parse(text)).toEqual({ order_number: "ORD-20417", email: "maria@example.com" });
    const { format } = { format: { kind: "json" } as const };
    expect(JSON.parse(answer(prompt("Hello there", undefined, { format }), draw, true).text)).toHaveProperty("answer");
  });

  const leaf = fc.oneof(
    fc.constantFrom<object>(
      { type: "string" },
      { type: "boolean" },
      { type: "null" },
      { const: 7 },
      { type: ["string", "null"] },
    ),
    fc.record({ enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }) }),
    fc.record({ type: fc.constant("string"), minLength: fc.nat(9), maxLength: fc.integer({ min: 9, max: 30 }) }),
    fc.record({
      type: fc.constantFrom("integer", "number"),
      minimum: fc.integer({ min: -5, max: 5 }),
      maximum: fc.integer({ min: 6, max: 50 }),
    }),
  );
  const { schema } = fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ type: fc.constant("array"), items: tie("schema"), minItems: fc.nat(3) }),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
      fc
        .dictionary(fc.constantFrom("summary", "orderNumber", "total", "category", "email", "x"), tie("schema"))
        .map((properties) => ({
          type: "object",
          properties,
          required: Object.keys(properties),
          additionalProperties: false,
        })),
    ),
  }));
  const ajv = new Ajv({ strict: false });

  test("fits any schema of the supported kinds", () => {
    fc.assert(
      fc.property(schema, fc.string(), (candidate, text) => {
        const value = valueFor(candidate, "answer", { instruction: text, material: text }, draw);
        expect(ajv.validate(candidate, value), JSON.stringify({ candidate, value })).toBe(true);
      }),
    );
  });

  test("follows references, also circular ones", () => {
    const tree = {
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          required: ["name"],
          properties: { name: { type: "string" }, next: { anyOf: [{ type: "null" }, { $ref: "#/$defs/node" }] } },
        },
      },
    };
    expect(ajv.validate({ ...tree }, valueFor(tree, "tree", { instruction: "", material: "" }, draw))).toBe(true);
    const loop = { $ref: "#" };
    expect(() => valueFor(loop, "loop", { instruction: "", material: "" }, draw)).not.toThrow();
  });

  test("is wrong when the answer is to be wrong", () => {
    const format = {
      kind: "schema",
      schema: { type: "object", required: ["a", "b"], properties: { a: { type: "string" }, b: { type: "string" } } },
    } as const;
    for (let index = 0; index < 20; index += 1) {
      const { text } = answer(prompt("Hi", undefined, { format }), createDraw([index]), false);
      let fits = false;
      try {
        fits = ajv.validate(format.schema, JSON.parse(text));
      } catch {
        fits = false;
      }
      expect(fits).toBe(false);
    }
  });
});

describe("tools", () => {
  const tool = (name: string, description = "") => ({
    name,
    description,
    schema: { type: "object", properties: { id: { type: "string" } } },
  });
  const tools = [tool("track_parcel", "Finds where a parcel is"), tool("refund_order", "Gives money back")];
  const called = (text: string, more: Partial<Prompt> = {}) =>
    answer(prompt(text, undefined, { tools, ...more }), draw, true).toolCalls.map((call) => call.name);

  test("called where the words ask for them, or where forced", () => {
    expect(called("Please track my parcel.")).toEqual(["track_parcel"]);
    expect(called("Good morning!")).toEqual([]);
    expect(called("Good morning!", { toolChoice: { kind: "required" } })).toHaveLength(1);
    expect(called("Good morning!", { toolChoice: { kind: "tool", name: "refund_order" } })).toEqual(["refund_order"]);
    expect(called("Please track my parcel.", { toolChoice: { kind: "none" } })).toEqual([]);
  });

  test("several at once where several are named, unless that is ruled out", () => {
    const text = "Use track_parcel and refund_order.";
    expect(called(text)).toEqual(["track_parcel", "refund_order"]);
    expect(called(text, { parallelToolCalls: false })).toEqual(["track_parcel"]);
  });
});

test("any question is answered, either way", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.boolean(), (user, system, isRight) => {
      expect(answer(prompt(user, system), draw, isRight).text).toBeTypeOf("string");
    }),
  );
});

test("tokens joined are the text again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(splitTokens(text).join("")).toBe(text);
    }),
  );
});
