/**
 * Whether intervals and verdicts keep their word: many runs of two simulated arms whose differences are known. Only the
 * answers are simulated; the comparison is the one that every run goes through.
 */
import { findDifferences } from "./differences.ts";
import { type Random, seededRandom } from "./randomness.ts";
import type { Difference, RequestRecord } from "./types.ts";

/** What is true of the second arm against the first. */
export interface Truth {
  ttftMs: number;
  totalMs: number;
  costMicroUsd: number;
  /** Points of the pass rate, as a part of 1. */
  quality: number;
}

export interface Calibration {
  metric: Difference["metric"];
  runs: number;
  /** Part of the intervals that hold the truth. */
  coverage: number;
  /** Part of the runs that call the arms different in this metric. */
  called: number;
  /** Part of the runs that call it the wrong way round; 0 where there is no way. */
  wrongWay: number;
}

export interface CalibrationOptions {
  runs: number;
  cases: number;
  truth: Truth;
  seed: number;
}

export interface CalibrationResult {
  metrics: Calibration[];
  /** Part of the runs in which at least one metric is called different. */
  anyCalled: number;
}

const ARMS = ["first", "second"];

/** Runs the comparison so often, each on a seed of its own. */
export function calibrate({ runs, cases, truth, seed }: CalibrationOptions): CalibrationResult {
  const found: Difference[][] = [];
  for (let run = 0; run < runs; run += 1) {
    const random = seededRandom(seed * 100_003 + run);
    found.push(findDifferences(simulate(cases, truth, random), ARMS, random));
  }
  const isCalled = ({ verdict }: Difference) => verdict === "lower" || verdict === "higher";
  const part = (count: number) => count / runs;
  const truths = {
    ttft: truth.ttftMs,
    total: truth.totalMs,
    cost: truth.costMicroUsd,
    quality: truth.quality,
    score: 0,
  };
  const metrics = (["quality", "cost", "ttft", "total"] as const).map((metric): Calibration => {
    const own = found.flatMap((differences) => differences.filter((difference) => difference.metric === metric));
    const held = own.filter(
      ({ interval }) => interval && interval[0] <= truths[metric] && truths[metric] <= interval[1],
    );
    const wrong = own.filter(
      (one) => isCalled(one) && truths[metric] !== 0 && Math.sign(one.estimate ?? 0) !== Math.sign(truths[metric]),
    );
    return {
      metric,
      runs,
      coverage: part(held.length),
      called: part(own.filter(isCalled).length),
      wrongWay: part(wrong.length),
    };
  });
  return { metrics, anyCalled: part(found.filter((differences) => differences.some(isCalled)).length) };
}

/** Each case has a difficulty that both arms feel; what they differ by lies on top, with noise of its own. */
function simulate(cases: number, truth: Truth, random: Random): RequestRecord[] {
  const records: RequestRecord[] = [];
  for (let caseIndex = 0; caseIndex < cases; caseIndex += 1) {
    const difficulty = Math.exp(0.5 * normal(random));
    const tokens = Math.round(100 + 400 * random());
    const hard = random();
    for (const [place, arm] of ARMS.entries()) {
      const of = (value: number) => place * value;
      const ttftMs = 300 * difficulty + of(truth.ttftMs) + 40 * normal(random);
      // How likely an answer passes depends on its case, so that the arms agree more often than by chance.
      const passRate = hard < 0.5 ? 0.95 : 0.65;
      records.push({
        arm,
        caseIndex,
        trial: 0,
        sentAt: 0,
        outcome: "ok",
        errorCode: undefined,
        errorMessage: undefined,
        ttftMs,
        totalMs: ttftMs + 8 * tokens + of(truth.totalMs - truth.ttftMs) + 120 * normal(random),
        inputTokens: 100,
        outputTokens: tokens,
        costMicroUsd: Math.round(10 * tokens + of(truth.costMicroUsd) + 150 * normal(random)),
        deployment: arm,
        decision: undefined,
        output: "",
        passed: random() < passRate + of(truth.quality),
        score: undefined,
        assertions: [],
      });
    }
  }
  return records;
}

/** G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates" (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
