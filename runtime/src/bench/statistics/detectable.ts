import { Z_80, Z_95 } from "./normal.ts";

/**
 * The smallest true difference that a test at 5 % would show with a power of 80 %, from the 95 % interval that was
 * found: J. M. Lachin, "Introduction to Sample Size Determination and Power Analysis for Clinical Trials", Controlled
 * Clinical Trials 2 (1981), equation 1 solved for the difference; the standard error is half the interval over 1.96.
 */
export function smallestDetectable([low, high]: readonly [number, number]): number {
  return ((high - low) / 2 / Z_95) * (Z_95 + Z_80);
}
