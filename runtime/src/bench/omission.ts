/**
 * What paired and closed load hide: while an arm stalls it is asked nothing, so one answer shows what many requests
 * would have met. G. Tene, "How NOT to Measure Latency" (2013), calls it coordinated omission; the correction is that
 * of his HdrHistogram (`copyCorrectedForCoordinatedOmission`): an answer that took longer than the time between two
 * requests stands for those that were not sent meanwhile, each of which would have waited one interval less.
 */
import { median, percentile, sortNumbers } from "./statistics/percentile.ts";
import type { RequestRecord } from "./types.ts";

/** Fewer answers have no tail to speak of. */
const FEWEST = 20;
/** Milliseconds. Nobody asks oftener, and each answer stands for a list of those that were not sent. */
const SHORTEST_INTERVAL = 1;
/** A percentile that grows by less is no stall but the spread that answers have. */
const GROWTH = 2;

/** A sentence for each arm of which the load hid a stall. The records are of a run under paired or closed load. */
export function omissionSentences(
  arms: readonly string[],
  records: readonly RequestRecord[],
  mode: "paired" | "closed",
): string[] {
  const times = arms.map((arm) => totalsOf(arm, records));
  const usual = times.map((values) => median(values) ?? 0);
  const ofPair = usual.reduce((sum, value) => sum + value, 0);
  return arms.flatMap((arm, index) => {
    const sorted = sortNumbers(times[index] ?? []);
    if (sorted.length < FEWEST) return [];
    const interval = Math.max(SHORTEST_INTERVAL, mode === "paired" ? ofPair : (usual[index] ?? 0));
    const corrected = sortNumbers(withUnsent(sorted, interval));
    const found = [0.95, 0.99].find((part) => at(corrected, part) >= GROWTH * at(sorted, part));
    if (found === undefined) return [];
    const [seen, steady] = [sorted, corrected].map((values) => Math.round(at(values, found)));
    const longest = Math.round(sorted.at(-1) ?? 0);
    return [
      `${arm} stalled (longest answer ${longest} ms) and was asked nothing meanwhile, as the load is ${mode}: asked at a steady rate, p${found * 100} of the whole answer would be about ${steady} ms, not ${seen}. An open load measures that.`,
    ];
  });
}

/** Milliseconds; those of requests that were not sent are added to the values that hid them. */
export function withUnsent(values: readonly number[], interval: number): number[] {
  return values.flatMap((value) => {
    const unsent = Math.max(0, Math.floor(value / interval) - 1);
    return Array.from({ length: unsent + 1 }, (_, missed) => value - missed * interval);
  });
}

function totalsOf(arm: string, records: readonly RequestRecord[]): number[] {
  return records.flatMap((record) =>
    record.arm === arm && record.outcome === "ok" && record.totalMs !== undefined ? [record.totalMs] : [],
  );
}

const at = (sorted: readonly number[], part: number) => percentile(sorted, part) ?? 0;
