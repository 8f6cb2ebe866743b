/** Judges one answer by all its assertions. */
import type { Answer, PreparedAssertion } from "./assertions/index.ts";

export interface Judgement {
  /** undefined where there is nothing to judge by. */
  passed: boolean | undefined;
  /** Weighted part of the assertions that passed, from 0 to 1. */
  score: number | undefined;
  assertions: { type: string; passed: boolean; reason: string }[];
}

/** A sum of weights such as 0.1 + 0.2 may miss a threshold of 0.3 by rounding. */
const TOLERANCE = 1e-9;

/**
 * With a threshold a case passes from that score on; without one all assertions must hold. An assertion of weight 0 is
 * reported and decides nothing.
 */
export function judge(
  answer: Answer,
  assertions: readonly PreparedAssertion[],
  threshold: number | undefined,
): Judgement {
  if (assertions.length === 0) return { passed: undefined, score: undefined, assertions: [] };
  const checked = assertions.map(({ type, weight, check }) => ({ type, weight, ...check(answer) }));
  const weights = checked.reduce((sum, { weight }) => sum + weight, 0);
  const earned = checked.reduce((sum, { weight, passed }) => sum + (passed ? weight : 0), 0);
  const score = weights === 0 ? 1 : earned / weights;
  const allHold = checked.every(({ passed, weight }) => passed || weight === 0);
  return {
    passed: threshold === undefined ? allHold : score >= threshold - TOLERANCE,
    score,
    assertions: checked.map(({ type, passed, reason }) => ({ type, passed, reason })),
  };
}
