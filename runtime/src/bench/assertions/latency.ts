import type { AssertionFactory } from "./assertion.ts";
import { requireThreshold } from "./requirements.ts";

/** The whole answer took at most threshold milliseconds. */
export const latency: AssertionFactory = (input) => {
  const most = requireThreshold(input, "the most milliseconds of the whole answer");
  return ({ totalMs }) => {
    if (totalMs === undefined) return { holds: undefined, reason: "How long the answer took is not known." };
    return {
      holds: totalMs <= most,
      reason: `The answer took ${Math.round(totalMs)} ms, the threshold is ${most} ms.`,
    };
  };
};
