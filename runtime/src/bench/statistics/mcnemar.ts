/**
 * Exact McNemar test: the two-sided p-value of the pairs that disagree, by the binomial distribution with one half.
 * Q. McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 12 (1947);
 * exact form as in Agresti, Categorical Data Analysis, 10.1.4.
 *
 * `onlyFirst` and `onlySecond` count the pairs in which only the one or only the other passed.
 */
export function exactMcNemar(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const k = Math.min(onlyFirst, onlySecond);
  // Terms in logarithms: 0.5 to the power of n alone would vanish for many pairs.
  let logTerm = -n * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let i = 1; i <= k; i += 1) {
    logTerm += Math.log((n - i + 1) / i);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}
