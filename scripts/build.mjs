/**
 * Builds everything that runs outside of the tests: the extension, the language server, the command, the webviews and
 * the client library, with its declarations. What has not changed is not built again.
 * `--dev` keeps the code readable and writes source maps; `--force` builds all.
 */
import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { copyFile, cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundles, separateCodeEngine } from "./lib/bundles.mjs";
import { runCommand } from "./lib/command.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { root } from "./lib/paths.mjs";
import { say, step } from "./lib/progress.mjs";
import { setUp } from "./setup.mjs";

/** @typedef {import("./lib/bundles.mjs").Bundle} Bundle */
/** @typedef {{ fingerprint: string, inputs: string[], outputs: string[] }} Known Paths from the root. */
/** @typedef {Record<string, Known>} Record_ By output. */

const recordFile = path.join(root, "dist/.build.json");

/** Changes when one of the files does. @param {string} settings @param {string[]} inputs */
async function fingerprint(settings, inputs) {
  const hash = createHash("sha256").update(settings);
  for (const input of inputs) {
    const { mtimeMs, size } = await stat(path.join(root, input)).catch(() => ({ mtimeMs: -1, size: -1 }));
    hash.update(`\n${input} ${mtimeMs} ${size}`);
  }
  return hash.digest("hex");
}

/** Where the parts of a bundle lie beside it, and under which names. @param {string} output */
function partsOf(output) {
  const { dir, name, ext } = path.parse(output);
  return { folder: dir, prefix: `${name}-`, ext };
}

/** @param {Bundle} bundle @returns {import("esbuild").BuildOptions} */
function outputOf({ entry, output, splits }) {
  if (!splits) return { entryPoints: [entry], outfile: output };
  const { folder, prefix, ext } = partsOf(output);
  return {
    entryPoints: [{ in: entry, out: path.parse(output).name }],
    outdir: folder,
    outExtension: { ".js": ext },
    splitting: true,
    chunkNames: `${prefix}[hash]`,
  };
}

/** @param {Bundle} bundle @param {boolean} dev @returns {import("esbuild").BuildOptions} */
function optionsFor(bundle, dev) {
  return {
    absWorkingDir: root,
    ...outputOf(bundle),
    bundle: true,
    format: bundle.format,
    platform: bundle.platform,
    target: bundle.platform === "node" ? "node22" : "es2022",
    conditions: ["source"],
    external: bundle.external ?? [],
    banner: bundle.banner ? { js: bundle.banner } : {},
    minify: !dev,
    // Error and class names are shown to people and compared by libraries.
    keepNames: bundle.keepsNames ?? true,
    sourcemap: dev,
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: "preact",
    metafile: true,
    plugins: [separateCodeEngine],
    logLevel: "silent",
  };
}

/**
 * Builds what has changed.
 * @param {{ dev?: boolean, force?: boolean, only?: (bundle: Bundle) => boolean }} [choice]
 */
export async function build({ dev = false, force = false, only = () => true } = {}) {
  const { build: esbuild, formatMessages, stop } = await import("esbuild");
  /** @type {Record_} */
  const record = force ? {} : await readFile(recordFile, "utf8").then(JSON.parse, () => ({}));
  let built = 0;
  for (const bundle of bundles.filter(only)) {
    const options = optionsFor(bundle, dev);
    const settings = JSON.stringify(options);
    const known = record[bundle.output];
    const isThere = known?.outputs?.every((output) => existsSync(path.join(root, output)));
    if (known && isThere && known.fingerprint === (await fingerprint(settings, known.inputs))) continue;
    if (!existsSync(path.join(root, bundle.entry))) {
      throw new Failure(
        `${bundle.entry} is missing, so ${bundle.output} can not be built.`,
        "Restore the file from git.",
      );
    }
    const result = await esbuild(options).catch(async (error) => {
      if (!Array.isArray(error.errors)) throw error;
      const text = await formatMessages(error.errors, { kind: "error", color: false });
      throw new Failure(`${bundle.output} can not be built:\n${text.join("")}`, "Put right what is reported above.");
    });
    const inputs = Object.keys(result.metafile?.inputs ?? {}).filter((input) => existsSync(path.join(root, input)));
    const outputs = await putInPlace(bundle, Object.keys(result.metafile?.outputs ?? {}));
    record[bundle.output] = { fingerprint: await fingerprint(settings, inputs), inputs, outputs };
    built += 1;
    say(`  built ${bundle.output}`);
  }
  // esbuild keeps a process for further builds, and there is none.
  await stop();
  await mkdir(path.dirname(recordFile), { recursive: true });
  await writeFile(recordFile, JSON.stringify(record));
  await declarations();
  return built;
}

/**
 * Copies what was built to its further places, and removes the parts of an earlier build.
 * @param {Bundle} bundle @param {string[]} built Paths from the root. @returns {Promise<string[]>} All that is there now.
 */
async function putInPlace({ output, copies = [], splits }, built) {
  const outputs = [...built];
  for (const place of copies) {
    await mkdir(path.dirname(path.join(root, place)), { recursive: true });
    for (const file of built) {
      const copy = file === output ? place : `${path.dirname(place)}/${path.basename(file)}`;
      await copyFile(path.join(root, file), path.join(root, copy));
      outputs.push(copy);
    }
  }
  for (const place of splits ? [output, ...copies] : []) {
    const { folder, prefix, ext } = partsOf(place);
    for (const name of await readdir(path.join(root, folder))) {
      const isOld = !outputs.includes(`${folder}/${name}`);
      if (isOld && name.startsWith(prefix) && name.endsWith(ext)) await rm(path.join(root, folder, name));
    }
  }
  return outputs;
}

/** The types of the client library, for applications that import it. */
async function declarations() {
  const { code, output } = await runCommand(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "runtime"], {
    cwd: root,
    quiet: true,
  });
  if (code !== 0) throw new Failure(`The runtime does not type-check:\n${output}`, "Put right what is reported above.");
  // The same declarations, read as CommonJS: an application that calls `require` must get the SDK's types of that kind.
  const commonJs = path.join(root, "runtime/dist/types-cjs");
  await cp(path.join(root, "runtime/dist/types/client"), path.join(commonJs, "client"), { recursive: true });
  await writeFile(path.join(commonJs, "package.json"), '{ "type": "commonjs" }\n');
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    await setUp();
    const built = await step("Building", () =>
      build({ dev: process.argv.includes("--dev"), force: process.argv.includes("--force") }),
    );
    if (built === 0) say("  nothing had changed");
  });
}
