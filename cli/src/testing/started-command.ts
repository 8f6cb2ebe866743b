/** A command that goes on until it is stopped, run in this process, for tests. */
import { run } from "../run.ts";

export interface StartedCommand {
  /** What it has printed so far, and what it exits with. */
  output: { stdout: string; stderr: string; exitCode: number };
  done: Promise<void>;
  /** As Ctrl+C. */
  stop: () => void;
}

/** Starts `fairlead PARAMETERS…` in a folder. */
export function startCommand(
  parameters: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): StartedCommand {
  const stop = new AbortController();
  const output = { stdout: "", stderr: "", exitCode: 0 };
  const done = run(parameters, {
    cwd,
    env,
    now: Date.now,
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    setExitCode: (code) => {
      output.exitCode = Math.max(output.exitCode, code);
    },
    signal: stop.signal,
  });
  return { output, done, stop: () => stop.abort() };
}
