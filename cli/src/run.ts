/** Runs one command line: parses it, calls the subcommand, and turns what goes wrong into words and an exit code. */
import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { subcommandsFor } from "./commands/index.ts";
import { type CommandContext, UsageError } from "./context.ts";

/** Runs `fairlead ARGV…`. Never throws: an unexpected error is printed and exits with 2. */
export async function run(argv: readonly string[], context: CommandContext): Promise<void> {
  const program = new Command("fairlead")
    .version(manifest.version, "-V, --version", "print the version")
    .description("AI sourcing control plane: catalog, routing policy, gateway, migration and benchmarks")
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.stdout(text), writeErr: (text) => context.stderr(text) })
    .showHelpAfterError("(run `fairlead --help` for the subcommands)");
  try {
    for (const register of await subcommandsFor(argv)) register(program, context);
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) context.setExitCode(2);
      return;
    }
    context.setExitCode(2);
    if (error instanceof UsageError) context.stderr(`${error.code} ${error.message}\n`);
    else context.stderr(`cli.unexpected ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
