/** Runs a command to its end. */
import { spawn } from "node:child_process";

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [quiet] Keeps the output to itself; it is returned either way.
 * @property {AbortSignal} [signal] Ends the command.
 * @property {number} [timeoutMs] Ends the command.
 *
 * @typedef {{ code: number, output: string }} CommandResult `code` is -1 where a signal or a timeout ended it.
 */

/** Commands that run now: they end with the script. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGTERM");
});

/**
 * Runs a command and resolves with its exit code and its output (both streams); rejects only when it can not start.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, options = {}) {
  const { cwd, env, quiet = false, signal, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd,
      env: env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    running.add(child);
    let output = "";
    for (const [stream, out] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
        if (!quiet) out.write(text);
      });
    }
    child.on("error", (error) => (error.name === "AbortError" ? undefined : reject(error)));
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? -1, output });
    });
  });
}
