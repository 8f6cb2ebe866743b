import { parseResponse } from "../../protocols/gemini/parse-response.ts";
import { parseResponse as parseCount } from "../../protocols/gemini-count-tokens/parse-response.ts";
import type { NeutralResponse, Usage } from "../../protocols/neutral.ts";

export { createStreamReader } from "../../protocols/gemini/stream-reader.ts";

/** Reads a whole 2xx answer of generateContent. Throws an AnswerError where it is none. */
export function readResponse(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseResponse(body);
  return { response, usage: response.usage };
}

/** Reads the answer to how many tokens a request has. Throws an AnswerError where it is none. */
export function readCount(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseCount(body);
  return { response, usage: response.usage };
}
