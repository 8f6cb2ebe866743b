import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { kindOfName } from "@fairlead/runtime/documents";
import { Ajv } from "ajv";
import formatsPlugin, { type FormatsPlugin } from "ajv-formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { layOut } from "./schemastore.mjs";

let folder: string;
let counts: Record<string, { fits: number; fails: number }>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fairlead-schemastore-"));
  counts = await layOut(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (file: string) => JSON.parse(await readFile(path.join(folder, file), "utf8"));

test("each schema has documents that fit and documents that do not", () => {
  expect(Object.keys(counts)).toHaveLength(4);
  for (const { fits, fails } of Object.values(counts)) {
    expect(fits).toBeGreaterThan(0);
    expect(fails).toBeGreaterThan(0);
  }
});

test("what is laid out passes as SchemaStore tests it: strictly, each file alone", async () => {
  const { options } = await read("additions-to-schema-validation.json");
  for (const file of await readdir(path.join(folder, "src/schemas/json"))) {
    const schema = await read(`src/schemas/json/${file}`);
    expect(schema.$id).toBe(`https://json.schemastore.org/${file}`);
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    const plugin = formatsPlugin as unknown as FormatsPlugin & { default?: FormatsPlugin };
    (plugin.default ?? plugin)(ajv);
    ajv.addVocabulary(options[file].unknownKeywords);
    const fits = ajv.compile(schema);
    for (const [kind, expected] of [
      ["test", true],
      ["negative_test", false],
    ] as const) {
      const tests = path.join(folder, "src", kind, path.basename(file, ".json"));
      for (const name of await readdir(tests)) {
        const value = parse(await readFile(path.join(tests, name), "utf8"), { merge: true, logLevel: "error" });
        expect(fits(value), `${kind}/${name}: ${JSON.stringify(fits.errors)}`).toBe(expected);
      }
    }
  }
});

test("the entries of the catalog match our files and no others", async () => {
  const { schemas } = (await read("additions-to-catalog.json")) as {
    schemas: { name: string; description: string; fileMatch: string[]; url: string }[];
  };
  expect(schemas).toHaveLength(4);
  for (const { description, fileMatch, url } of schemas) {
    expect(description).toMatch(/\.$/);
    expect(url).toMatch(/^https:\/\/www\.schemastore\.org\/fairlead-[a-z-]+\.json$/);
    for (const pattern of fileMatch) expect(kindOfName(pattern.replace("*", "acme"))).toBeDefined();
  }
});
