import { Z_95 } from "./normal.ts";

/**
 * 95 % interval of a rate. E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * Journal of the American Statistical Association 22 (1927); without continuity correction. Undefined for no trials.
 */
export function wilsonInterval(successes: number, trials: number): [number, number] | undefined {
  if (trials <= 0) return undefined;
  const rate = successes / trials;
  const z2 = Z_95 * Z_95;
  const centre = (rate + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (Z_95 / (1 + z2 / trials)) * Math.sqrt((rate * (1 - rate)) / trials + z2 / (4 * trials * trials));
  return [successes === 0 ? 0 : centre - half, successes === trials ? 1 : centre + half];
}
