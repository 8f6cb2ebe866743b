/** How the slowest answers differ, where there are enough of them to say. */
import { pairTrials } from "./paired-values.ts";
import type { Random } from "./randomness.ts";
import { percentileDifference } from "./statistics/percentile-difference.ts";
import type { RequestRecord, TailDifference } from "./types.ts";

/** Fewer cases are no sample of others: then trials count by themselves, and what is found holds for these cases only. */
const FEWEST_CASES = 20;

/** The first arm is the baseline. */
export function findTails(
  records: readonly RequestRecord[],
  [baseline, ...others]: readonly string[],
  random: Random,
): TailDifference[] {
  if (baseline === undefined) return [];
  return others.flatMap((arm) =>
    (["ttft", "total"] as const).flatMap((metric) => {
      const byCase = pairTrials(records, baseline, arm, metric);
      const values = [...byCase.values()].flat();
      const cases = [...byCase.entries()].flatMap(([caseIndex, own]) => own.map(() => caseIndex));
      const clusters = byCase.size >= FEWEST_CASES ? cases : undefined;
      const first = values.map((pair) => pair.baseline);
      const second = values.map((pair) => pair.arm);
      const found = percentileDifference(first, second, 0.95, random, clusters);
      if (!found) return [];
      return [{ metric, baseline, arm, n: values.length, p95: found.estimate, interval: found.interval }];
    }),
  );
}
