/**
 * Bootstrap intervals, bias-corrected and accelerated (BCa): B. Efron, "Better Bootstrap Confidence Intervals", Journal
 * of the American Statistical Association 82 (1987); as in Efron and Tibshirani, An Introduction to the Bootstrap
 * (1993), 14.3, with the acceleration from the jackknife (14.15).
 */
import type { Random } from "../randomness.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { percentile } from "./percentile.ts";

export interface BootstrapOptions {
  /** The part of intervals that should hold the truth. */
  level?: number;
  draws?: number;
}

/** undefined for fewer than two values, and where all draws say the same on one side of the estimate. */
export function bcaInterval(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  random: Random,
  { level = 0.95, draws = 2000 }: BootstrapOptions = {},
): [number, number] | undefined {
  if (values.length < 2) return undefined;
  const estimate = statistic(values);
  const drawn = Array.from({ length: draws }, () =>
    statistic(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  // Draws that equal the estimate count half, so that discrete statistics are not taken as biased.
  const below = drawn.filter((one) => one < estimate).length + drawn.filter((one) => one === estimate).length / 2;
  if (below === 0 || below === draws) return undefined;
  const bias = normalQuantile(below / draws);
  const acceleration = accelerationOf(values, statistic);
  const place = (z: number) => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile((1 + level) / 2);
  const low = percentile(drawn, place(-z));
  const high = percentile(drawn, place(z));
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** 0 where leaving one out changes nothing. */
export function accelerationOf(values: readonly number[], statistic: (values: readonly number[]) => number): number {
  const without = values.map((_, index) => statistic(values.filter((__, other) => other !== index)));
  const mean = without.reduce((sum, one) => sum + one, 0) / without.length;
  let squares = 0;
  let cubes = 0;
  for (const one of without) {
    squares += (mean - one) ** 2;
    cubes += (mean - one) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
