// Lays out the schemas, their tests and their catalog entries as a pull request to SchemaStore wants them.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { parseAllDocuments } from "yaml";
import { root } from "./lib/paths.mjs";

/** Which files are of which schema: the conventions of names, and nothing that another tool may mean as well. */
const SCHEMAS = [
  { name: "catalog", kind: "Catalog", title: "Fairlead model catalog", fileMatch: ["*.catalog.yaml", "*.catalog.yml"] },
  {
    name: "routing-policy",
    kind: "RoutingPolicy",
    title: "Fairlead routing policy",
    fileMatch: ["*.routing-policy.yaml", "*.routing-policy.yml"],
  },
  {
    name: "benchmark-suite",
    kind: "BenchmarkSuite",
    title: "Fairlead benchmark suite",
    fileMatch: ["*.benchmark.yaml", "*.benchmark.yml"],
  },
  { name: "project", kind: "Project", title: "Fairlead project", fileMatch: ["fairlead.yaml", "fairlead.yml"] },
];

/** @param {unknown} value @param {Set<string>} found Collects the annotations that are ours (`x-…`). */
function ownKeywords(value, found) {
  if (value === null || typeof value !== "object") return found;
  for (const [key, child] of Object.entries(value)) {
    if (key.startsWith("x-")) found.add(key);
    else if (key !== "examples") ownKeywords(child, found);
  }
  return found;
}

/**
 * The examples of one kind that are a single YAML document without mistakes of syntax, parsed.
 * @param {string} folder @param {string} kind
 */
async function examples(folder, kind) {
  const found = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!/\.ya?ml$/.test(name)) continue;
    const text = await readFile(path.join(folder, name), "utf8");
    const documents = parseAllDocuments(text, { merge: true, logLevel: "silent" });
    const [only] = documents;
    if (!only || documents.length !== 1 || only.errors.length > 0 || only.warnings.length > 0) continue;
    try {
      const value = only.toJS({ maxAliasCount: 100 });
      if (value?.kind === kind) found.push({ name, text, value });
    } catch {
      // Undefined or exploding aliases: no file for tools that know the schema only.
    }
  }
  return found;
}

/**
 * Writes the files into a folder, and returns how many tests there are of each schema.
 * @param {string} folder
 */
export async function layOut(folder) {
  const put = async (/** @type {string} */ file, /** @type {string} */ text) => {
    const full = path.join(folder, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text);
  };
  const entries = [];
  const options = [];
  /** @type {Record<string, { fits: number, fails: number }>} */
  const counts = {};
  for (const { name, kind, title, fileMatch } of SCHEMAS) {
    const text = await readFile(path.join(root, `schemas/${name}.schema.json`), "utf8");
    const schema = JSON.parse(text);
    const own = [...ownKeywords(schema, new Set())].sort();
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    ajv.addVocabulary(own);
    const fits = ajv.compile(schema);
    const valid = (await examples(path.join(root, "schemas/examples/valid"), kind)).filter(({ value }) => fits(value));
    const invalid = (await examples(path.join(root, "schemas/examples/invalid"), kind)).filter(
      ({ value }) => !fits(value),
    );
    const id = `fairlead-${name}`;
    await put(`src/schemas/json/${id}.json`, text.replace(schema.$id, `https://json.schemastore.org/${id}.json`));
    for (const example of valid) await put(`src/test/${id}/${example.name}`, example.text);
    for (const example of invalid) await put(`src/negative_test/${id}/${example.name}`, example.text);
    entries.push({
      name: title,
      description: schema.description,
      fileMatch,
      url: `https://www.schemastore.org/${id}.json`,
    });
    options.push([`${id}.json`, { unknownKeywords: own }]);
    counts[id] = { fits: valid.length, fails: invalid.length };
  }
  const json = (/** @type {unknown} */ value) => `${JSON.stringify(value, undefined, 2)}\n`;
  await put("additions-to-catalog.json", json({ schemas: entries }));
  await put("additions-to-schema-validation.json", json({ options: Object.fromEntries(options) }));
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (!folder) {
    console.error("Say where to: npm run schemastore -- FOLDER, such as a checkout of SchemaStore.");
    process.exit(2);
  }
  for (const [id, { fits, fails }] of Object.entries(await layOut(folder)))
    console.log(`${id}: ${fits} documents that fit, ${fails} that do not`);
}
