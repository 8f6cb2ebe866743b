/**
 * Wilcoxon's signed-rank test for paired differences. F. Wilcoxon, "Individual Comparisons by Ranking Methods",
 * Biometrics Bulletin 1 (1945). Differences of zero are left out; equal sizes share the mean of their ranks.
 */
import { normalCdf } from "./normal.ts";

/** Up to so many differences the distribution is counted out, ties included; beyond, it is taken as normal. */
export const MOST_EXACT = 50;

/** Two-sided p-value that the differences lie symmetrically about zero. 1 where all are zero. */
export function signedRankPValue(differences: readonly number[]): number {
  const nonZero = differences.filter((difference) => difference !== 0);
  if (nonZero.length === 0) return 1;
  const ranks = doubledRanks(nonZero.map(Math.abs));
  const positive = nonZero.reduce((sum, difference, index) => sum + (difference > 0 ? (ranks[index] ?? 0) : 0), 0);
  return ranks.length <= MOST_EXACT ? exactPValue(ranks, positive) : normalPValue(ranks, positive);
}

/** Twice the rank of each value by size, so that the mean rank of a tie is a whole number too. */
export function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let place = start; place <= end; place += 1) ranks[order[place] ?? 0] = start + end + 2;
    start = end + 1;
  }
  return ranks;
}

/**
 * How many of the sign patterns give each sum of (doubled) positive ranks. Exact in doubles, as the counts stay at or
 * below 2 to the power of 50.
 */
export function countSums(ranks: readonly number[]): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const counts = new Float64Array(total + 1);
  counts[0] = 1;
  let reach = 0;
  for (const rank of ranks) {
    reach += rank;
    for (let sum = reach; sum >= rank; sum -= 1) counts[sum] = (counts[sum] ?? 0) + (counts[sum - rank] ?? 0);
  }
  return counts;
}

function exactPValue(ranks: readonly number[], positive: number): number {
  const counts = countSums(ranks);
  const total = counts.length - 1;
  const smaller = Math.min(positive, total - positive);
  let tail = 0;
  for (let sum = 0; sum <= smaller; sum += 1) tail += counts[sum] ?? 0;
  return Math.min(1, (2 * tail) / 2 ** ranks.length);
}

/** With the ranks as they are (ties included) the variance is a quarter of the sum of their squares. */
function normalPValue(ranks: readonly number[], positive: number): number {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0)) / 2;
  // Half a rank, doubled as all ranks are here, corrects for continuity.
  const distance = Math.max(0, Math.abs(positive - mean) - 1);
  return Math.min(1, 2 * normalCdf(-distance / deviation));
}
