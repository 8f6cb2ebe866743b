import { parseResponse as parseCount } from "../../protocols/anthropic-count-tokens/parse-response.ts";
import { parseResponse } from "../../protocols/anthropic-messages/parse-response.ts";
import type { NeutralResponse, Usage } from "../../protocols/neutral.ts";

export { createStreamReader } from "../../protocols/anthropic-messages/stream-reader.ts";

/** Reads a whole 2xx answer of Messages. Throws an AnswerError where it is none. */
export function readResponse(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseResponse(body);
  return { response, usage: response.usage };
}

/** Reads the answer to how many tokens a message has. Throws an AnswerError where it is none. */
export function readCount(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseCount(body);
  return { response, usage: response.usage };
}
