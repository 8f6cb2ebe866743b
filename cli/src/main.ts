/** The process around the command line: real streams, signals, exit code. */
import module from "node:module";
import process from "node:process";
import { run } from "./run.ts";

// Compiling the parts of the command anew is a large part of what a short one takes: what is compiled is kept for the
// next start. Subcommands are loaded after this.
module.enableCompileCache?.();

const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
// A reader that goes away (`fairlead scan | head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

let exitCode = 0;
await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  now: () => Date.now(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  setExitCode: (code) => {
    exitCode = Math.max(exitCode, code);
    process.exitCode = exitCode;
  },
  signal: controller.signal,
});
