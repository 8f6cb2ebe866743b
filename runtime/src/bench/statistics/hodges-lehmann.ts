/**
 * The shift between paired values: the median of all means of two differences (Walsh averages), with an interval from
 * the signed-rank distribution. J. L. Hodges and E. L. Lehmann, "Estimates of Location Based on Rank Tests", Annals of
 * Mathematical Statistics 34 (1963); interval as in Hollander and Wolfe, Nonparametric Statistical Methods, 3.3.
 */
import { Z_95 } from "./normal.ts";
import { countSums, MOST_EXACT } from "./signed-rank.ts";
import { walshAverage } from "./walsh-averages.ts";

export interface Shift {
  estimate: number;
  /** 95 %; undefined where so few differences can not give one. */
  interval: [number, number] | undefined;
}

/** Undefined where there are no differences. */
export function hodgesLehmann(differences: readonly number[]): Shift | undefined {
  const n = differences.length;
  const count = (n * (n + 1)) / 2;
  if (count === 0) return undefined;
  const sorted = Float64Array.from(differences).sort();
  // Places count from 1.
  const at = (place: number) => walshAverage(sorted, place);
  const estimate = (at(Math.floor((count + 1) / 2)) + at(Math.ceil((count + 1) / 2))) / 2;
  const place = lowerPlace(n);
  return { estimate, interval: place === 0 ? undefined : [at(place), at(count + 1 - place)] };
}

/**
 * Which of the averages, counted from 1, bounds the interval below: the 2.5 % point of the signed-rank distribution,
 * exact up to fifty differences, from the normal approximation beyond. 0 where not even the outermost reach 95 %.
 */
export function lowerPlace(n: number): number {
  if (n > MOST_EXACT) {
    const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return Math.max(1, Math.floor((n * (n + 1)) / 4 - Z_95 * deviation));
  }
  const counts = countSums(Array.from({ length: n }, (_, index) => index + 1));
  const limit = 0.025 * 2 ** n;
  let below = 0;
  for (const [sum, count] of counts.entries()) {
    below += count;
    if (below > limit) return sum;
  }
  return 0;
}
