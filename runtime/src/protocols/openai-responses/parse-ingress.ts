import type { IngressRequest, PathFacts } from "../caller.ts";
import { MalformedRequestError, type NeutralRequest } from "../neutral.ts";
import { optionalBoolean, optionalCount, optionalString, parseBody } from "../shared/json.ts";
import { parseRequest } from "./parse-request.ts";

/**
 * Reads a Responses body just far enough to route it. Only what routing and budgets depend on is checked; the provider
 * checks the rest, so that what OpenAI adds tomorrow passes through today.
 */
export function parseIngress(text: string, path: PathFacts = {}): IngressRequest {
  const body = parseBody(text);
  const { input } = body;
  if (input !== undefined && input !== null && typeof input !== "string" && !Array.isArray(input)) {
    throw new MalformedRequestError("/input", "/input must be a text or a list of items.");
  }
  optionalCount(body.max_output_tokens, "/max_output_tokens", 1);
  optionalBoolean(body.store, "/store");
  optionalBoolean(body.background, "/background");
  let neutral: NeutralRequest | undefined;
  return {
    protocol: "openai-responses",
    body,
    text,
    stream: optionalBoolean(body.stream, "/stream") ?? false,
    model: path.model ?? optionalString(body.model, "/model"),
    neutral: () => {
      neutral ??= parseRequest(body);
      return neutral;
    },
  };
}
