/** The product needs a newer Node than some machines have; npm brings one along. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { root } from "./paths.mjs";

const marker = "FAIRLEAD_OWN_NODE";

/** Whether this version of Node can run the product: node:sqlite came without a flag in 22.13. @param {string} version */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

/** Whether it is as new as the one from npm, which everything is tried with. @param {string} version */
function isCurrent(version) {
  return Number(version.split(".")[0]) >= 24;
}

/** The Node from npm, which is on the machine once the dependencies are. @returns {string | undefined} */
export function bundledNode() {
  const names = process.platform === "win32" ? ["node.exe", "node.cmd"] : ["node"];
  return names.map((name) => path.join(root, "node_modules/.bin", name)).find((file) => existsSync(file));
}

/**
 * Runs the calling script again under the Node from npm where the running one is older; a machine for which npm has none
 * uses its own if that is new enough. Returns in the process that is to go on; the other one ends as that one does.
 */
export async function ensureNode() {
  const wasRestarted = process.env[marker] !== undefined;
  // Whatever this process starts, a terminal in the editor too, is no restart of it.
  delete process.env[marker];
  // npm passes a signal on to its shell only, which ends without telling the script that it runs.
  if (wasRestarted || process.env.npm_lifecycle_event !== undefined) endWithParent();
  const node = bundledNode();
  if (isCurrent(process.versions.node) || (isNewEnough(process.versions.node) && (wasRestarted || !node))) return;
  if (node === undefined || wasRestarted) {
    throw new Failure(
      `Fairlead needs Node 22.13 or newer; this is ${process.versions.node}, and npm has installed no newer one for ${process.platform} ${process.arch}.`,
      "Install Node 24 from https://nodejs.org, or run `npm ci` with optional dependencies (no --omit=optional).",
    );
  }
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit", env: { ...process.env, [marker]: "1" } });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  await new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      process.exit(code ?? 128 + (signal ? (os.constants.signals[signal] ?? 0) : 0));
    });
    child.on("error", resolve);
  });
  throw new Failure(`${node} can not be started.`, "Run `npm ci`, or install Node 24 from https://nodejs.org.");
}

/** Ends the script as by SIGTERM when the process that started it is gone, however that one ended. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, 1_000).unref();
}
