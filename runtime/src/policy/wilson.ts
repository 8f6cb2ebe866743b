/** 95 of 100 confidence, one-sided. */
const Z = 1.645;

/** The lowest rate that so many of so many are compatible with: the lower bound of Wilson's score interval. */
export function wilsonLowerBound(rate: number, samples: number): number {
  const square = (Z * Z) / samples;
  const spread = Z * Math.sqrt((rate * (1 - rate)) / samples + square / (4 * samples));
  return Math.max(0, (rate + square / 2 - spread) / (1 + square));
}
