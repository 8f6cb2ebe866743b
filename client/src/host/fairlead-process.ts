/** Runs the bundled `fairlead` command with the Node that runs this extension. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface FairleadProcess {
  /** Each line of its standard output. */
  onLine(listener: (line: string) => void): void;
  /** Each line of its standard error. */
  onErrorLine(listener: (line: string) => void): void;
  /** Resolves with the exit code (-1 after a signal) once it has ended and everything it printed has been handed on. */
  readonly ended: Promise<number>;
  /** Asks it to end and, when it has not after three seconds or as long as is said, ends it. */
  stop(patienceMs?: number): Promise<void>;
}

export interface FairleadProcessOptions {
  /** The built command, `dist/fairlead.mjs`. */
  command: string;
  args: readonly string[];
  cwd: string | undefined;
  /** Secrets go here and never into the arguments, which every user of the machine can list. */
  env: Record<string, string>;
}

const stopPatienceMs = 3_000;

/** An editor that is killed can not stop its children: this ends them when the channel to the editor closes. */
const tether = `data:text/javascript,${encodeURIComponent(
  'process.on("disconnect",()=>process.kill(process.pid,"SIGTERM"));process.channel?.unref();',
)}`;

/** Starts `fairlead ARGS…`. A command that can not be started ends with -1 and says why on the error lines. */
export function startFairlead({ command, args, cwd, env }: FairleadProcessOptions): FairleadProcess {
  const child: ChildProcess = spawn(process.execPath, ["--import", tether, command, ...args], {
    cwd,
    // In the desktop editor the executable is Electron, which this variable makes a plain Node.
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lineListeners: ((line: string) => void)[] = [];
  const errorListeners: ((line: string) => void)[] = [];
  if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => emit(lineListeners, line));
  if (child.stderr) createInterface({ input: child.stderr }).on("line", (line) => emit(errorListeners, line));

  const ended = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      emit(errorListeners, error.message);
      resolve(-1);
    });
    // `close` comes after the last output, `exit` may come before it; the readers get one turn more.
    child.once("close", (code) => setImmediate(() => resolve(code ?? -1)));
  });

  return {
    onLine: (listener) => void lineListeners.push(listener),
    onErrorLine: (listener) => void errorListeners.push(listener),
    ended,
    async stop(patienceMs = stopPatienceMs) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await ended;
      clearTimeout(impatience);
    },
  };
}

function emit(listeners: readonly ((line: string) => void)[], line: string): void {
  for (const listener of listeners) listener(line);
}
