import type { IngressRequest, RequestFacts } from "../caller.ts";
import { readFacts as readGeminiFacts } from "../gemini/read-facts.ts";

/**
 * Facts for a decision. Counting is free, and what is too long for the model can be counted too: so no tokens are
 * reserved, and none has to fit.
 */
export function readFacts(request: IngressRequest): RequestFacts {
  return { ...readGeminiFacts(request), maxOutputTokens: 0, inputTokens: { expected: 0, atMost: 0 } };
}
