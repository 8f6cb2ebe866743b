import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TranslationLoss } from "../neutral.ts";
import { UntranslatableError } from "../neutral.ts";
import { cleanSchema } from "./clean-schema.ts";

function clean(schema: unknown, isPromise = false): { schema: unknown; losses: string[] } {
  const losses: TranslationLoss[] = [];
  return {
    schema: cleanSchema(schema, { path: "/tools", losses, isPromise }),
    losses: losses.map((loss) => loss.reason),
  };
}

describe("what is written in another way", () => {
  test.each<[string, unknown, unknown]>([
    [
      "names of the dialect and closed objects",
      { $schema: "s", $id: "i", type: "object", additionalProperties: false },
      { type: "object" },
    ],
    [
      "references",
      { type: "object", properties: { a: { $ref: "#/$defs/a~1b" } }, $defs: { "a/b": { type: "integer" } } },
      { type: "object", properties: { a: { type: "integer" } } },
    ],
    [
      "a reference with words beside it",
      { properties: { a: { $ref: "#/definitions/a", description: "A" } }, definitions: { a: { type: "string" } } },
      { type: "object", properties: { a: { type: "string", description: "A" } } },
    ],
    ["a type or null", { type: ["string", "null"] }, { type: "string", nullable: true }],
    [
      "one of several types",
      { type: ["string", "integer"], description: "d" },
      { description: "d", anyOf: [{ type: "string" }, { type: "integer" }] },
    ],
    [
      "an alternative of null",
      { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] },
      { type: "string", minLength: 1, nullable: true },
    ],
    [
      "oneOf",
      { oneOf: [{ type: "string" }, { type: "integer" }] },
      { anyOf: [{ type: "string" }, { type: "integer" }] },
    ],
    ["a constant", { const: "a" }, { type: "string", enum: ["a"] }],
    ["values with null", { enum: ["a", null] }, { type: "string", enum: ["a"], nullable: true }],
    [
      "schemas that all hold",
      {
        allOf: [
          { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
          { properties: { b: { type: "string" } }, required: ["b"] },
        ],
      },
      { type: "object", properties: { a: { type: "string" }, b: { type: "string" } }, required: ["a", "b"] },
    ],
    ["the formats that Gemini has", { type: "string", format: "date-time" }, { type: "string", format: "date-time" }],
    ["anything", true, {}],
    [
      "a property named like a keyword",
      { properties: { $ref: { type: "string" } } },
      { type: "object", properties: { $ref: { type: "string" } } },
    ],
  ])("%s", (_, schema, expected) => {
    expect(clean(schema, true)).toEqual({ schema: expected, losses: [] });
  });
});

describe("what is lost from a tool, which is a hint, and said", () => {
  test.each<[string, unknown, unknown, string]>([
    ["other formats", { type: "string", format: "email" }, { type: "string" }, "email"],
    ["numbers to choose from", { enum: [1, 2] }, { type: "integer" }, "no texts"],
    ["an array of anything", { type: "array" }, { type: "array", items: { type: "string" } }, "anything"],
    ["keywords that Gemini lacks", { type: "number", exclusiveMinimum: 0 }, { type: "number" }, "exclusiveMinimum"],
    [
      "properties of any name",
      { type: "object", additionalProperties: { type: "string" } },
      { type: "object" },
      "additionalProperties",
    ],
  ])("%s", (_, schema, expected, reason) => {
    const cleaned = clean(schema);
    expect(cleaned.schema).toEqual(expected);
    expect(cleaned.losses).toEqual([expect.stringContaining(reason)]);
  });
});

describe("what is refused", () => {
  test.each<[string, unknown, boolean]>([
    ["a schema that holds itself", { type: "object", properties: { next: { $ref: "#" } } }, false],
    [
      "references in a ring",
      { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
      false,
    ],
    ["a reference to nothing", { $ref: "#/$defs/a" }, false],
    ["a reference to another document", { $ref: "https://example.com/schema.json" }, false],
    ["items one by one", { type: "array", items: [{ type: "string" }] }, false],
    ["schemas that contradict each other", { allOf: [{ type: "string" }, { type: "integer" }] }, false],
    ["an answer that must be one of numbers", { enum: [1, 2] }, true],
    ["an answer with properties of any name", { type: "object", additionalProperties: { type: "string" } }, true],
    ["nothing at all", { not: {}, properties: { a: false } }, false],
  ])("%s", (_, schema, isPromise) => {
    expect(() => clean(schema, isPromise)).toThrow(UntranslatableError);
  });

  test("references that double at each step end before the memory does", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 30 }, (_, step) => {
        const next = { $ref: `#/$defs/s${step + 1}` };
        return [`s${step}`, { type: "object", properties: { a: next, b: next } }];
      }),
    );
    const schema = { $ref: "#/$defs/s0", $defs: { ...$defs, s30: { type: "string" } } };
    expect(() => clean(schema)).toThrow("too large");
  });
});

/** Keywords that the Gemini API answers with an error. */
const REFUSED =
  /"(?:\$schema|\$ref|\$defs|\$id|definitions|additionalProperties|const|oneOf|allOf|not|exclusiveMinimum)":/;

test("whatever a schema holds, no keyword is left that Gemini refuses", () => {
  const leaf = fc.constantFrom<unknown>(
    { type: "string", format: "uuid" },
    { type: ["integer", "null"], exclusiveMinimum: 1 },
    { $ref: "#/$defs/leaf" },
    { const: "x" },
    { oneOf: [{ type: "string" }, { type: "null" }] },
    true,
  );
  const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.dictionary(fc.constantFrom("a", "b", "c"), tie("schema"), { maxKeys: 3 }).map((properties) => ({
        type: "object",
        properties,
        additionalProperties: false,
        $schema: "http://json-schema.org/draft-07/schema#",
      })),
      tie("schema").map((items) => ({ type: "array", items })),
      fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    ),
  }));
  fc.assert(
    fc.property(schema, (inner) => {
      const root = { type: "object", properties: { inner }, $defs: { leaf: { type: "boolean" } } };
      const cleaned = clean(root).schema;
      expect(JSON.stringify(cleaned)).not.toMatch(REFUSED);
      // What is clean stays as it is.
      expect(clean(cleaned)).toEqual({ schema: cleaned, losses: [] });
    }),
    { seed: 7, numRuns: 300 },
  );
});
