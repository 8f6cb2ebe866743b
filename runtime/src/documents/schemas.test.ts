import { execFileSync } from "node:child_process";
import path from "node:path";
import { Ajv } from "ajv";
import formatsPlugin, { type FormatsPlugin } from "ajv-formats";
import { describe, expect, test } from "vitest";
import { DOCUMENT_KINDS } from "./recognise.ts";
import { resolveSchema } from "./schema-lookup.ts";
import { documentKindOf, type SchemaNode, schemaOf, sectionOf } from "./schemas.ts";

interface Property {
  name: string;
  schema: SchemaNode;
  root: SchemaNode;
}

/** Every property, list item and entity of a schema. */
function* properties(root: SchemaNode, given: SchemaNode, name: string): Iterable<Property> {
  const schema = resolveSchema(root, given);
  yield { name, schema, root };
  for (const [key, child] of Object.entries(schema.properties ?? {})) yield* properties(root, child, `${name}.${key}`);
  if (typeof schema.additionalProperties === "object")
    yield* properties(root, schema.additionalProperties, `${name}.*`);
  if (schema.items) yield* properties(root, schema.items, `${name}[]`);
  for (const [index, branch] of (schema.anyOf ?? []).entries()) {
    // The alternatives share the title and the description of the property that offers them.
    if (branch.items) yield* properties(root, branch.items, `${name}|${index}[]`);
  }
}

const all = DOCUMENT_KINDS.flatMap((kind) => [...properties(schemaOf(kind), schemaOf(kind), kind)]);

function validator() {
  const ajv = new Ajv({ strict: false });
  const plugin = formatsPlugin as unknown as FormatsPlugin & { default?: FormatsPlugin };
  (plugin.default ?? plugin)(ajv, { mode: "full", formats: ["date", "uri"] });
  return ajv;
}

describe("document schemas", () => {
  test("cover the three kinds", () => {
    expect(all.length).toBeGreaterThan(150);
  });

  test.each(all)("$name says what it is", ({ schema }) => {
    expect(schema.title).toMatch(/^[A-Z].*[^.]$/);
    expect(schema.description).toMatch(/^\S.*[.?!]$/s);
    expect(schema.examples?.length ?? 0).toBeGreaterThan(0);
    const types = [schema.type ?? []].flat();
    const isNumber = types.length === 1 && (types[0] === "integer" || types[0] === "number");
    if (isNumber) expect(schema["x-unit"]).toMatch(/\S/);
    for (const value of schema["x-enum-descriptions"] ? (schema.enum ?? []) : [])
      expect(schema["x-enum-descriptions"]).toHaveProperty([String(value)]);
  });

  test("every example fits the schema that it is an example of", () => {
    const ajv = validator();
    for (const { name, schema, root } of all) {
      const check = ajv.compile({ ...schema, $id: undefined, definitions: root.definitions });
      for (const example of schema.examples ?? [])
        expect(check(example), `${name}: ${JSON.stringify(example)}`).toBe(true);
    }
  });

  test("the generated types are fresh", () => {
    const root = path.resolve(import.meta.dirname, "../../..");
    const output = execFileSync(process.execPath, ["scripts/generate-types.mjs", "--check"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(output).toBe("");
  });

  test("every kind of entity has one home", () => {
    expect([documentKindOf("deployment"), sectionOf("deployment")]).toEqual(["Catalog", "deployments"]);
    expect([documentKindOf("businessUnit"), sectionOf("businessUnit")]).toEqual(["RoutingPolicy", "businessUnits"]);
    expect([documentKindOf("benchmark"), sectionOf("benchmark")]).toEqual(["BenchmarkSuite", "benchmarks"]);
  });
});
