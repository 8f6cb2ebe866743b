/** Calls npm, whichever way it is installed. */
import { existsSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./command.mjs";
import { Failure } from "./failure.mjs";

/** How npm is started: by the same Node that runs the script where npm tells its path. */
function npmCommand() {
  const entry = process.env.npm_execpath;
  if (entry && /npm-cli\.[cm]?js$/.test(entry) && existsSync(entry))
    return { command: process.execPath, first: [entry] };
  const beside = path.join(path.dirname(process.execPath), "npm");
  if (process.platform !== "win32" && existsSync(beside)) return { command: beside, first: [] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", first: [] };
}

/** What npm complains of, without the usage that it prints behind. @param {string} output */
function complaint(output) {
  const lines = output.trim().split("\n");
  const usage = lines.findIndex((line) => /^npm error (?:Usage:|aliases:)/.test(line));
  return lines
    .slice(0, usage < 0 ? undefined : usage)
    .slice(0, 20)
    .join("\n");
}

/**
 * Runs npm quietly. A failure says what npm said, and what can be done.
 * @param {readonly string[]} args
 * @param {{ cwd: string, what: string }} options `what` is being installed, in words.
 */
export async function npm(args, { cwd, what }) {
  const { command, first } = npmCommand();
  const { code, output } = await runCommand(
    command,
    [...first, ...args, "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd,
      quiet: true,
    },
  ).catch((error) => {
    throw new Failure(`npm can not be started: ${error.message}.`, "Install Node.js with npm from https://nodejs.org.");
  });
  if (code === 0) return;
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i.test(output);
  throw new Failure(
    `npm could not install ${what} (exit code ${code}):\n${complaint(output)}`,
    offline
      ? "The package registry can not be reached: check the network, the proxy and `npm config get registry`, then run the same command again; what has been downloaded is kept."
      : "Put right what npm says above, then run the same command again.",
  );
}
