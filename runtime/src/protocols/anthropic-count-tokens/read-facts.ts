import { readFacts as readMessageFacts } from "../anthropic-messages/read-facts.ts";
import type { IngressRequest, RequestFacts } from "../caller.ts";

/**
 * Facts for a decision. Counting is free, and a message that is too long for the model can be counted too: so no tokens
 * are reserved, and none has to fit.
 */
export function readFacts(request: IngressRequest): RequestFacts {
  return { ...readMessageFacts(request), maxOutputTokens: 0, inputTokens: { expected: 0, atMost: 0 } };
}
