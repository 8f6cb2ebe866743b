/** `fairlead drill`: what is left when providers, suppliers, regions or contracts are gone. */
import { compile, drill, strandedAndVital } from "@fairlead/runtime/policy";
import { AWAY_KINDS, type AwayIds, awayOf, requireKnown, withAwayOptions } from "../away.ts";
import { type CommandContext, UsageError } from "../context.ts";
import { drillText } from "../drill/text.ts";
import { nullForUndefined } from "../json.ts";
import { momentOf } from "../moment.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

interface DrillFlags extends AwayIds {
  workspace: string;
  at?: string;
  json?: boolean;
}

async function drillCommand(flags: DrillFlags, context: CommandContext): Promise<void> {
  if (AWAY_KINDS.every((kind) => flags[kind].length === 0)) {
    const options = AWAY_KINDS.map((kind) => `--${kind}`).join(", ");
    throw new UsageError("cli.nothing-away", `Say what to take away: ${options}. Each may be given several times.`);
  }
  const { documents } = await loadPolicyWorkspace(context, flags.workspace);
  const policy = compile(documents);
  const at = momentOf(flags.at, context.now());
  requireKnown(flags, policy, at);
  const result = drill(policy, awayOf(flags), at);
  context.stdout(flags.json ? `${JSON.stringify(result, nullForUndefined, 2)}\n` : drillText(result));
  if (strandedAndVital(result).length > 0) context.setExitCode(1);
}

/** Adds `fairlead drill`. */
export const registerDrill: RegisterSubcommand = (program, context) => {
  const command = program
    .command("drill")
    .description(
      "take providers, suppliers, regions or contracts away and say what is left (exits with 1 where a critical or high workload is stranded)",
    )
    .option("--workspace <folder>", "where the documents are", ".");
  withAwayOptions(command)
    .option("--at <date>", "the moment of the drill (default: now)")
    .option("--json", "print JSON")
    .action((flags: DrillFlags) => drillCommand(flags, context));
};
