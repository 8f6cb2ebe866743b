/** What a ledger has recorded, as the traffic that a plan prices. */
import type { Traffic } from "@fairlead/runtime/policy";
import type { CommandContext } from "../context.ts";
import { withLedger } from "../ledger-file.ts";
import type { LedgerOptions } from "../ledger-options.ts";

/** What was served since a moment (milliseconds since 1970), by workload. Throws a UsageError where there is no ledger. */
export async function recordedTraffic(
  options: LedgerOptions,
  context: CommandContext,
  since: number,
): Promise<Traffic> {
  const traffic = new Map<string, { requests: number; inputTokens: number; outputTokens: number }>();
  await withLedger(options, context, async (ledger) => {
    for (const { group, served, inputTokens, outputTokens } of await ledger.totals(["workload"], { since }))
      if (group.workload && served > 0) traffic.set(group.workload, { requests: served, inputTokens, outputTokens });
  });
  return traffic;
}
