/** Where the marks of the latency chart stand. Pure geometry: the component only draws it. */
import type { ArmSummary, Percentiles } from "@fairlead/runtime/bench";

export type LatencyMetric = "ttftMs" | "totalMs";

export interface ChartMark {
  percentile: "p50" | "p95" | "p99";
  /** Milliseconds. */
  value: number;
  /** From 0 (left) to 1 (right). */
  position: number;
}

export interface ChartLane {
  arm: string;
  /** How many values stand behind the marks. */
  n: number;
  marks: ChartMark[];
}

export interface LatencyChart {
  lanes: ChartLane[];
  /** Even steps from 0 to the right end. */
  ticks: { value: number; position: number }[];
}

const names = ["p50", "p95", "p99"] as const;

/** Lanes on one common scale that begins at 0; undefined where no arm has a value. */
export function latencyChart(arms: readonly ArmSummary[], metric: LatencyMetric): LatencyChart | undefined {
  const known = arms.flatMap((arm) => names.flatMap((name) => knownValue(arm[metric], name) ?? []));
  if (known.length === 0) return undefined;
  const step = niceStep(Math.max(...known) / 4);
  const end = Math.max(step, Math.ceil(Math.max(...known) / step) * step);
  const lanes = arms.map((arm) => ({
    arm: arm.arm,
    n: arm[metric].n,
    marks: names.flatMap((percentile) => {
      const value = knownValue(arm[metric], percentile);
      return value === undefined ? [] : [{ percentile, value, position: value / end }];
    }),
  }));
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => ({
    value: index * step,
    position: (index * step) / end,
  }));
  return { lanes, ticks };
}

function knownValue(percentiles: Percentiles, name: (typeof names)[number]): number | undefined {
  const value = percentiles[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The next of 1, 2, 5, 10, 20, 50 … that is not below the amount. */
function niceStep(amount: number): number {
  if (amount <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(amount));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= amount) ?? 10 * power;
}
