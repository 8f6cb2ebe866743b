/** What went wrong, by code. */
import type { ArmSummary } from "@fairlead/runtime/bench";

export interface ErrorRow {
  code: string;
  /** How often, in the order of the arms. */
  counts: number[];
}

/** One row a code, the most frequent first. */
export function errorRows(arms: readonly ArmSummary[]): ErrorRow[] {
  const codes = [...new Set(arms.flatMap((arm) => Object.keys(arm.errorCodes)))];
  return codes
    .map((code) => ({ code, counts: arms.map((arm) => arm.errorCodes[code] ?? 0) }))
    .sort((left, right) => total(right) - total(left) || (left.code < right.code ? -1 : 1));
}

function total(row: ErrorRow): number {
  return row.counts.reduce((sum, count) => sum + count, 0);
}
