/** How the slowest answers differ, where there are enough of them to say. */
import { pairValues } from "./paired-values.ts";
import type { Random } from "./randomness.ts";
import { percentileDifference } from "./statistics/percentile-difference.ts";
import type { RequestRecord, TailDifference } from "./types.ts";

/** The first arm is the baseline. */
export function findTails(
  records: readonly RequestRecord[],
  [baseline, ...others]: readonly string[],
  random: Random,
): TailDifference[] {
  if (baseline === undefined) return [];
  return others.flatMap((arm) =>
    (["ttft", "total"] as const).flatMap((metric) => {
      const { values } = pairValues(records, baseline, arm, metric);
      const first = values.map((pair) => pair.baseline);
      const second = values.map((pair) => pair.arm);
      const found = percentileDifference(first, second, 0.95, random);
      if (!found) return [];
      return [{ metric, baseline, arm, n: values.length, p95: found.estimate, interval: found.interval }];
    }),
  );
}
