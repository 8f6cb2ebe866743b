/** What a request asks of the rate limits that are for it. */
import { CRITICALITIES, type Criticality } from "../documents/vocabulary.ts";
import type { Admitted } from "./admit.ts";
import { GatewayError } from "./errors.ts";
import type { RateLimit, RateRefusal } from "./rate-window.ts";

/** The rank of a criticality: 0 is the lowest. */
export function criticalityRank(criticality: Criticality): number {
  return CRITICALITIES.indexOf(criticality);
}

export interface Limited {
  /** `key key_…` or `workload …`. */
  name: string;
  limit: RateLimit;
}

function limitsOf({ key, workload }: Admitted): Limited[] {
  const found: Limited[] = [];
  const { requestsPerMinute, tokensPerMinute } = key;
  if (requestsPerMinute !== null || tokensPerMinute !== null) {
    const limit = { requestsPerMinute: requestsPerMinute ?? undefined, tokensPerMinute: tokensPerMinute ?? undefined };
    found.push({ name: `key ${key.id}`, limit });
  }
  if (workload.limits) found.push({ name: `workload ${workload.id}`, limit: workload.limits });
  return found;
}

/** A refusal as the caller is told of it. */
export function refusal(
  { name, limit }: Limited,
  refused: RateRefusal,
  tokens: number,
  criticality: Criticality,
): GatewayError {
  const { what, perMinute, retryAfterMs, yields } = refused;
  const most = `${name} may ${what === "requests" ? "make" : "use"} ${perMinute} ${what} a minute`;
  const why =
    retryAfterMs === undefined
      ? `this request alone can use ${tokens}. Set a lower output limit`
      : yields
        ? `what is left is kept for requests that are more critical than ${criticality}`
        : "they are used up";
  return new GatewayError(`limit.${what}`, `${most}: ${why}.`, {
    retryAfterSeconds: retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000),
    details: { limit: name, ...limit, yields },
  });
}

export interface RateAsk {
  limited: readonly Limited[];
  rank: number;
  /** What it is likely to use at most. */
  tokens: number;
  criticality: Criticality;
}

/** Which limits are for a request, and what it asks of them. */
export function askOf(admitted: Admitted): RateAsk {
  const { criticality, defaultMaxOutputTokens } = admitted.workload;
  const { inputTokens, maxOutputTokens, choices } = admitted.facts;
  return {
    limited: limitsOf(admitted),
    rank: criticalityRank(criticality),
    tokens: inputTokens.expected + (maxOutputTokens ?? defaultMaxOutputTokens) * choices,
    criticality,
  };
}
