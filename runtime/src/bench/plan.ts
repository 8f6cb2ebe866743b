/** The order in which everything is asked. */
import { type Random, shuffle } from "./randomness.ts";

/** One case in one trial: all arms answer the same thing, one after the other. */
export interface Pair {
  caseIndex: number;
  trial: number;
  /** The arms in the order in which they are asked. */
  order: string[];
}

/**
 * All pairs: trial by trial, the cases of each in random order, the arms of each pair in random order. Whatever drifts
 * while the run lasts then falls on all arms alike.
 */
export function planPairs(arms: readonly string[], cases: number, trials: number, random: Random): Pair[] {
  const pairs: Pair[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const indexes = shuffle(
      Array.from({ length: cases }, (_, index) => index),
      random,
    );
    for (const caseIndex of indexes) pairs.push({ caseIndex, trial, order: shuffle(arms, random) });
  }
  return pairs;
}
