/** Processes that stay: each in its own group, so that stopping one takes its children along. */
import { spawn } from "node:child_process";

/**
 * @typedef {object} ProcessGroup
 * @property {string} name
 * @property {import("node:child_process").ChildProcess} child
 * @property {Promise<number>} exited The exit code, -1 after a signal.
 * @property {() => string} log The last 64 kB that it printed.
 * @property {(text: string | RegExp, timeoutMs: number) => Promise<string>} printed Resolves with the line that matches.
 * @property {() => Promise<void>} stop Asks it to end, then ends it; resolves when no process of its group is left.
 */

const logLimit = 65_536;

/** Every group that was started and not yet seen to be gone. @type {Set<ProcessGroup>} */
const live = new Set();
let isEnding = false;

/** Stops every group, those that are still starting too. Afterwards none can be started any more. */
export async function stopAllGroups() {
  isEnding = true;
  await Promise.all([...live].map((group) => group.stop()));
}

// The last resort where a script ends without having stopped what it started.
process.on("exit", () => {
  for (const { child } of live) if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
});

/** Whether any process of the group is alive. @param {number} id */
function groupIsAlive(id) {
  try {
    process.kill(process.platform === "win32" ? id : -id, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but no longer ours to signal.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {number} id @param {NodeJS.Signals} signal */
function signalGroup(id, signal) {
  try {
    process.kill(process.platform === "win32" ? id : -id, signal);
  } catch {
    // Gone already.
  }
}

/**
 * Starts a process that stays.
 * @param {string} name How it is called in messages.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onOutput?: (text: string) => void }} [options]
 * @returns {ProcessGroup}
 */
export function startProcessGroup(name, command, args, options = {}) {
  if (isEnding) throw new Error(`${name} is not started: everything is being stopped.`);
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let log = "";
  /** @type {Set<() => void>} */
  const listeners = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      log = (log + text).slice(-logLimit);
      options.onOutput?.(text);
      for (const listener of listeners) listener();
    });
  }
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => {
    child.on("error", (error) => {
      log += `${error.message}\n`;
      resolve(-1);
    });
    child.on("exit", (code) => resolve(code ?? -1));
  });

  /** @type {ProcessGroup} */
  const group = {
    name,
    child,
    exited,
    log: () => log,
    printed(text, timeoutMs) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const line = log
            .split(/\r?\n/)
            .find((one) => (typeof text === "string" ? one.includes(text) : text.test(one)));
          if (line !== undefined) finish(() => resolve(line));
        };
        /** @param {() => void} settle */
        const finish = (settle) => {
          clearTimeout(timer);
          listeners.delete(look);
          settle();
        };
        const timer = setTimeout(
          () => finish(() => reject(new Error(`${name} was not ready after ${timeoutMs / 1000} s. It said:\n${log}`))),
          timeoutMs,
        );
        listeners.add(look);
        void exited.then((code) => {
          look();
          finish(() => reject(new Error(`${name} ended with exit code ${code}. It said:\n${log}`)));
        });
        look();
      });
    },
    async stop() {
      const id = child.pid;
      if (id === undefined) return;
      signalGroup(id, "SIGTERM");
      const deadline = Date.now() + 4_000;
      while (groupIsAlive(id) && Date.now() < deadline) await pause(50);
      signalGroup(id, "SIGKILL");
      while (groupIsAlive(id) && Date.now() < deadline + 4_000) await pause(20);
      if (!groupIsAlive(id)) live.delete(group);
    },
  };
  live.add(group);
  return group;
}

/** @param {number} milliseconds @returns {Promise<void>} */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
