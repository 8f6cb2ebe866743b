/** Empirical distribution functions, with exact quantiles and no more points than a screen can show. */
import { percentile, sortNumbers } from "../statistics/percentile.ts";
import type { RequestRecord } from "../types.ts";
import type { ClockCurves, LatencyClock, LatencyCurve } from "./types.ts";

const CLOCKS: readonly LatencyClock[] = [
  "ttftMs",
  "ttftScheduledMs",
  "totalMs",
  "totalScheduledMs",
  "firstByteMs",
  "firstOutputMs",
  "tpotMs",
  "longestGapMs",
  "queueMs",
  "overheadMs",
];

/** More points than this only make a chart slow. */
const POINTS = 240;
/** The slowest answers are all kept: they are what a chart of latency is looked at for. */
const SLOWEST = 16;

/** The curves of every clock that some arm has a time for. */
export function latencyCurves(byArm: ReadonlyMap<string, readonly RequestRecord[]>): ClockCurves[] {
  return CLOCKS.flatMap((clock) => {
    const curves = [...byArm].map(([arm, records]) => curveOf(arm, records, clock));
    return curves.some(({ n }) => n > 0) ? [{ clock, curves }] : [];
  });
}

function curveOf(arm: string, records: readonly RequestRecord[], clock: LatencyClock): LatencyCurve {
  const values: number[] = [];
  for (const record of records) {
    const value = record[clock];
    if (record.outcome === "ok" && typeof value === "number") values.push(value);
  }
  const sorted = sortNumbers(values);
  const at = (part: number) => rounded(percentile(sorted, part));
  return {
    arm,
    n: sorted.length,
    without: records.length - sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    points: pointsOf(sorted),
  };
}

/** Every point is exact: sampling leaves points out, and moves none. Equal times are one step. */
export function pointsOf(sorted: readonly number[]): [ms: number, part: number][] {
  const n = sorted.length;
  const points: [number, number][] = [];
  const add = (index: number) => {
    const value = sorted[index];
    if (value === undefined || sorted[index + 1] === value) return;
    points.push([rounded(value) ?? value, (index + 1) / n]);
  };
  const evenly = Math.min(n, POINTS);
  const tail = Math.max(0, n - SLOWEST);
  let last = -1;
  for (let step = 0; step < evenly; step += 1) {
    // The last of equal times, so that no step of the function is lost to the sampling.
    let index = evenly === n ? step : Math.floor((step * tail) / evenly);
    while (sorted[index + 1] === sorted[index] && index + 1 < n) index += 1;
    if (index > last) add(index);
    last = Math.max(last, index);
  }
  for (let index = Math.max(tail, last + 1); index < n; index += 1) add(index);
  return points;
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1000) / 1000;
}
