import type { IngressRequest, PathFacts } from "../caller.ts";
import { memberAt } from "../gemini/member.ts";
import { parseIngress as parseGemini } from "../gemini/parse-ingress.ts";
import { UntranslatableError } from "../neutral.ts";
import { parseBody, requireObject } from "../shared/json.ts";

/**
 * Reads a request whose tokens are to be counted: contents alone, or a whole request within. There is no neutral form:
 * each model has a tokenizer of its own, so a count can only be had from the provider that would also answer.
 */
export function parseIngress(text: string, path?: PathFacts): IngressRequest {
  const body = parseBody(text);
  const inner = memberAt(body, "generateContentRequest", "");
  const counted = inner.value === undefined || inner.value === null ? body : requireObject(inner.value, inner.path);
  return {
    ...parseGemini(counted === body ? text : JSON.stringify(counted), path),
    body,
    text,
    protocol: "gemini-count-tokens",
    stream: false,
    neutral: () => {
      const words = "Only Google counts tokens for this workload's callers, and none of its deployments may be asked.";
      throw new UntranslatableError("", words);
    },
  };
}
