/**
 * Paired permutation test of a mean difference: were the arms the same, each difference could as well have the other
 * sign. R. A. Fisher, The Design of Experiments (1935), section 21. All patterns are tried up to 16 differences that are
 * not zero; beyond, 20,000 are drawn, and the one that was seen counts as one more (Phipson and Smyth, 2010).
 */
import type { Random } from "../randomness.ts";

const MOST_EXACT = 16;
const DRAWS = 20_000;
/** Sums of equal fractions differ by rounding only. */
const TOLERANCE = 1e-9;

/** Two-sided p-value. 1 where all differences are zero. */
export function signFlipPValue(differences: readonly number[], random: Random): number {
  const values = differences.filter((difference) => difference !== 0);
  const seen = Math.abs(values.reduce((sum, value) => sum + value, 0)) - TOLERANCE;
  const patterns = 2 ** values.length;
  if (values.length <= MOST_EXACT) {
    let extreme = 0;
    for (let pattern = 0; pattern < patterns; pattern += 1) {
      const sum = values.reduce((total, value, index) => total + ((pattern >> index) & 1 ? value : -value), 0);
      if (Math.abs(sum) >= seen) extreme += 1;
    }
    return extreme / patterns;
  }
  let extreme = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const sum = values.reduce((total, value) => total + (random() < 0.5 ? value : -value), 0);
    if (Math.abs(sum) >= seen) extreme += 1;
  }
  return (extreme + 1) / (DRAWS + 1);
}
