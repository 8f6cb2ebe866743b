/** Makes the repository ready to run: dependencies, a new enough Node, and the big tools where they are wanted. */
import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./lib/chromium.mjs";
import { ensureCodeServer } from "./lib/code-server.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { runMain } from "./lib/failure.mjs";
import { ensureNode } from "./lib/node-version.mjs";
import { root } from "./lib/paths.mjs";
import { say } from "./lib/progress.mjs";

/**
 * @typedef {object} SetUp
 * @property {string | undefined} editor The entry of code-server's server, where it was wanted.
 * @property {import("./lib/chromium.mjs").Chromium | undefined} browser
 */

/**
 * Makes the repository ready. Under an old Node the calling script is started again with a newer one, so call this
 * first. A second call finds everything there and takes milliseconds.
 * @param {{ editor?: boolean, browser?: boolean }} [wanted]
 * @returns {Promise<SetUp>}
 */
export async function setUp({ editor = false, browser = false } = {}) {
  await ensureDependencies();
  await ensureNode();
  // Tools that begin with `#!/usr/bin/env node` get the Node that runs this script.
  const paths = [path.dirname(process.execPath), path.join(root, "node_modules/.bin"), process.env.PATH ?? ""];
  process.env.PATH = paths.join(path.delimiter);
  return {
    editor: editor ? await ensureCodeServer() : undefined,
    browser: browser ? await ensureChromium() : undefined,
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    await setUp({ editor: true, browser: true });
    say("Everything is there.");
  });
}
