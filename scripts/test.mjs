/**
 * `npm test`: everything that must hold, from formatting to the tests in real VS Code. The last line is the total.
 * `-- --no-editor` leaves the editor tests out.
 */
import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { check, summarise, temporaryFolder, tool, vitest } from "./lib/checks.mjs";
import { runCommand } from "./lib/command.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { resultsFolder, root } from "./lib/paths.mjs";
import { setUp } from "./setup.mjs";

function readFlags() {
  try {
    return parseArgs({ options: { "no-editor": { type: "boolean", default: false } } }).values;
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), "npm test -- [--no-editor]");
  }
}

/** @param {string} name */
function generated(name) {
  return runCommand(process.execPath, [`scripts/${name}.mjs`, "--check"], { cwd: root, quiet: true });
}

await runMain(async () => {
  const withEditor = !readFlags()["no-editor"];
  try {
    await setUp({ editor: withEditor, browser: withEditor });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // Whoever reads only the last line must not miss that nothing could be tested.
    process.stderr.write(`✗ ${error.message}\n  ${error.remedy}\n`);
    summarise([{ title: "Set-up", passed: 0, failed: 1, seconds: "0 s", notes: [] }], []);
    return 1;
  }
  await mkdir(resultsFolder, { recursive: true });
  const outcomes = [
    await check("Format and lint", () => tool("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."])),
    await check("Generated types", () => generated("generate-types")),
    await check("Sentences to translate", () => generated("generate-l10n")),
    await check("Type check", () => tool("typescript/bin/tsc", ["-b"])),
    await check("Build", () => build().then((built) => ({ code: 0, output: `${built} bundles` }))),
    await vitest("Tests", "tests", [], await temporaryFolder()),
  ];
  const skipped = [];
  if (withEditor) {
    outcomes.push(await vitest("Tests in real VS Code", "editor-tests", ["--config", "test/editor/vitest.config.ts"]));
  } else {
    skipped.push("Tests in real VS Code: left out (--no-editor)");
  }
  return summarise(outcomes, skipped) > 0 ? 1 : 0;
});
