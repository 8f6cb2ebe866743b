import { parseResponse } from "../../protocols/bedrock-converse/parse-response.ts";
import type { NeutralResponse, Usage } from "../../protocols/neutral.ts";

export { createStreamReader } from "../../protocols/bedrock-converse/stream-reader.ts";

/** Reads a whole 2xx answer of Converse. Throws an AnswerError where it is none. */
export function readResponse(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseResponse(body);
  return { response, usage: response.usage };
}
