/** Runs the command to its end, where all that counts is whether it worked. */
import { startFairlead } from "../../host/fairlead-process.ts";
import type { ActionServices } from "./result-actions.ts";

/** Resolves with what it printed. Throws what it said where it failed. */
export async function runCommandOf(
  { command, log }: ActionServices,
  args: readonly string[],
  cwd?: string,
): Promise<string> {
  const started = startFairlead({ command, args, cwd, env: {} });
  const said: string[] = [];
  const printed: string[] = [];
  started.onErrorLine((line) => {
    said.push(line);
    log.info(`${args[0]}: ${line}`);
  });
  started.onLine((line) => printed.push(line));
  const code = await started.ended;
  if (code !== 0) throw new Error(said.slice(-5).join("\n") || `fairlead ${args[0]} ended with exit code ${code}.`);
  return printed.join("\n");
}
