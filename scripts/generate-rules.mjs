/**
 * Generates from the comments above the rules: docs/rules, the words that the command prints of them, and the codes
 * that a project document knows. `--check` fails where they differ.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./lib/paths.mjs";
import { indexText, pageText, readRulePages } from "./lib/rule-pages.mjs";

const checkOnly = process.argv.includes("--check");
const pages = readRulePages();
/** @type {Map<string, string>} */
const wanted = new Map([["docs/rules/README.md", indexText(pages)]]);
for (const page of pages) wanted.set(`docs/rules/${page.code}.md`, pageText(page));

const help = Object.fromEntries(
  pages.map(({ code, severity, fixed, summary, body }) => [code, { severity, fixed, summary, body }]),
);
wanted.set("runtime/src/rules/generated/rule-help.json", `${JSON.stringify(help, undefined, 1)}\n`);

const schemaFile = "schemas/project.schema.json";
const schema = JSON.parse(readFileSync(path.join(root, schemaFile), "utf8"));
schema.properties.checks.properties.severity.properties = Object.fromEntries(
  pages.map(({ code, severity, fixed, summary }) => {
    const words = code.replace(".", " ").replaceAll("-", " ");
    return [
      code,
      {
        $ref: `#/definitions/${fixed ? "fixedSeverity" : "severity"}`,
        title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
        description: `${summary} ${fixed ? "Always an error." : `Without this: ${severity}.`}`,
        examples: [fixed ? "error" : "off"],
      },
    ];
  }),
);
wanted.set(schemaFile, `${JSON.stringify(schema, undefined, 2)}\n`);

const stale = [];
for (const [file, text] of wanted) {
  const full = path.join(root, file);
  const before = existsSync(full) ? readFileSync(full, "utf8") : "";
  // The schema is kept in the formatter's layout; only its content counts.
  const same =
    file.endsWith(".json") && before !== ""
      ? JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(text))
      : before === text;
  if (same) continue;
  stale.push(file);
  if (checkOnly) continue;
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}
const folder = path.join(root, "docs/rules");
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  if (wanted.has(`docs/rules/${name}`)) continue;
  stale.push(`docs/rules/${name}`);
  if (!checkOnly) rmSync(path.join(folder, name));
}
for (const file of stale) {
  if (checkOnly)
    console.error(`${file}:1:1 rules.stale The page does not match the rule's comment: run \`npm run generate\`.`);
  else console.log(`wrote ${file}`);
}
process.exitCode = checkOnly && stale.length > 0 ? 1 : 0;
