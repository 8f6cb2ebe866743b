import { parseIngress as parseMessages } from "../anthropic-messages/parse-ingress.ts";
import type { IngressRequest, PathFacts } from "../caller.ts";
import { UntranslatableError } from "../neutral.ts";

/**
 * Reads a message whose tokens are to be counted. There is no neutral form: each model has a tokenizer of its own, so a
 * count can only be had from the provider that would also answer.
 */
export function parseIngress(text: string, path?: PathFacts): IngressRequest {
  return {
    ...parseMessages(text, path),
    protocol: "anthropic-count-tokens",
    stream: false,
    neutral: () => {
      const words =
        "Only Anthropic counts tokens for this workload's callers, and none of its deployments may be asked.";
      throw new UntranslatableError("", words);
    },
  };
}
