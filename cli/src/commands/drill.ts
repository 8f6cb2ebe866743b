/** `fairlead drill`: what is left when providers, suppliers, regions or contracts are gone. */
import { closest, didYouMean } from "@fairlead/runtime/documents";
import { type Away, type CompiledPolicy, compile, drill, phaseAt, strandedAndVital } from "@fairlead/runtime/policy";
import { type CommandContext, UsageError } from "../context.ts";
import { drillText } from "../drill/text.ts";
import { momentOf } from "../moment.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

interface DrillFlags {
  workspace: string;
  provider: string[];
  supplier: string[];
  region: string[];
  contract: string[];
  deployment: string[];
  jurisdiction: string[];
  at?: string;
  json?: boolean;
}

const KINDS = ["provider", "supplier", "region", "contract", "deployment", "jurisdiction"] as const;
type Kind = (typeof KINDS)[number];

/** What can be taken away, by kind. */
function known(policy: CompiledPolicy, at: number): Record<Kind, string[]> {
  const all = (of: (one: CompiledPolicy["deployments"][number]) => string | undefined): string[] =>
    [...new Set(policy.deployments.flatMap((one) => of(one) ?? []))].sort();
  return {
    provider: all(({ provider }) => provider),
    supplier: all(({ supplier }) => supplier),
    region: all(({ region }) => region),
    contract: all(({ contract }) => contract?.id),
    deployment: all(({ id }) => id),
    jurisdiction: all((one) => phaseAt(one, at).data.residency),
  };
}

function requireKnown(flags: DrillFlags, policy: CompiledPolicy, at: number): void {
  const ids = known(policy, at);
  for (const kind of KINDS) {
    for (const id of flags[kind]) {
      if (ids[kind].includes(id)) continue;
      const listed = ids[kind].length > 0 ? ` There are: ${ids[kind].join(", ")}.` : "";
      const message = `No deployment has ${kind} "${id}".${didYouMean(closest(id, ids[kind]))}${listed}`;
      throw new UsageError(`cli.unknown-${kind}`, message);
    }
  }
}

async function drillCommand(flags: DrillFlags, context: CommandContext): Promise<void> {
  if (KINDS.every((kind) => flags[kind].length === 0)) {
    const options = KINDS.map((kind) => `--${kind}`).join(", ");
    throw new UsageError("cli.nothing-away", `Say what to take away: ${options}. Each may be given several times.`);
  }
  const { documents } = await loadPolicyWorkspace(context, flags.workspace);
  const policy = compile(documents);
  const at = momentOf(flags.at, context.now());
  requireKnown(flags, policy, at);
  const away: Away = {
    providers: flags.provider,
    suppliers: flags.supplier,
    regions: flags.region,
    contracts: flags.contract,
    deployments: flags.deployment,
    jurisdictions: flags.jurisdiction,
  };
  const result = drill(policy, away, at);
  context.stdout(flags.json ? `${JSON.stringify(result, nullForUndefined, 2)}\n` : drillText(result));
  if (strandedAndVital(result).length > 0) context.setExitCode(1);
}

/** What is unknown is null in JSON, not left out. */
function nullForUndefined(_key: string, value: unknown): unknown {
  return value === undefined ? null : value;
}

const collect = (value: string, before: string[]): string[] => [...before, value];

/** Adds `fairlead drill`. */
export const registerDrill: RegisterSubcommand = (program, context) => {
  const command = program
    .command("drill")
    .description(
      "take providers, suppliers, regions or contracts away and say what is left (exits with 1 where a critical or high workload is stranded)",
    )
    .option("--workspace <folder>", "where the documents are", ".");
  for (const kind of KINDS)
    command.option(`--${kind} <id>`, `take this ${kind} away; may be given several times`, collect, []);
  command
    .option("--at <date>", "the moment of the drill (default: now)")
    .option("--json", "print JSON")
    .action((flags: DrillFlags) => drillCommand(flags, context));
};
