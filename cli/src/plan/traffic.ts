/** What a ledger has recorded, as the traffic that a plan prices. */
import type { Traffic } from "@fairlead/runtime/policy";
import { openExistingLedger } from "../ledger-file.ts";

/** What was served since a moment (milliseconds since 1970), by workload. Throws a UsageError where there is no ledger. */
export async function recordedTraffic(file: string, since: number): Promise<Traffic> {
  const ledger = openExistingLedger(file);
  try {
    const rows = await ledger.totals(["workload"], { since });
    return new Map(
      rows.flatMap(({ group, served, inputTokens, outputTokens }) =>
        group.workload && served > 0 ? [[group.workload, { requests: served, inputTokens, outputTokens }]] : [],
      ),
    );
  } finally {
    ledger.close();
  }
}
