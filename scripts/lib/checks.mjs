/** What `npm test` runs, and what it counts. */
import { rmSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { runCommand } from "./command.mjs";
import { resultsFolder, root } from "./paths.mjs";
import { elapsed, say } from "./progress.mjs";
import { LIST_VARIABLE } from "./second-attempts.mjs";

/** @typedef {{ title: string, passed: number, failed: number, seconds: string, notes: string[] }} Outcome */

/**
 * A check that either holds or does not: it counts as one.
 * @param {string} title
 * @param {() => Promise<{ code: number, output: string }>} work
 * @returns {Promise<Outcome>}
 */
export async function check(title, work) {
  const started = Date.now();
  say(`▸ ${title} …`);
  const { code, output } = await work().catch((error) => ({ code: 1, output: describe(error) }));
  const isGood = code === 0;
  if (!isGood) say(output.trimEnd());
  say(`  ${isGood ? "✓" : "✗"} ${title} (${elapsed(started)})`);
  return { title, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, seconds: elapsed(started), notes: [] };
}

/** Runs a tool of the dependencies. @param {string} entry Its script, below node_modules. @param {string[]} args */
export function tool(entry, args) {
  return runCommand(process.execPath, [path.join(root, "node_modules", entry), ...args], { cwd: root, quiet: true });
}

/**
 * A folder for what tests write, which goes when the script ends, however that and the tests end.
 * @returns {Promise<NodeJS.ProcessEnv>} What makes it the folder for temporary files.
 */
export async function temporaryFolder() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "fairlead-tests-"));
  // A database that may not run as root runs as somebody else, who must find the way.
  await chmod(folder, 0o711);
  process.once("exit", () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Somebody still writes there, which is no failure of a test.
    }
  });
  return { TMPDIR: folder, TMP: folder, TEMP: folder };
}

/**
 * Runs vitest and counts its tests.
 * @param {string} title
 * @param {string} name Of the report.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Outcome>}
 */
export async function vitest(title, name, args, env = {}) {
  const started = Date.now();
  say(`▸ ${title} …`);
  const report = path.join(resultsFolder, `${name}.json`);
  const list = path.join(resultsFolder, `${name}.second-attempts.json`);
  await Promise.all([rm(report, { force: true }), rm(list, { force: true })]);
  const { code } = await runCommand(
    process.execPath,
    [
      path.join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      ...args,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      `--reporter=${path.join(root, "scripts/lib/second-attempts.mjs")}`,
    ],
    { cwd: root, env: { ...process.env, ...env, [LIST_VARIABLE]: list } },
  );
  /** @type {{ numPassedTests: number, numFailedTests: number, numFailedTestSuites: number, testResults: { name: string, status: string, message: string, assertionResults: { status: string }[] }[] } | undefined} */
  const result = await readFile(report, "utf8").then(JSON.parse, () => undefined);
  if (result === undefined) {
    return {
      title,
      passed: 0,
      failed: 1,
      seconds: elapsed(started),
      notes: [`vitest wrote no report (exit code ${code})`],
    };
  }
  // A file that can not even be loaded has no failed test, and would be lost in the count.
  const broken = result.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed"),
  );
  const failed = result.numFailedTests + broken.length;
  const notes = broken.map((file) => `${path.relative(root, file.name)}: ${file.message.split("\n")[0]}`);
  /** @type {string[]} */
  const late = await readFile(list, "utf8").then(JSON.parse, () => []);
  for (const test of late) notes.push(`passed only at the second attempt: ${test}`);
  const isUncounted = code !== 0 && failed === 0;
  if (isUncounted) notes.push(`vitest ended with exit code ${code} although no test failed`);
  return {
    title,
    passed: result.numPassedTests,
    failed: failed + (isUncounted ? 1 : 0),
    seconds: elapsed(started),
    notes,
  };
}

/** Prints a table of the outcomes, and as the last line the totals. @param {readonly Outcome[]} outcomes @param {readonly string[]} skipped */
export function summarise(outcomes, skipped) {
  const width = Math.max(...outcomes.map((one) => one.title.length));
  say("");
  for (const { title, passed, failed, seconds, notes } of outcomes) {
    say(`${failed ? "✗" : "✓"} ${title.padEnd(width)}  ${passed} passed, ${failed} failed  (${seconds})`);
    for (const note of notes) say(`    ${note}`);
  }
  for (const one of skipped) say(`- ${one}`);
  const passed = outcomes.reduce((sum, one) => sum + one.passed, 0);
  const failed = outcomes.reduce((sum, one) => sum + one.failed, 0);
  say(`\n${passed} passed, ${failed} failed`);
  return failed;
}

/** @param {unknown} error */
function describe(error) {
  const remedy = error instanceof Error && "remedy" in error ? `\n${error.remedy}` : "";
  return `${error instanceof Error ? error.message : String(error)}${remedy}`;
}
