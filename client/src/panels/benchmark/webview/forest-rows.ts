/** The rows of the forest plot: every difference as a part of what the baseline has, or in points. */
import type { Difference } from "@fairlead/runtime/bench";
import type { ResultHeader } from "@fairlead/runtime/bench/view";

export type ForestUnit = "part" | "points";

export interface ForestRow {
  key: string;
  arm: string;
  baseline: string;
  metric: Difference["metric"];
  /** A test on pairs, the baseline against itself, or the slowest twentieth, which is no test. */
  kind: "test" | "noise" | "tail";
  n: number;
  /** Part of 1: of the baseline's median (p95 for a tail), or of all answers. undefined where it can not be said. */
  estimate: number | undefined;
  interval: [number, number] | undefined;
  /** As the engine has them: milliseconds, micro-USD or part of 1. */
  raw: { estimate: number | undefined; interval: [number, number] | undefined };
  adjustedPValue: number | undefined;
  verdict: Difference["verdict"] | "no-test";
  tooNoisy: boolean;
  withinNoise: boolean;
}

export const unitOf = (metric: Difference["metric"]): ForestUnit =>
  metric === "quality" || metric === "score" ? "points" : "part";

/** In the order of the engine: quality first, then money and time; the slowest twentieth and the noise after them. */
export function forestRows({ differences, tails = [], noise = [], arms }: ResultHeader): ForestRow[] {
  const tests = differences.map((difference) => rowOf(difference, "test"));
  const tailRows = tails.map(({ metric, arm, baseline, n, p95, interval }): ForestRow => {
    const usual = arms.find((one) => one.arm === baseline)?.[metric === "ttft" ? "ttftMs" : "totalMs"].p95;
    return {
      key: `tail ${arm} ${metric}`,
      arm,
      baseline,
      metric,
      kind: "tail",
      n,
      ...relative(p95, interval, usual),
      raw: { estimate: p95, interval },
      adjustedPValue: undefined,
      verdict: "no-test",
      tooNoisy: false,
      withinNoise: false,
    };
  });
  return [...tests, ...tailRows, ...noise.map((difference) => rowOf(difference, "noise"))];
}

function rowOf(difference: Difference, kind: "test" | "noise"): ForestRow {
  const { metric, arm, baseline, n, estimate, interval, baselineMedian, adjustedPValue, verdict } = difference;
  const shown = unitOf(metric) === "points" ? { estimate, interval } : relative(estimate, interval, baselineMedian);
  return {
    key: `${kind} ${arm} ${metric}`,
    arm,
    baseline,
    metric,
    kind,
    n,
    ...shown,
    raw: { estimate, interval },
    adjustedPValue,
    verdict,
    tooNoisy: difference.tooNoisy === true,
    withinNoise: difference.withinNoise === true,
  };
}

/** Nothing can be a part of nothing. */
function relative(
  estimate: number | undefined,
  interval: [number, number] | undefined,
  usual: number | undefined,
): Pick<ForestRow, "estimate" | "interval"> {
  if (usual === undefined || usual <= 0) return { estimate: undefined, interval: undefined };
  return {
    estimate: estimate === undefined ? undefined : estimate / usual,
    interval: interval && [interval[0] / usual, interval[1] / usual],
  };
}
