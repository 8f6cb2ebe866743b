/**
 * The mean of paired differences: what matters of money, since the sum is what is paid. Its interval is Student's ("The
 * Probable Error of a Mean", Biometrika 6, 1908), the test sign flips; beyond a thousand pairs, where flipping takes its
 * time, the normal distribution of the mean.
 */
import type { Random } from "../randomness.ts";
import { normalCdf, Z_95 } from "./normal.ts";
import { signFlipPValue } from "./sign-flip.ts";

const MOST_FLIPPED = 1000;

export interface MeanDifference {
  estimate: number;
  /** 95 %. */
  interval: [number, number];
  pValue: number;
}

/** `differences` holds at least two. */
export function meanDifference(differences: readonly number[], random: Random): MeanDifference {
  const estimate = meanOf(differences);
  const half = meanHalfWidth(differences);
  const interval: [number, number] = [estimate - half, estimate + half];
  if (differences.length <= MOST_FLIPPED) return { estimate, interval, pValue: signFlipPValue(differences, random) };
  const error = standardError(differences);
  const pValue = error === 0 ? Number(estimate === 0) : 2 * normalCdf(-Math.abs(estimate) / error);
  return { estimate, interval, pValue };
}

/** Half of the 95 % interval of the mean of at least two values. */
export function meanHalfWidth(values: readonly number[]): number {
  return studentQuantile95(values.length - 1) * standardError(values);
}

/**
 * The 97.5 % point of Student's distribution, by the expansion about the normal one's: Abramowitz and Stegun, Handbook of
 * Mathematical Functions (1964), 26.7.5. Within 0.001 from five degrees of freedom on.
 */
export function studentQuantile95(degrees: number): number {
  const z = Z_95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, index) => sum + term / degrees ** (index + 1), z);
}

function standardError(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
