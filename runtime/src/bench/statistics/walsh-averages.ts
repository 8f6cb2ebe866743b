/**
 * Means of every two of n values, each with itself too (Walsh averages), by their place in order. Fifty thousand values
 * have more than a billion of them, so they are counted and never written down: J. F. Monahan, "Algorithm 616: Fast
 * Computation of the Hodges-Lehmann Location Estimator", ACM Transactions on Mathematical Software 10 (1984), describes
 * the counting; the place is found by halving.
 */

/** Halvings that lead from any two numbers to two with nothing between, or so near that it does not matter. */
const MOST_HALVINGS = 200;

/** The average at a place, from 1 on, of sorted values; there has to be one. */
export function walshAverage(sorted: Float64Array, place: number): number {
  let low = sorted[0] ?? Number.NaN;
  let high = sorted[sorted.length - 1] ?? Number.NaN;
  if (countUpTo(sorted, low) >= place) return low;
  for (let halving = 0; halving < MOST_HALVINGS; halving += 1) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    if (countUpTo(sorted, middle) >= place) high = middle;
    else low = middle;
  }
  return largestUpTo(sorted, high);
}

/** How many averages are not above a limit. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let count = 0;
  let last = sorted.length - 1;
  for (let first = 0; first <= last; first += 1) {
    while (last >= first && average(sorted, first, last) > limit) last -= 1;
    count += last - first + 1;
  }
  return count;
}

/** The largest average that is not above a limit. */
function largestUpTo(sorted: Float64Array, limit: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  let last = sorted.length - 1;
  for (let first = 0; first <= last; first += 1) {
    while (last >= first && average(sorted, first, last) > limit) last -= 1;
    if (last >= first) largest = Math.max(largest, average(sorted, first, last));
  }
  return largest;
}

function average(values: Float64Array, first: number, second: number): number {
  return ((values[first] ?? 0) + (values[second] ?? 0)) / 2;
}
