/** A run against an earlier one of the same benchmark: the same arm, the same questions, then and now. */
import { findDifferences } from "./differences.ts";
import { seededRandom } from "./randomness.ts";
import { holm } from "./statistics/holm.ts";
import { exactMcNemar } from "./statistics/mcnemar.ts";
import type { BenchmarkResult, Difference, RequestRecord } from "./types.ts";

export interface Change extends Omit<Difference, "metric"> {
  metric: Difference["metric"] | "availability";
  /** Worse, and not by chance. */
  regression: boolean;
}

export interface Comparison {
  changes: Change[];
  /** Arms of the run that the earlier one did not have. */
  newArms: string[];
  /** Questions of the run that the earlier one did not ask; they are left out. */
  newCases: number;
}

const THEN = "then";
const NOW = "now";
const SIGNIFICANCE = 0.05;

/**
 * Every arm that is in both runs. Holm's correction over all arms and metrics together, so that a build with many arms
 * fails no more often by chance than one with two.
 */
export function compareRuns(then: BenchmarkResult, now: BenchmarkResult): Comparison {
  const earlier = new Set(then.arms.map(({ arm }) => arm));
  const places = placesIn(then);
  const arms = now.arms.map(({ arm }) => arm).filter((arm) => !arm.endsWith(" (again)"));
  const shared = arms.filter((arm) => earlier.has(arm));
  const asked = new Set(now.records.map(({ caseIndex }) => caseIndex));
  const newCases = [...asked].filter((index) => !places.has(keyOf(now, index))).length;
  const found = shared.flatMap((arm) => changesOf(arm, then, now, places));
  const tested = found.filter(({ pValue }) => pValue !== undefined);
  const adjusted = holm(tested.map(({ pValue }) => pValue ?? 1));
  const changes = found.map((change) => corrected(change, adjusted[tested.indexOf(change)]));
  return { changes, newArms: arms.filter((arm) => !earlier.has(arm)), newCases };
}

/** What was asked stays the same question where cases were added before it; older results know the index only. */
function keyOf({ caseKeys }: BenchmarkResult, index: number): string {
  return caseKeys?.[index] ?? `#${index}`;
}

function placesIn(result: BenchmarkResult): Map<string, number> {
  const places = new Map<string, number>();
  for (const { caseIndex } of result.records) places.set(keyOf(result, caseIndex), caseIndex);
  return places;
}

function changesOf(
  arm: string,
  then: BenchmarkResult,
  now: BenchmarkResult,
  places: ReadonlyMap<string, number>,
): Omit<Change, "regression">[] {
  const before = then.records.filter((record) => record.arm === arm).map((record) => ({ ...record, arm: THEN }));
  const after = now.records
    .filter((record) => record.arm === arm)
    .flatMap((record): RequestRecord[] => {
      const caseIndex = places.get(keyOf(now, record.caseIndex));
      return caseIndex === undefined ? [] : [{ ...record, caseIndex, arm: NOW }];
    });
  const records = [...before, ...after];
  const differences = findDifferences(records, [THEN, NOW], seededRandom(now.seed));
  return [...differences, availability(records)].map((one) => ({ ...one, baseline: arm, arm }));
}

/** Whether requests were answered at all, in pairs of the same question. A refusal by policy is no answer either. */
function availability(records: readonly RequestRecord[]): Omit<Change, "regression"> {
  const pairs = new Map<string, { then?: boolean; now?: boolean }>();
  for (const { arm, caseIndex, trial, outcome } of records) {
    const key = `${caseIndex} ${trial}`;
    const pair = pairs.get(key) ?? {};
    pair[arm === NOW ? "now" : "then"] = outcome === "ok";
    pairs.set(key, pair);
  }
  const both = [...pairs.values()].filter((pair) => pair.then !== undefined && pair.now !== undefined);
  const lost = both.filter((pair) => pair.then && !pair.now).length;
  const won = both.filter((pair) => !pair.then && pair.now).length;
  const estimate = both.length === 0 ? undefined : (won - lost) / both.length;
  const pValue = both.length === 0 ? undefined : exactMcNemar(lost, won);
  return {
    metric: "availability",
    baseline: THEN,
    arm: NOW,
    n: both.length,
    estimate,
    interval: undefined,
    pValue,
    adjustedPValue: pValue,
    verdict: pValue === undefined ? "too-few" : (estimate ?? 0) < 0 ? "lower" : "higher",
    sentence: `${lost} requests that were answered are not any more, ${won} are now (n = ${both.length}).`,
  };
}

function corrected(change: Omit<Change, "regression">, adjustedPValue: number | undefined): Change {
  const { metric, interval, estimate = 0, verdict } = change;
  const zeroIsOut = metric === "availability" ? estimate !== 0 : interval && (interval[0] > 0 || interval[1] < 0);
  const shown = adjustedPValue !== undefined && adjustedPValue < SIGNIFICANCE && zeroIsOut === true;
  const worse = metric === "ttft" || metric === "total" || metric === "cost" ? estimate > 0 : estimate < 0;
  const said = shown ? (estimate < 0 ? "lower" : "higher") : verdict === "too-few" ? verdict : "no-difference-shown";
  return { ...change, adjustedPValue, verdict: said, regression: shown && worse };
}
