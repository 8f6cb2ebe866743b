// Generates the TypeScript types of the documents from their JSON Schemas. `--check` fails where they differ.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const target = path.join(root, "runtime/src/documents/generated");
const checkOnly = process.argv.includes("--check");
mkdirSync(target, { recursive: true });

/**
 * Only objects become named types; a named type for every string and number would bury them.
 * @param {any} node A schema, or a part of one.
 * @returns {any}
 */
function withoutScalarTitles(node) {
  if (Array.isArray(node)) return node.map(withoutScalarTitles);
  if (node === null || typeof node !== "object") return node;
  /** @type {Record<string, unknown>} */
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "title" && typeof value === "string" && !(node.type === "object" && node.properties)) continue;
    if (key === "examples" || key === "default") continue;
    copy[key] = withoutScalarTitles(value);
  }
  return copy;
}

let stale = 0;
for (const name of ["catalog", "routing-policy", "benchmark-suite", "project"]) {
  const schema = JSON.parse(readFileSync(path.join(root, `schemas/${name}.schema.json`), "utf8"));
  const text = await compile(withoutScalarTitles(schema), name, {
    bannerComment: `// Generated from schemas/${name}.schema.json by \`npm run generate\`. Edit the schema instead.`,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120 },
  });
  const file = path.join(target, `${name}.ts`);
  let before = "";
  try {
    before = readFileSync(file, "utf8");
  } catch {
    // A first generation has nothing to compare with.
  }
  if (before === text) continue;
  if (checkOnly) {
    console.error(
      `${path.relative(root, file)}:1:1 types.stale The types do not match the schema: run \`npm run generate\`.`,
    );
    stale += 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path.relative(root, file)}`);
  }
}
process.exitCode = stale ? 1 : 0;
