/** When the requests of an open load are due. */
import type { Random } from "../randomness.ts";

export type Arrivals = "constant" | "poisson";

/**
 * Milliseconds from the beginning, one for each request. Constant arrivals are equal intervals apart, Poisson's are
 * exponential intervals apart (J. F. C. Kingman, Poisson Processes, 1993, section 4.1), with the same mean.
 */
export function dueTimes(count: number, perSecond: number, arrivals: Arrivals, random: Random): number[] {
  const interval = 1000 / perSecond;
  const times: number[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    // 1 minus the number is never 0, whose logarithm would be infinite.
    at = arrivals === "constant" ? index * interval : at - Math.log(1 - random()) * interval;
    times.push(at);
  }
  return times;
}
