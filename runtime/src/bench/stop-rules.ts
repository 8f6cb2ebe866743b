/** When a run has measured enough. */
import type { Benchmark } from "../documents/vocabulary.ts";
import { FEWEST_PAIRS, pairValues } from "./paired-values.ts";
import { hodgesLehmann } from "./statistics/hodges-lehmann.ts";
import { meanHalfWidth } from "./statistics/mean-difference.ts";
import { pairedRateInterval } from "./statistics/paired-rate.ts";
import type { RequestRecord } from "./types.ts";

type Rules = NonNullable<Benchmark["stop"]>;

const MILLISECONDS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000 };
/** Intervals are looked at after so many more requests: each look costs a sort of all pairs. */
const LOOK_EVERY = 20;
/** And the more there are, the rarer. */
const LOOK_GROWTH = 1.05;

/** `10 min` in milliseconds. The schema holds the form. */
export function durationMs(text: string): number {
  const [count, unit = "s"] = text.split(" ");
  return Number(count) * (MILLISECONDS[unit] ?? 1000);
}

export class StopRules {
  readonly #rules: Rules;
  #lookedAt = 0;

  constructor(rules: Rules = {}) {
    this.#rules = rules;
  }

  /**
   * Why the run is over; undefined where it goes on. `begun` counts the requests that were sent, `elapsedMs` is
   * since the warm-up, the first arm is the baseline.
   */
  reached(begun: number, elapsedMs: number, records: readonly RequestRecord[], arms: readonly string[]) {
    const { requests, time, precision } = this.#rules;
    if (requests !== undefined && begun >= requests) return `The ${requests} requests of its stop rule are made.`;
    if (time !== undefined && elapsedMs >= durationMs(time)) return `The ${time} of its stop rule are over.`;
    if (precision === undefined || records.length < this.#lookedAt * LOOK_GROWTH + LOOK_EVERY) return undefined;
    this.#lookedAt = records.length;
    const unit = precision.metric === "cost" ? 1_000_000 : 1;
    const enough = arms.slice(1).every((arm) => {
      const half = halfWidth(records, arms[0] ?? "", arm, precision.metric);
      return half !== undefined && half <= precision.within * unit;
    });
    return enough ? `The difference of ${precision.metric} is known to within ${precision.within}.` : undefined;
  }
}

function halfWidth(
  records: readonly RequestRecord[],
  baseline: string,
  arm: string,
  metric: "quality" | "cost" | "ttft" | "total",
): number | undefined {
  const differences = pairValues(records, baseline, arm, metric).values.map((pair) => pair.arm - pair.baseline);
  if (differences.length < FEWEST_PAIRS) return undefined;
  if (metric === "cost") return meanHalfWidth(differences);
  const interval = metric === "quality" ? pairedRateInterval(differences) : hodgesLehmann(differences)?.interval;
  return interval && (interval[1] - interval[0]) / 2;
}
