import { describe, expect, test } from "vitest";
import { type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { cleanSchema } from "./clean-schema.ts";

function cleaned(schema: unknown): { schema: unknown; lost: string | undefined } {
  const losses: TranslationLoss[] = [];
  return { schema: cleanSchema(schema, "/format", losses), lost: losses[0]?.reason.split(": ")[1] };
}
const closed = { type: "object", properties: {}, additionalProperties: false };

test.each<[schema: unknown, written: unknown, lost?: string]>([
  [{ type: "string" }, { type: "string" }],
  [true, true],
  [closed, closed],
  [{ type: "object", properties: {} }, closed],
  [
    { properties: {}, additionalProperties: true },
    { properties: {}, additionalProperties: false },
  ],
  [{ $schema: "x", ...closed }, closed],
  [{ type: "integer", minimum: 1, maximum: 9 }, { type: "integer" }, "minimum, maximum"],
  [
    { type: "string", format: "date", description: "d" },
    { type: "string", format: "date", description: "d" },
  ],
  [{ type: "string", format: "phone" }, { type: "string" }, "format"],
  [
    { type: "array", items: { type: "string", pattern: "x" }, minItems: 1 },
    { type: "array", items: { type: "string" }, minItems: 1 },
    "pattern",
  ],
  [{ type: "array", items: {}, minItems: 2, maxItems: 3 }, { type: "array", items: {} }, "minItems, maxItems"],
  [{ oneOf: [{ type: "string" }, { type: "object", properties: {} }] }, { anyOf: [{ type: "string" }, closed] }],
  [
    { $ref: "#/$defs/a", $defs: { a: { type: "object", properties: {} } } },
    { $ref: "#/$defs/a", $defs: { a: closed } },
  ],
  // A member may have the name of a word.
  [
    { type: "object", properties: { minimum: { type: "number", minimum: 0 }, not: { type: "null" } } },
    { ...closed, properties: { minimum: { type: "number" }, not: { type: "null" } } },
    "minimum",
  ],
])("%j", (schema, written, lost) => {
  expect(cleaned(schema)).toEqual({ schema: written, lost });
});

describe("objects of any members", () => {
  test.each([
    { type: "object" },
    { type: "object", additionalProperties: { type: "number" } },
    { type: ["object", "null"] },
    { type: "object", properties: { a: { type: "object", additionalProperties: true } } },
  ])("%j can not be said", (schema) => {
    expect(() => cleaned(schema)).toThrow(UntranslatableError);
  });
});
