/** Where the arms stand in cost, latency and quality, and which of them another one dominates. */
import { medianInterval } from "../statistics/order-interval.ts";
import { percentile, sortNumbers } from "../statistics/percentile.ts";
import type { ArmSummary, Difference, RequestRecord } from "../types.ts";
import type { ArmPosition, Criterion, Domination, Estimate } from "./types.ts";

/** Trials of a case are averaged first, as they say nothing about other cases. */
export function armPosition(summary: ArmSummary, records: readonly RequestRecord[]): ArmPosition {
  const answered = records.filter(({ outcome }) => outcome === "ok");
  const { arm, passed, judged, passRateInterval } = summary;
  return {
    arm,
    cases: new Set(answered.map(({ caseIndex }) => caseIndex)).size,
    cost: overCases(answered, ({ costMicroUsd }) => costMicroUsd),
    ttft: overCases(answered, ({ ttftMs }) => ttftMs),
    total: overCases(answered, ({ totalMs }) => totalMs),
    quality: judged > 0 ? { value: passed / judged, interval: passRateInterval } : undefined,
  };
}

function overCases(
  records: readonly RequestRecord[],
  timeOrCost: (record: RequestRecord) => number | undefined,
): Estimate | undefined {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const record of records) {
    const value = timeOrCost(record);
    if (typeof value !== "number") continue;
    const known = sums.get(record.caseIndex);
    if (known === undefined) sums.set(record.caseIndex, { sum: value, count: 1 });
    else {
      known.sum += value;
      known.count += 1;
    }
  }
  const sorted = sortNumbers([...sums.values()].map(({ sum, count }) => sum / count));
  const value = percentile(sorted, 0.5);
  return value === undefined ? undefined : { value, interval: medianInterval(sorted) };
}

const CRITERIA: readonly Criterion[] = ["cost", "ttft", "total", "quality"];

/** Every arm that another dominates, by the first that does so. On the estimates; `shown` says what stands firm. */
export function findDominations(positions: readonly ArmPosition[], differences: readonly Difference[]): Domination[] {
  return positions.flatMap((one) => {
    const found = positions.flatMap((other) => {
      const better = one === other ? undefined : whereBetter(other, one);
      if (better === undefined) return [];
      const shown = better.filter((criterion) => isShown(criterion, other, one, differences));
      return [{ arm: one.arm, by: other.arm, better, shown }];
    });
    return found.toSorted((a, b) => b.shown.length - a.shown.length).slice(0, 1);
  });
}

/** In what the first is better; undefined where it is worse in something, or in nothing better, or little is known. */
function whereBetter(first: ArmPosition, second: ArmPosition): Criterion[] | undefined {
  const better: Criterion[] = [];
  let known = 0;
  for (const criterion of CRITERIA) {
    const own = first[criterion]?.value;
    const others = second[criterion]?.value;
    if (own === undefined && others === undefined) continue;
    // Of what is known of one alone nobody can say that it is no worse.
    if (own === undefined || others === undefined) return undefined;
    known += 1;
    const gain = criterion === "quality" ? own - others : others - own;
    if (gain < 0) return undefined;
    if (gain > 0) better.push(criterion);
  }
  return known >= 2 && better.length > 0 ? better : undefined;
}

/** By the test on pairs where the run made one, otherwise where the intervals lie apart. */
function isShown(
  criterion: Criterion,
  winner: ArmPosition,
  loser: ArmPosition,
  differences: readonly Difference[],
): boolean {
  const test = differences.find(
    ({ metric, arm, baseline }) =>
      metric === criterion && [arm, baseline].includes(winner.arm) && [arm, baseline].includes(loser.arm),
  );
  if (test !== undefined) return (test.verdict === "lower" || test.verdict === "higher") && test.withinNoise !== true;
  const own = winner[criterion]?.interval;
  const others = loser[criterion]?.interval;
  if (own === undefined || others === undefined) return false;
  return criterion === "quality" ? own[0] > others[1] : own[1] < others[0];
}
