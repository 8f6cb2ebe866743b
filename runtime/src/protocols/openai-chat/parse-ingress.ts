import type { IngressRequest, PathFacts } from "../caller.ts";
import { MalformedRequestError, type NeutralRequest } from "../neutral.ts";
import { optionalBoolean, optionalCount, optionalString, parseBody, requireArray } from "../shared/json.ts";
import { parseRequest } from "./parse-request.ts";

/** OpenAI's own limit of answers to one request. */
const MOST_CHOICES = 128;

/**
 * Reads a Chat Completions body just far enough to route it. Only what routing and budgets depend on is checked;
 * the provider checks the rest, so that what OpenAI adds tomorrow passes through today.
 */
export function parseIngress(text: string, path: PathFacts = {}): IngressRequest {
  const body = parseBody(text);
  const messages = requireArray(body.messages, "/messages");
  if (messages.length === 0) throw new MalformedRequestError("/messages", "/messages needs at least one message.");
  optionalCount(body.max_tokens, "/max_tokens", 1);
  optionalCount(body.max_completion_tokens, "/max_completion_tokens", 1);
  const choices = optionalCount(body.n, "/n", 1);
  if (choices !== undefined && choices > MOST_CHOICES) {
    throw new MalformedRequestError("/n", `/n must be at most ${MOST_CHOICES}, not ${choices}.`);
  }
  const model = path.model ?? optionalString(body.model, "/model");
  const stream = path.stream ?? optionalBoolean(body.stream, "/stream") ?? false;
  let neutral: NeutralRequest | undefined;
  return {
    protocol: "openai-chat",
    body,
    text,
    stream,
    model,
    neutral: () => {
      neutral ??= parseRequest(body);
      return neutral;
    },
  };
}
