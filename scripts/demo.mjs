/**
 * `npm run demo`: the whole product in the terminal, without a screen, an account or a key. Ends by itself.
 * `-- --only STEP` runs one step with what it needs.
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { steps } from "./demo/steps.mjs";
import { DemoWorld } from "./demo/world.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { dataFolder } from "./lib/paths.mjs";
import { stopAllGroups } from "./lib/process-group.mjs";
import { elapsed, say, step } from "./lib/progress.mjs";
import { setUp } from "./setup.mjs";

function readFlags() {
  try {
    return parseArgs({ options: { only: { type: "string" } } }).values;
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), usage());
  }
}

function usage() {
  return `npm run demo -- [--only STEP], where STEP is one of: ${steps.map(({ name }) => name).join(", ")}.`;
}

/** The steps to run: all, or one with those that it builds on. @param {string | undefined} only */
function chosen(only) {
  if (only === undefined) return steps;
  const wanted = steps.find(({ name }) => name === only);
  if (!wanted) throw new Failure(`There is no step "${only}".`, usage());
  return steps.filter(({ name }) => name === only || wanted.needs.includes(name));
}

async function main() {
  const { only } = readFlags();
  const plan = chosen(only);
  await setUp();
  await step("Building", build);
  const started = Date.now();
  const folder = path.join(dataFolder, "demo");
  await rm(folder, { recursive: true, force: true });
  const world = new DemoWorld(folder);
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.once(signal, () => void stopAllGroups().finally(() => process.exit(130)));
  }
  try {
    for (const [index, { name, title, run }] of plan.entries()) {
      say(`\n━━ ${index + 1}/${plan.length} ${name}: ${title}`);
      await run(world);
    }
    say(`\nDone in ${elapsed(started)}. \`npm start\` opens the same in the editor.`);
  } finally {
    await stopAllGroups();
  }
}

await runMain(main);
