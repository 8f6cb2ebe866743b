/** Makes the VSIX: the bundles and nothing else. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { runCommand } from "./lib/command.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { bundledFiles, notices } from "./lib/notices.mjs";
import { root, shown } from "./lib/paths.mjs";
import { say, step } from "./lib/progress.mjs";
import { setUp } from "./setup.mjs";

const largestMegabytes = 8;

/** What decides over the package's contents; `.vscodeignore` picks from it. The command names its parts by their content. */
const packaged = [
  ...["package.json", "package.nls.json", "package-lock.json", ".vscodeignore", "README.md", "LICENSE"],
  ...[
    "dist/extension.cjs",
    "dist/benchmark-reader.cjs",
    "dist/server.cjs",
    "dist/code-engine.cjs",
    "dist/fairlead.mjs",
    "dist/webview",
  ],
  ...["l10n", "images", "docs/images", "docs/rules"],
];

/** What a VSIX must never hold. Our folders with code, and everybody else's. */
const forbidden = /(^|\/)(node_modules|src|test|tests|scripts|\.ci)\/|\.(ts|tsx|map)$|\.test\./;

/** Builds, packages and checks. @returns {Promise<string>} The file. */
export async function packageExtension() {
  await build();
  const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const file = path.join(root, `dist/fairlead-${version}.vsix`);
  const contents = await fingerprint();
  const stamp = path.join(root, "dist/.vsix");
  if (existsSync(file) && (await readFile(stamp, "utf8").catch(() => "")) === contents) return file;
  const noticesFile = path.join(root, "THIRD-PARTY-NOTICES.txt");
  await writeFile(noticesFile, notices(bundledFiles()));
  try {
    const vsce = path.join(root, "node_modules/@vscode/vsce/vsce");
    const args = ["package", "--no-dependencies", "--no-rewrite-relative-links", "--out", file];
    if (!existsSync(path.join(root, "LICENSE"))) args.push("--skip-license");
    const { code, output } = await runCommand(process.execPath, [vsce, ...args], { cwd: root, quiet: true });
    if (code !== 0) throw new Failure(`vsce could not package the extension:\n${output}`, "Put right what it says.");
  } finally {
    await rm(noticesFile, { force: true });
  }
  await inspect(file);
  await writeFile(stamp, contents);
  return file;
}

/** Changes when anything does that goes into the package. */
async function fingerprint() {
  const hash = createHash("sha256");
  for (const input of packaged) {
    const entry = path.join(root, input);
    if (!existsSync(entry)) continue;
    const inside = statSync(entry).isDirectory()
      ? readdirSync(entry, { recursive: true, encoding: "utf8" }).sort()
      : [""];
    for (const name of inside) {
      const file = path.join(entry, name);
      if (statSync(file).isFile()) hash.update(`\n${path.join(input, name)}\n`).update(await readFile(file));
    }
  }
  return hash.digest("hex");
}

/** Fails on a package that is too big or holds what it must not; returns what it is in words. @param {string} file */
async function inspect(file) {
  const entries = await entriesOf(file);
  const wrong = entries.filter((entry) => forbidden.test(entry));
  if (wrong.length > 0) {
    throw new Failure(
      `The package holds what it must not: ${wrong.slice(0, 5).join(", ")}.`,
      "Put right .vscodeignore.",
    );
  }
  const megabytes = (await stat(file)).size / 1_000_000;
  if (megabytes > largestMegabytes) {
    throw new Failure(
      `The package has ${megabytes.toFixed(2)} MB, more than ${largestMegabytes}.`,
      "Look at what the bundles contain: esbuild --analyze.",
    );
  }
  return `${shown(file)}: ${megabytes.toFixed(2)} MB, ${entries.length} files`;
}

/** The names in a zip file, from its central directory. @param {string} file @returns {Promise<string[]>} */
async function entriesOf(file) {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0) throw new Failure(`${shown(file)} is no zip file.`, "Run npm run package again.");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  /** @type {string[]} */
  const names = [];
  for (let index = 0; index < count; index += 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    names.push(bytes.toString("utf8", at + 46, at + 46 + Number(name)));
    at += 46 + Number(name) + Number(extra) + Number(comment);
  }
  return names;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    await setUp();
    const file = await step("Packaging the extension", packageExtension);
    say(`  ${await inspect(file)}`);
  });
}
