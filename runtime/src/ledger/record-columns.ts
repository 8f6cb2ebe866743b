/** What of a decision record stands in columns of its own, to search and add up by. */
import type { DecisionRecord } from "./types.ts";

/** The names of the columns, in the order of the table. */
export const RECORD_COLUMNS = [
  "id",
  "at",
  "key_id",
  "business_unit",
  "workload",
  "sensitivity",
  "provider",
  "model",
  "deployment",
  "outcome",
  "input_tokens",
  "output_tokens",
  "cost",
] as const;

/** The values of those columns. */
export function columnsOf(record: DecisionRecord): (string | number | null)[] {
  return [
    record.id,
    record.at,
    record.key,
    record.businessUnit,
    record.workload,
    record.sensitivity,
    record.provider,
    record.model,
    record.deployment,
    record.outcome,
    record.usage?.input ?? null,
    record.usage?.output ?? null,
    record.costMicroUsd,
  ];
}
