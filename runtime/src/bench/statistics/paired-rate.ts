/**
 * 95 % interval of the mean of paired differences between -1 and 1, such as those of pass rates.
 * A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched proportions", Statistics in
 * Medicine 24 (2005): Wald's interval after half a pair more in each of the four cells. Cases with several trials give
 * fractions as differences; the same pairs are added to them, which keeps the interval honest where all agree.
 * Undefined for no differences.
 */
import { Z_95 } from "./normal.ts";

export function pairedRateInterval(differences: readonly number[]): [number, number] | undefined {
  if (differences.length === 0) return undefined;
  const n = differences.length + 2;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const squares = (differences.reduce((sum, value) => sum + value * value, 0) + 1) / n;
  const half = Z_95 * Math.sqrt((squares - mean * mean) / n);
  return [Math.max(-1, mean - half), Math.min(1, mean + half)];
}
