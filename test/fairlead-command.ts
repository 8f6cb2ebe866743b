/** The command as a process of its own, from its source. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { endWithUs } from "@fairlead/runtime/ledger/postgres/testing";

const repository = path.resolve(import.meta.dirname, "..");

/** Starts `fairlead` with these arguments. It does not outlive the tests, however they end. */
export function spawnFairlead(args: readonly string[], cwd: string = repository): ChildProcess {
  const main = path.join(repository, "cli/src/main.ts");
  const child = spawn(process.execPath, ["--conditions=source", main, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  endWithUs(child);
  return child;
}
