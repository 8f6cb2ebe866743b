/** From what a provider reported, or what was seen passing, to tokens and money. */
import type { MicroUsd } from "../documents/money.ts";
import { costOf, tierFor } from "../policy/cost.ts";
import type { Candidate } from "../policy/types.ts";
import type { Usage } from "../protocols/neutral.ts";
import type { Admitted } from "./admit.ts";
import type { Settlement } from "./exchange.ts";

/**
 * Settles a request at the provider's own usage where it reported input and output; otherwise at an estimate: the
 * likely input, and the output seen, never more than the limit sent.
 */
export function settlementOf(
  admitted: Admitted,
  candidate: Candidate,
  reported: Usage | undefined,
  outputSeen: number,
): Settlement {
  const complete = reported?.input !== undefined && reported.output !== undefined;
  const estimate: Usage = {
    input: reported?.input ?? admitted.facts.inputTokens.expected,
    output: reported?.output ?? Math.min(outputSeen, candidate.maxOutputTokens * admitted.facts.choices),
    cachedInput: reported?.cachedInput,
    cacheWrite: reported?.cacheWrite,
    reasoning: reported?.reasoning,
  };
  const usage = complete ? reported : estimate;
  // The tier is that of the tokens that were used, not of those expected.
  const price = candidate.price && tierFor(candidate.price, usage.input ?? 0);
  const cost: MicroUsd | undefined =
    price &&
    costOf(price, {
      input: usage.input ?? 0,
      output: usage.output ?? 0,
      cachedInput: usage.cachedInput,
      cacheWrite: usage.cacheWrite,
    });
  return { candidate, price, usage, usageBasis: complete ? "provider" : "estimate", cost };
}
