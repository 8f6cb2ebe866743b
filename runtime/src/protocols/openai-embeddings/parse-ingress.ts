import type { IngressRequest, PathFacts } from "../caller.ts";
import { MalformedRequestError, UntranslatableError } from "../neutral.ts";
import { optionalString, parseBody } from "../shared/json.ts";

/**
 * Reads the body of a request for embeddings just far enough to route it. There is no neutral form: vectors can only be
 * had from a provider that takes the request as it is.
 */
export function parseIngress(text: string, path: PathFacts = {}): IngressRequest {
  const body = parseBody(text);
  const { input } = body;
  if (typeof input !== "string" && !Array.isArray(input)) {
    throw new MalformedRequestError("/input", "/input must be a text, a list of texts, or lists of tokens.");
  }
  return {
    protocol: "openai-embeddings",
    body,
    text,
    stream: false,
    model: path.model ?? optionalString(body.model, "/model"),
    neutral: () => {
      throw new UntranslatableError("", "Embeddings can only be had from providers that speak OpenAI's protocol.");
    },
  };
}
