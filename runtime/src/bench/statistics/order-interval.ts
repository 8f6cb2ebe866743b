/** An interval for a median without a guess at the distribution. */

/**
 * At least 95 % interval for the median of independent values, from two of them: the number of values below the median
 * is binomial with one half. W. J. Conover, "Practical Nonparametric Statistics", 3rd edition, section 3.2. Undefined
 * below six values, where even the whole range holds less than 95 %.
 */
export function medianInterval(sorted: readonly number[]): [number, number] | undefined {
  const n = sorted.length;
  let below = 0;
  let logTerm = -n * Math.LN2;
  let rank = 0;
  for (; rank < n; rank += 1) {
    below += Math.exp(logTerm);
    if (below > 0.025) break;
    logTerm += Math.log((n - rank) / (rank + 1));
  }
  const low = sorted[rank - 1];
  const high = sorted[n - rank];
  return low === undefined || high === undefined ? undefined : [low, high];
}
