/** What the history shows of a run. */
import type { RunPoint } from "@fairlead/runtime/bench/view";
import type { HistoryRow } from "./messages.ts";

export type HistoryMeasure = "totalP95Ms" | "ttftP95Ms" | "cost" | "passRate" | "failed";

/** undefined where the run did not measure it. */
export function valueIn({ arms }: RunPoint, arm: string, measure: HistoryMeasure): number | undefined {
  const found = arms.find((one) => one.arm === arm);
  if (found === undefined) return undefined;
  if (measure === "cost") return found.costPerRequestMicroUsd;
  if (measure === "failed") return found.requests === 0 ? undefined : (found.errors + found.blocked) / found.requests;
  return found[measure];
}

/** The arms of the run that is shown first, in their order, so that they keep their signs; others after them. */
export function historyArms(rows: readonly HistoryRow[], shown: readonly string[]): string[] {
  return [...new Set([...shown, ...rows.flatMap(({ point }) => point.arms.map(({ arm }) => arm))])];
}
