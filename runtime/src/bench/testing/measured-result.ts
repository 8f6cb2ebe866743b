/** Whole results as a run would leave them, of any size, made from a seed. For tests of what shows and reads results. */
import { findDifferences } from "../differences.ts";
import { type Random, seededRandom } from "../randomness.ts";
import { summariseArm } from "../summarise.ts";
import { findTails } from "../tails.ts";
import type { BenchmarkResult, RequestRecord } from "../types.ts";
import { verdictOf } from "../verdict.ts";
import { sampleRecord, sampleResult } from "./sample-result.ts";

/** How the answers of one arm are. */
export interface ArmNature {
  arm: string;
  /** Median of the whole answer, milliseconds. */
  totalMs: number;
  costMicroUsd: number;
  /** Parts of 1. */
  passRate: number;
  errorRate: number;
}

export interface MeasuredInput {
  arms: readonly ArmNature[];
  cases: number;
  trials?: number;
  seed: number;
  /** Answers that take longer miss the objectives. */
  objectiveMs?: number;
  over?: Partial<BenchmarkResult>;
}

/** Differences are tested for small results only: the tests of a large one take as long as after a run. */
const TESTED = 5_000;

export function measuredResult({ arms, cases, trials = 1, seed, objectiveMs = 2_500, over = {} }: MeasuredInput) {
  const random = seededRandom(seed);
  const ids = arms.map(({ arm }) => arm);
  const records: RequestRecord[] = [];
  for (let caseIndex = 0; caseIndex < cases; caseIndex += 1) {
    for (let trial = 0; trial < trials; trial += 1) {
      for (const nature of arms) records.push(recordOf(nature, caseIndex, trial, random, objectiveMs));
    }
  }
  const objectives = { latencyP95Ms: objectiveMs, passRate: "85%" };
  const summaries = ids.map((arm) => ({ ...summariseArm(arm, records), objectives }));
  const isTested = records.length <= TESTED;
  const differences = isTested ? findDifferences(records, ids, random) : [];
  return sampleResult({
    seed,
    generation: "gen_0123456789abcdef",
    load: { mode: "paired" },
    caseNames: Array.from({ length: cases }, (_, index) => `case ${index + 1}`),
    caseKeys: Array.from({ length: cases }, (_, index) => index.toString(16).padStart(16, "0")),
    arms: summaries,
    differences,
    tails: isTested ? findTails(records, ids, random) : [],
    verdict: isTested ? verdictOf(summaries, differences) : [],
    records,
    ...over,
  });
}

function recordOf(
  nature: ArmNature,
  caseIndex: number,
  trial: number,
  random: Random,
  objectiveMs: number,
): RequestRecord {
  const { arm, costMicroUsd, errorRate, passRate } = nature;
  const place = { arm, deployment: arm, caseIndex, trial, sentAt: 1_790_000_000_000 + caseIndex * 1_000 };
  if (random() < errorRate) {
    const errorCode = random() < 0.6 ? "upstream.timeout" : "bench.cut-stream";
    const nothing = { ttftMs: undefined, totalMs: undefined, output: undefined, passed: undefined, score: undefined };
    const errorMessage = "The provider did not answer in time.";
    return sampleRecord({
      ...place,
      ...nothing,
      outcome: "error",
      errorCode,
      errorMessage,
      costMicroUsd: 0,
      good: false,
    });
  }
  const totalMs = nature.totalMs * Math.exp((random() + random() + random() - 1.5) * 0.6);
  const ttftMs = totalMs * (0.15 + random() * 0.1);
  const queueMs = random() * 3;
  const passed = random() < passRate;
  const names = passed ? `NP-${10_000 + caseIndex}` : "the parcel";
  const reason = passed ? "The answer contains it." : `The answer does not contain "NP-${10_000 + caseIndex}".`;
  return sampleRecord({
    ...place,
    ttftMs,
    totalMs,
    queueMs,
    ttftScheduledMs: ttftMs + queueMs,
    totalScheduledMs: totalMs + queueMs,
    tpotMs: 8 + random() * 6,
    overheadMs: Math.round(random() * 4),
    costMicroUsd: Math.round(costMicroUsd * (0.9 + random() * 0.2)),
    output: `The customer of ${names} waits${random() < 0.5 ? " for it" : ""} and wants a call ${random() < 0.5 ? "today" : "tomorrow"}.`,
    passed,
    score: passed ? 1 : 0,
    good: passed && totalMs + queueMs <= objectiveMs,
    assertions: [{ type: "contains", passed, reason }],
  });
}
