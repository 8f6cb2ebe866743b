/** Goodput, and why the rest was not good. */
import { wilsonInterval } from "../statistics/wilson.ts";
import type { ArmSummary, RequestRecord } from "../types.ts";
import type { Goodput } from "./types.ts";

/** undefined where the workload has no objectives. */
export function goodputOf({ arm, goodput }: ArmSummary, records: readonly RequestRecord[]): Goodput | undefined {
  if (goodput === undefined) return undefined;
  const missed = records.filter(({ good }) => good === false);
  const failed = missed.filter(({ outcome }) => outcome !== "ok").length;
  const wrong = missed.filter(({ outcome, passed }) => outcome === "ok" && passed === false).length;
  return {
    arm,
    good: goodput.good,
    of: goodput.of,
    interval: wilsonInterval(goodput.good, goodput.of),
    perSecond: goodput.perSecond,
    failed,
    wrong,
    late: missed.length - failed - wrong,
  };
}
