/** What a ledger shows of a period: what was asked, served and paid, and that its records are whole. */
import type { LedgerBooks } from "@fairlead/runtime/ledger";
import type { Traffic } from "@fairlead/runtime/policy";
import type { CommandContext } from "../context.ts";
import { withLedger } from "../ledger-file.ts";
import type { LedgerOptions } from "../ledger-options.ts";

export interface SpendRow {
  id: string;
  requests: number;
  served: number;
  refused: number;
  failed: number;
  costMicroUsd: number;
}

export interface LedgerEvidence {
  /** Milliseconds since 1970. */
  since: number;
  until: number;
  byBusinessUnit: SpendRow[];
  byProvider: SpendRow[];
  byWorkload: SpendRow[];
  /** Of all records, whenever they were made. */
  chain: { records: number; removed: number; anchor: string; broken: string | undefined };
  /** What was served, by workload. */
  traffic: Traffic;
}

/** Throws a UsageError where the ledger that the options mean is not there. */
export async function evidenceOf(
  options: LedgerOptions,
  context: CommandContext,
  { since, until }: { since: number; until: number },
): Promise<LedgerEvidence> {
  let found: LedgerEvidence | undefined;
  await withLedger(options, context, async (ledger) => {
    found = await read(ledger, since, until);
  });
  if (found === undefined) throw new Error("The ledger was not read.");
  return found;
}

async function read(ledger: LedgerBooks, since: number, until: number): Promise<LedgerEvidence> {
  const by = async (dimension: "businessUnit" | "provider" | "workload"): Promise<SpendRow[]> => {
    const rows = await ledger.totals([dimension], { since, until });
    return rows.map(({ group, requests, served, refused, failed, costMicroUsd }) => {
      return { id: group[dimension] ?? "none", requests, served, refused, failed, costMicroUsd };
    });
  };
  const { records, removed, anchor, broken } = await ledger.verify();
  const workloads = await ledger.totals(["workload"], { since, until });
  return {
    ...{ since, until },
    byBusinessUnit: await by("businessUnit"),
    byProvider: await by("provider"),
    byWorkload: await by("workload"),
    chain: { records, removed, anchor, broken: broken && `record ${broken.place}: ${broken.reason}` },
    traffic: new Map(
      workloads.flatMap(({ group, served, inputTokens, outputTokens }) =>
        group.workload && served > 0 ? [[group.workload, { requests: served, inputTokens, outputTokens }]] : [],
      ),
    ),
  };
}
