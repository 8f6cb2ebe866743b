// Collects the sentences of the extension that can be translated. `--check` fails where the bundle is not up to date.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./lib/paths.mjs";

const bundle = path.join(root, "l10n/bundle.l10n.json");
const call = /(?:\bl10n\.t|\bt)\(\s*("(?:[^"\\\n]|\\.)*")/g;

const sources = readdirSync(path.join(root, "client/src"), { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !file.includes(".test."),
);
const sentences = sources.flatMap((file) =>
  [...readFileSync(path.join(root, "client/src", file), "utf8").matchAll(call)].map((match) =>
    JSON.parse(match[1] ?? '""'),
  ),
);
const sorted = [...new Set(sentences)].sort();
const text = `${JSON.stringify(Object.fromEntries(sorted.map((sentence) => [sentence, sentence])), null, 2)}\n`;

let before = "";
try {
  before = readFileSync(bundle, "utf8");
} catch {
  // A first generation has nothing to compare with.
}
if (before !== text && process.argv.includes("--check")) {
  console.error("l10n/bundle.l10n.json:1:1 l10n.stale The sentences do not match the sources: run `npm run generate`.");
  process.exitCode = 1;
} else if (before !== text) {
  writeFileSync(bundle, text);
  console.log(`wrote ${path.relative(root, bundle)}`);
}
