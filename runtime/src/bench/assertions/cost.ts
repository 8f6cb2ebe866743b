import { formatUsd, microUsd } from "../../documents/money.ts";
import type { AssertionFactory } from "./assertion.ts";
import { requireThreshold } from "./requirements.ts";

/** The request cost at most threshold USD. */
export const cost: AssertionFactory = (input) => {
  const most = requireThreshold(input, "the most USD of one answer");
  return ({ costMicroUsd }) => {
    if (costMicroUsd === undefined) return { holds: undefined, reason: "What the answer cost is not known." };
    const holds = costMicroUsd <= most * 1_000_000;
    return { holds, reason: `The answer cost ${formatUsd(microUsd(costMicroUsd))} USD, the threshold is ${most} USD.` };
  };
};
