/** `fairlead what-if`: recorded requests through the documents as they are, or with parts of the world gone. */
import { compile, type RecordedCall, whatIf } from "@fairlead/runtime/policy";
import { AWAY_KINDS, type AwayIds, awayOf, requireKnown, withAwayOptions } from "../away.ts";
import { loadResult } from "../bench/files.ts";
import type { CommandContext } from "../context.ts";
import { nullForUndefined } from "../json.ts";
import { withLedger } from "../ledger-file.ts";
import { type LedgerOptions, withLedgerOptions } from "../ledger-options.ts";
import { momentOf } from "../moment.ts";
import { callOfRecord, callsOfResult } from "../what-if/calls.ts";
import { whatIfText } from "../what-if/text.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

/** The prefix keeps them apart from options that choose records. */
const PREFIX = "without-";

type WithoutFlags = {
  [Kind in keyof AwayIds as `without${Capitalize<Kind>}`]: string[];
};

interface WhatIfFlags extends LedgerOptions, WithoutFlags {
  run?: string;
  since?: string;
  until?: string;
  workload?: string;
  at?: string;
}

async function whatIfCommand(flags: WhatIfFlags, context: CommandContext): Promise<void> {
  const { documents } = await loadPolicyWorkspace(context, flags.workspace);
  const policy = compile(documents);
  const at = flags.at === undefined ? undefined : momentOf(flags.at, context.now());
  const ids = idsOf(flags);
  requireKnown(ids, policy, at ?? context.now());
  const calls = await recordedCalls(flags, context);
  const found = whatIf(policy, calls, {
    away: awayOf(ids),
    ...(at === undefined ? {} : { at }),
    declaredTtftP95Ms: (id) => documents.catalog.deployments?.[id]?.latency?.ttftP95Ms,
  });
  context.stdout(flags.json ? `${JSON.stringify(found, nullForUndefined, 2)}\n` : whatIfText(found));
}

function idsOf(flags: WithoutFlags): AwayIds {
  const ids = AWAY_KINDS.map((kind) => {
    const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}` as Capitalize<typeof kind>;
    return [kind, flags[`without${name}`]];
  });
  return Object.fromEntries(ids) as AwayIds;
}

async function recordedCalls(flags: WhatIfFlags, context: CommandContext): Promise<RecordedCall[]> {
  const since = flags.since === undefined ? undefined : momentOf(flags.since, context.now(), "--since");
  const until = flags.until === undefined ? undefined : momentOf(flags.until, context.now(), "--until");
  const { workload } = flags;
  if (flags.run !== undefined) {
    const calls = callsOfResult(await loadResult(flags.run, context));
    return calls.filter(
      (call) =>
        (since === undefined || call.at >= since) &&
        (until === undefined || call.at < until) &&
        (workload === undefined || call.workload === workload),
    );
  }
  const calls: RecordedCall[] = [];
  const filter = {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(workload === undefined ? {} : { workload }),
  };
  await withLedger(flags, context, async (ledger) => {
    for await (const record of ledger.records(filter)) {
      const call = callOfRecord(record);
      if (call) calls.push(call);
    }
  });
  return calls;
}

/** Adds `fairlead what-if`. */
export const registerWhatIf: RegisterSubcommand = (program, context) => {
  const command = withLedgerOptions(program.command("what-if"))
    .description("replay recorded requests through the policy as it is now, or with providers gone")
    .option("--run <file>", "the requests of a benchmark's result instead of the ledger's")
    .option("--since <time>", "requests from this date or time on")
    .option("--until <time>", "requests before this date or time")
    .option("--workload <id>", "requests of this workload only")
    .option("--at <date>", "as if all came at this moment (default: each at its own)");
  withAwayOptions(command, PREFIX).action((flags: WhatIfFlags) => whatIfCommand(flags, context));
};
