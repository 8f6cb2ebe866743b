import { execFileSync } from "node:child_process";
import path from "node:path";
import { Ajv } from "ajv";
import formatsPlugin, { type FormatsPlugin } from "ajv-formats";
import { describe, expect, test } from "vitest";
import { compile, decide } from "../policy/index.ts";
import { checkFiles } from "./check-files.ts";
import { parseFile } from "./parse-file.ts";
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
  test("cover all kinds", () => {
    expect(all.length).toBeGreaterThan(150);
  });

  test.each(all)("$name says what it is", ({ schema }) => {
    expect(schema.title).toMatch(/^[A-Z].*[^.]$/);
    expect(schema.description).toMatch(/^\S.*[.?!]$/s);
    expect(schema.examples?.length ?? 0).toBeGreaterThan(0);
    const types = [schema.type ?? []].flat();
    const isNumber = types.length === 1 && (types[0] === "integer" || types[0] === "number");
    if (isNumber) expect(schema["x-unit"]).toMatch(/\S/);
    // What has no end overflows timers and the integers of money.
    if (isNumber) expect(schema.maximum).toBeTypeOf("number");
    for (const value of schema["x-enum-descriptions"] ? (schema.enum ?? []) : [])
      expect(schema["x-enum-descriptions"]).toHaveProperty([String(value)]);
  });

  test.each(DOCUMENT_KINDS)("%s: other tools take it, in strict mode, with annotations of ours only", (kind) => {
    const unknown = new Set<string>();
    const walk = (schema: unknown): void => {
      if (schema === null || typeof schema !== "object") return;
      for (const [key, value] of Object.entries(schema)) {
        if (key.startsWith("x-")) unknown.add(key);
        else if (key !== "examples") walk(value);
      }
    };
    walk(schemaOf(kind));
    const said: string[] = [];
    const say = (...words: unknown[]) => void said.push(words.join(" "));
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, logger: { log: say, warn: say, error: say } });
    const plugin = formatsPlugin as unknown as FormatsPlugin & { default?: FormatsPlugin };
    (plugin.default ?? plugin)(ajv);
    ajv.addVocabulary([...unknown]);
    expect(ajv.validateSchema(schemaOf(kind))).toBe(true);
    ajv.compile(schemaOf(kind));
    expect(said).toEqual([]);
  });

  test("every example fits the schema that it is an example of", () => {
    const ajv = validator();
    for (const { name, schema, root } of all) {
      const check = ajv.compile({ ...schema, $id: undefined, definitions: root.definitions });
      for (const example of schema.examples ?? [])
        expect(check(example), `${name}: ${JSON.stringify(example)}`).toBe(true);
    }
  });

  test("the greatest numbers that they allow do not make decisions fail", () => {
    const numbers = (name: string) => all.find((one) => one.name.endsWith(name))?.schema.maximum;
    const price = numbers("deployments.*.price.input");
    const tokens = numbers("deployments.*.maxOutputTokens");
    const catalog = `apiVersion: fairlead/v1
kind: Catalog
providers: { p: { adapter: openai, jurisdiction: eu } }
models: { m: { supplier: s, capabilities: [chat], contextWindow: ${tokens}, maxOutputTokens: ${tokens} } }
deployments:
  m@p: { upstream: m, price: { input: ${price}, output: ${price}, perRequest: ${price} } }
`;
    const policy = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { b: {} }
workloads:
  w: { businessUnit: b, sensitivity: public, maxOutputTokens: ${tokens}, route: { candidates: [m@p] } }
`;
    const { documents, diagnostics } = checkFiles([
      parseFile("file:///a.catalog.yaml", catalog),
      parseFile("file:///a.routing-policy.yaml", policy),
    ]);
    expect(diagnostics).toEqual([]);
    const inputTokens = { expected: tokens ?? 0, atMost: tokens ?? 0 };
    const request = { workload: "w", inputTokens, at: 0, draw: 0 };
    expect(() => decide(compile(documents), request, { health: [], spent: [] })).not.toThrow();
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
