/** From what a provider reported, or what was seen passing, to tokens and money. */
import type { MicroUsd } from "../documents/money.ts";
import { costOf, tierFor } from "../policy/cost.ts";
import type { Candidate } from "../policy/types.ts";
import type { Usage } from "../protocols/neutral.ts";
import type { Admitted } from "./admit.ts";
import type { Settlement } from "./exchange.ts";

/** Where a request asked for an hour in the cache and the provider does not tell the times apart, all was for an hour. */
function withLifetimes(usage: Usage, { facts }: Admitted, { deployment }: Candidate): Usage {
  const { cacheWrite, cacheWriteHour } = usage;
  if (!facts.cachesForHour || !deployment.cachesForHour || cacheWriteHour !== undefined) return usage;
  return cacheWrite === undefined ? usage : { ...usage, cacheWriteHour: cacheWrite };
}

/**
 * Settles a request at the provider's own usage where it reported input and output; otherwise at an estimate: the
 * likely input, and the output seen, never more than the limit sent. Where the provider reports something that the
 * catalog does not price, it is settled at what was reserved; unknown only where the policy let it go unreserved.
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
    ...(reported?.cacheWriteHour === undefined ? {} : { cacheWriteHour: reported.cacheWriteHour }),
    reasoning: reported?.reasoning,
  };
  const usage = withLifetimes(complete ? reported : estimate, admitted, candidate);
  // The tier is that of the tokens that were used, not of those expected.
  const price = candidate.price && tierFor(candidate.price, usage.input ?? 0);
  const billed: MicroUsd | undefined =
    price && costOf(price, { ...usage, input: usage.input ?? 0, output: usage.output ?? 0 });
  const cost = price && (billed ?? candidate.reservation);
  return { candidate, price, usage, usageBasis: complete ? "provider" : "estimate", cost };
}
