/** The standard normal distribution. */

/**
 * Probability of a value up to `z`, through the complementary error function by W. J. Cody's kind of rational
 * approximation as given in Numerical Recipes (erfc with Chebyshev fit, 2nd edition, 6.2): relative error below 1.2e-7.
 */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2);
}

function erfc(x: number): number {
  const size = Math.abs(x);
  const t = 1 / (1 + 0.5 * size);
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
    -1.26551223,
  ];
  const polynomial = coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0);
  const value = t * Math.exp(-size * size + polynomial);
  return x >= 0 ? value : 2 - value;
}

/** The 97.5 % point: half the width of a 95 % interval in standard deviations. */
export const Z_95 = 1.959963984540054;

/** The 80 % point: what a power of 80 % adds to it. */
export const Z_80 = 0.8416212335729143;

/** The value below which a part of the distribution lies; the part is between 0 and 1, both excluded. By bisection. */
export function normalQuantile(part: number): number {
  let low = -9;
  let high = 9;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < part) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
