/**
 * The shift between paired values: the median of all means of two differences (Walsh averages), with an interval from
 * the signed-rank distribution. J. L. Hodges and E. L. Lehmann, "Estimates of Location Based on Rank Tests", Annals of
 * Mathematical Statistics 34 (1963); interval as in Hollander and Wolfe, Nonparametric Statistical Methods, 3.3.
 */
import { Z_95 } from "./normal.ts";
import { countSums, MOST_EXACT } from "./signed-rank.ts";

export interface Shift {
  estimate: number;
  /** 95 %; undefined where so few differences can not give one. */
  interval: [number, number] | undefined;
}

/** So many differences make half a million averages; more are averaged in blocks first. */
const MOST_DIFFERENCES = 1000;

/** Undefined where there are no differences. */
export function hodgesLehmann(differences: readonly number[]): Shift | undefined {
  const values = inBlocks(differences);
  const averages = walshAverages(values);
  const count = averages.length;
  if (count === 0) return undefined;
  const at = (index: number) => averages[index] ?? Number.NaN;
  const estimate = (at(Math.floor((count - 1) / 2)) + at(Math.ceil((count - 1) / 2))) / 2;
  const place = lowerPlace(values.length);
  return { estimate, interval: place === 0 ? undefined : [at(place - 1), at(count - place)] };
}

/** Means of blocks of differences are as symmetric about the shift as the differences. */
function inBlocks(values: readonly number[]): readonly number[] {
  const size = Math.ceil(values.length / MOST_DIFFERENCES);
  if (size <= 1) return values;
  const blocks: number[] = [];
  for (let start = 0; start + size <= values.length; start += size) {
    blocks.push(values.slice(start, start + size).reduce((sum, value) => sum + value, 0) / size);
  }
  return blocks;
}

function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2);
  let place = 0;
  for (const [index, value] of values.entries()) {
    for (let other = 0; other <= index; other += 1) {
      averages[place] = (value + (values[other] ?? 0)) / 2;
      place += 1;
    }
  }
  return averages.sort();
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
