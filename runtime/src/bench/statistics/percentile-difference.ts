/**
 * The difference of a percentile of two paired samples, with the bootstrap's percentile interval: Efron and Tibshirani,
 * An Introduction to the Bootstrap (1993), 13.3. Pairs are drawn, not values. BCa does not fit here: its acceleration
 * comes from the jackknife, which fails for quantiles (the same, 10.6).
 */
import type { Random } from "../randomness.ts";
import { percentile, sortNumbers } from "./percentile.ts";

export interface PercentileDifference {
  estimate: number;
  interval: [number, number];
}

/** Draws of pairs in all, so that fifty thousand pairs take about a second. */
const MOST_WORK = 40_000_000;
const DRAWS = 2000;
const FEWEST_DRAWS = 400;
/** With fewer pairs than this above the percentile its interval means nothing. */
const FEWEST_ABOVE = 5;

/**
 * Second minus first, of a part from 0 to 1. Pairs with the same number in `clusters` are drawn together, as trials of
 * one case have to be (the same, 8.4). undefined where too few pairs lie above it: a p95 needs a hundred.
 */
export function percentileDifference(
  first: readonly number[],
  second: readonly number[],
  part: number,
  random: Random,
  clusters?: readonly number[],
): PercentileDifference | undefined {
  const n = first.length;
  if (n * (1 - part) < FEWEST_ABOVE - 1e-9) return undefined;
  const draws = Math.max(FEWEST_DRAWS, Math.min(DRAWS, Math.floor(MOST_WORK / n)));
  const orders = [orderOf(first), orderOf(second)] as const;
  const counts = new Uint32Array(n);
  const members = membersOf(n, clusters);
  const differences: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    counts.fill(0);
    let total = 0;
    for (let index = 0; index < members.length; index += 1) {
      const drawn = members[Math.floor(random() * members.length)] ?? [];
      for (const pair of drawn) counts[pair] = (counts[pair] ?? 0) + 1;
      total += drawn.length;
    }
    const [one, other] = [
      weighted(first, orders[0], counts, total, part),
      weighted(second, orders[1], counts, total, part),
    ];
    differences.push(other - one);
  }
  const sorted = sortNumbers(differences);
  const plain = (values: readonly number[]) => percentile(sortNumbers(values), part) ?? 0;
  return {
    estimate: plain(second) - plain(first),
    interval: [percentile(sorted, 0.025) ?? 0, percentile(sorted, 0.975) ?? 0],
  };
}

function membersOf(n: number, clusters: readonly number[] | undefined): number[][] {
  if (clusters === undefined) return Array.from({ length: n }, (_, index) => [index]);
  const members = new Map<number, number[]>();
  for (const [pair, cluster] of clusters.entries()) {
    const own = members.get(cluster);
    if (own) own.push(pair);
    else members.set(cluster, [pair]);
  }
  return [...members.values()];
}

/** Places of the values, the largest first. */
function orderOf(values: readonly number[]): Uint32Array {
  return Uint32Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
}

/**
 * The percentile (type 7) of values that count several times, `total` in all, walked from the top. Clusters of different sizes make the
 * number of values differ from draw to draw.
 */
function weighted(
  values: readonly number[],
  order: Uint32Array,
  counts: Uint32Array,
  total: number,
  part: number,
): number {
  const place = (total - 1) * part;
  // Counted from the top: so many values lie above the upper and the lower neighbour.
  const upper = total - 1 - Math.ceil(place);
  const lower = total - 1 - Math.floor(place);
  let seen = 0;
  let above: number | undefined;
  for (const index of order) {
    seen += counts[index] ?? 0;
    if (above === undefined && seen > upper) above = values[index] ?? 0;
    if (seen > lower) {
      const below = values[index] ?? 0;
      return below + ((above ?? below) - below) * (place - Math.floor(place));
    }
  }
  return 0;
}
