import type { IngressRequest, PathFacts } from "../caller.ts";
import { MalformedRequestError, type NeutralRequest } from "../neutral.ts";
import { optionalBoolean, optionalCount, optionalString, parseBody, requireArray } from "../shared/json.ts";
import { parseRequest } from "./parse-request.ts";

/**
 * Reads a Messages body just far enough to route it. Only what routing and budgets depend on is checked; the provider
 * checks the rest, so that what Anthropic adds tomorrow passes through today. A limit of 0 fills the cache only.
 */
export function parseIngress(text: string, path: PathFacts = {}): IngressRequest {
  const body = parseBody(text);
  const messages = requireArray(body.messages, "/messages");
  if (messages.length === 0) throw new MalformedRequestError("/messages", "/messages needs at least one message.");
  optionalCount(body.max_tokens, "/max_tokens", 0);
  const model = path.model ?? optionalString(body.model, "/model");
  const stream = path.stream ?? optionalBoolean(body.stream, "/stream") ?? false;
  let neutral: NeutralRequest | undefined;
  return {
    protocol: "anthropic-messages",
    body,
    text,
    stream,
    model,
    ...(path.headers ? { headers: path.headers } : {}),
    neutral: () => {
      neutral ??= parseRequest(body);
      return neutral;
    },
  };
}
