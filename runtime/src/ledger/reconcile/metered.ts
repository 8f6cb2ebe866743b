import { costParts } from "../export/cost-parts.ts";
import type { DecisionRecord } from "../types.ts";
import type { Metered, MeterKind } from "./types.ts";

export interface MeteredUsage {
  rows: Metered[];
  /** Requests whose usage the provider did not report, and what they were settled at: where a difference may come from. */
  uncertain: { requests: number; microUsd: number };
}

/** Adds up what a provider's records say, by deployment and by what invoices count. */
export async function meteredUsage(
  records: AsyncIterable<DecisionRecord> | Iterable<DecisionRecord>,
): Promise<MeteredUsage> {
  const rows = new Map<string, Metered>();
  const uncertain = { requests: 0, microUsd: 0 };
  const add = (deployment: string, kind: MeterKind, quantity: number, microUsd: number): void => {
    const key = `${deployment}\n${kind}`;
    const row = rows.get(key) ?? { deployment, kind, quantity: 0, microUsd: 0 };
    row.quantity += quantity;
    row.microUsd += microUsd;
    rows.set(key, row);
  };
  for await (const record of records) {
    const { deployment } = record;
    if (deployment === null) continue;
    const parts = costParts(record);
    if (parts.length > 0) add(deployment, "requests", 1, 0);
    if (record.usageBasis !== "provider") {
      uncertain.requests += 1;
      uncertain.microUsd += record.costMicroUsd ?? 0;
    }
    for (const { kind, quantity, microUsd } of parts) {
      if (kind === "request") add(deployment, "requests", 0, microUsd ?? 0);
      else if (kind === "unattributed") add(deployment, "tokens", 0, microUsd ?? 0);
      else add(deployment, kind, quantity, microUsd ?? 0);
    }
  }
  return { rows: [...rows.values()], uncertain };
}
