/** `fairlead lsp`: the language server for any editor that speaks the Language Server Protocol. */
import { once } from "node:events";
import process from "node:process";
import type { Command } from "commander";
import { type CommandContext, UsageError } from "../context.ts";

/** Adds `fairlead lsp`. */
export function registerLsp(program: Command, context: CommandContext): void {
  program
    .command("lsp")
    .description("run the language server, for an editor that starts it")
    .option("--stdio", "speak over standard input and output, as is the default")
    .option("--clientProcessId <id>", "end when the process with this id does")
    .action(() => serve(context));
}

async function serve({ signal }: CommandContext): Promise<void> {
  if (process.stdin.isTTY)
    throw new UsageError(
      "cli.no-client",
      "The language server is started by an editor and speaks the Language Server Protocol with it. Name `fairlead lsp --stdio` in the editor's settings.",
    );
  // The server takes a while to load, which only this command should pay.
  const { serveStdio } = await import("@fairlead/language-server");
  serveStdio();
  if (!signal.aborted) await once(signal, "abort");
  // Whoever listens there ends the process.
  process.stdin.destroy();
}
