/** Percentiles. */

/**
 * The percentile of sorted values, from 0 to 1, by linear interpolation between the two nearest: type 7 of Hyndman and
 * Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996); the default of R and NumPy.
 * Undefined where there are no values.
 */
export function percentile(sorted: readonly number[], part: number): number | undefined {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (place - Math.floor(place));
}

/** A sorted copy of numbers. */
export function sortNumbers(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

export function median(values: readonly number[]): number | undefined {
  return percentile(sortNumbers(values), 0.5);
}
