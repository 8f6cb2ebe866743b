/** What differs between the baseline and every other arm, tested on the pairs. */
import { FEWEST_PAIRS, type Metric, type PairedValues, pairValues } from "./paired-values.ts";
import type { Random } from "./randomness.ts";
import { sentenceOf } from "./sentences.ts";
import { bcaInterval } from "./statistics/bootstrap.ts";
import { smallestDetectable } from "./statistics/detectable.ts";
import { hodgesLehmann } from "./statistics/hodges-lehmann.ts";
import { holm } from "./statistics/holm.ts";
import { exactMcNemar } from "./statistics/mcnemar.ts";
import { meanDifference } from "./statistics/mean-difference.ts";
import { pairedRateInterval } from "./statistics/paired-rate.ts";
import { median } from "./statistics/percentile.ts";
import { signFlipPValue } from "./statistics/sign-flip.ts";
import { signedRankPValue } from "./statistics/signed-rank.ts";
import type { Difference, RequestRecord } from "./types.ts";

const METRICS: readonly Metric[] = ["quality", "cost", "ttft", "total"];
const SIGNIFICANCE = 0.05;
/** Differences that matter: part of the baseline's median for money and time, part of 1 for quality and score. */
const MATTERS = 0.1;
/** Nobody chooses by less. Milliseconds. */
const MATTERS_MS = 10;

interface Finding {
  metric: Metric;
  arm: string;
  paired: PairedValues;
  estimate: number | undefined;
  interval: [number, number] | undefined;
  pValue: number | undefined;
}

/** All differences, Holm's correction over all of them that could be tested. */
export function findDifferences(
  records: readonly RequestRecord[],
  arms: readonly string[],
  random: Random,
): Difference[] {
  const [baseline, ...others] = arms;
  if (baseline === undefined) return [];
  // A score says more than passed or not only where some answer earned a part of it.
  const isPartial = records.some(({ score = 0 }) => score !== 0 && score !== 1);
  // Where answers came and none was judged, nothing is asserted: quality is no question then.
  const isAsked =
    records.some(({ passed }) => passed !== undefined) || records.every(({ outcome }) => outcome !== "ok");
  const metrics = METRICS.filter((metric) => isAsked || metric !== "quality");
  if (isPartial) metrics.push("score");
  const findings = others.flatMap((arm) =>
    metrics.map((metric) => test(metric, arm, pairValues(records, baseline, arm, metric), random)),
  );
  const tested = findings.filter(({ pValue }) => pValue !== undefined);
  const adjusted = holm(tested.map(({ pValue }) => pValue ?? 1));
  return findings.map((finding) => {
    const place = tested.indexOf(finding);
    return describe(baseline, finding, place < 0 ? undefined : adjusted[place]);
  });
}

function test(metric: Metric, arm: string, paired: PairedValues, random: Random): Finding {
  const differences = paired.values.map((value) => value.arm - value.baseline);
  const about = { metric, arm, paired };
  if (differences.length < FEWEST_PAIRS) {
    return { ...about, estimate: undefined, interval: undefined, pValue: undefined };
  }
  if (metric === "quality") {
    const estimate = meanOf(differences);
    const pValue = paired.single ? mcNemarOf(differences) : signFlipPValue(differences, random);
    return { ...about, estimate, interval: pairedRateInterval(differences), pValue };
  }
  if (metric === "score") {
    const interval = bcaInterval(differences, meanOf, random) ?? pairedRateInterval(differences);
    return { ...about, estimate: meanOf(differences), interval, pValue: signFlipPValue(differences, random) };
  }
  if (metric === "cost") return { ...about, ...meanDifference(differences, random) };
  const shift = hodgesLehmann(differences);
  return { ...about, estimate: shift?.estimate, interval: shift?.interval, pValue: signedRankPValue(differences) };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function mcNemarOf(differences: readonly number[]): number {
  const count = (sign: number) => differences.filter((difference) => difference === sign).length;
  return exactMcNemar(count(1), count(-1));
}

function describe(baseline: string, finding: Finding, adjustedPValue: number | undefined): Difference {
  const { metric, arm, paired, estimate, interval, pValue } = finding;
  const baselineMedian = centreOf(
    metric,
    paired.values.map((value) => value.baseline),
  );
  const verdict = verdictOf(estimate, interval, adjustedPValue);
  const detectable = interval && smallestDetectable(interval);
  const matters = leastThatMatters(metric, baselineMedian ?? 0);
  const difference: Omit<Difference, "sentence"> = {
    metric,
    baseline,
    arm,
    n: paired.values.length,
    estimate,
    interval,
    baselineMedian,
    pValue,
    adjustedPValue,
    verdict,
    smallestDetectable: detectable,
    tooNoisy: verdict === "no-difference-shown" && detectable !== undefined && detectable > matters,
  };
  return { ...difference, sentence: sentenceOf(difference, paired) };
}

/**
 * What an estimate is a part of: found as the estimate is, so that an arm that takes half of everything is said to take
 * half. The plain median of skewed values lies below their Hodges-Lehmann centre, and the part would be too large.
 */
function centreOf(metric: Metric, values: readonly number[]): number | undefined {
  if (metric === "quality" || metric === "score") return median(values);
  if (metric === "cost") return values.length === 0 ? undefined : meanOf(values);
  return hodgesLehmann(values)?.estimate;
}

function leastThatMatters(metric: Metric, usual: number): number {
  if (metric === "quality" || metric === "score") return MATTERS;
  return metric === "cost" ? MATTERS * usual : Math.max(MATTERS_MS, MATTERS * usual);
}

/** A difference needs both: a corrected p-value below 5 % and an interval that leaves out zero. */
function verdictOf(
  estimate: number | undefined,
  interval: [number, number] | undefined,
  adjustedPValue: number | undefined,
): Difference["verdict"] {
  if (estimate === undefined || interval === undefined || adjustedPValue === undefined) return "too-few";
  const [low, high] = interval;
  if (adjustedPValue >= SIGNIFICANCE || (low <= 0 && high >= 0)) return "no-difference-shown";
  return estimate < 0 ? "lower" : "higher";
}
