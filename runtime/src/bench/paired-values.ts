/** Brings the records of two arms together: what each said to the same thing. */
import type { Difference, RequestRecord } from "./types.ts";

export type Metric = Difference["metric"];

/** The same measure of both arms, for one thing that was asked. */
export interface PairedValue {
  baseline: number;
  arm: number;
}

export interface PairedValues {
  values: PairedValue[];
  /** What a pair is: a case (its trials averaged), or a single trial. */
  unit: "case" | "trial";
  cases: number;
  /** True where every value of a case comes from one trial. */
  single: boolean;
}

/** Six pairs are the fewest with which a rank or sign test can reach 5 %. */
export const FEWEST_PAIRS = 6;

const MEASURES: Readonly<Record<Metric, (record: RequestRecord) => number | undefined>> = {
  ttft: ({ ttftMs }) => ttftMs,
  total: ({ totalMs }) => totalMs,
  cost: ({ costMicroUsd }) => costMicroUsd,
  quality: ({ passed }) => (passed === undefined ? undefined : Number(passed)),
  score: ({ score }) => score,
};

/**
 * Pairs in which both arms answered well. Trials of a case are no independent evidence about other cases, so they are
 * averaged and the case counts once. With fewer than six cases that would leave too few to say anything; then trials
 * count by themselves, and what is found holds for these cases only.
 */
export function pairValues(
  records: readonly RequestRecord[],
  baseline: string,
  arm: string,
  metric: Metric,
): PairedValues {
  const trials = [...pairTrials(records, baseline, arm, metric).values()];
  const single = trials.every((values) => values.length === 1);
  const shared = { cases: trials.length, single };
  if (trials.length >= FEWEST_PAIRS || single) return { ...shared, unit: "case", values: trials.map(average) };
  return { ...shared, unit: "trial", single: true, values: trials.flat() };
}

/** Pairs in which both arms answered well, trial by trial, by case. */
export function pairTrials(
  records: readonly RequestRecord[],
  baseline: string,
  arm: string,
  metric: Metric,
): Map<number, PairedValue[]> {
  const measure = MEASURES[metric];
  const byTrial = new Map<string, { caseIndex: number; baseline?: number; arm?: number }>();
  for (const record of records) {
    const value = record.outcome === "ok" ? measure(record) : undefined;
    if (value === undefined || (record.arm !== baseline && record.arm !== arm)) continue;
    const key = `${record.caseIndex} ${record.trial}`;
    const pair = byTrial.get(key) ?? { caseIndex: record.caseIndex };
    pair[record.arm === arm ? "arm" : "baseline"] = value;
    byTrial.set(key, pair);
  }
  const byCase = new Map<number, PairedValue[]>();
  for (const pair of byTrial.values()) {
    if (pair.baseline === undefined || pair.arm === undefined) continue;
    const value = { baseline: pair.baseline, arm: pair.arm };
    const own = byCase.get(pair.caseIndex);
    if (own) own.push(value);
    else byCase.set(pair.caseIndex, [value]);
  }
  return byCase;
}

function average(values: readonly PairedValue[]): PairedValue {
  const mean = (pick: (value: PairedValue) => number) =>
    values.reduce((sum, value) => sum + pick(value), 0) / values.length;
  return { baseline: mean(({ baseline }) => baseline), arm: mean(({ arm }) => arm) };
}
