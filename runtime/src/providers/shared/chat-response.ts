import type { NeutralResponse, Usage } from "../../protocols/neutral.ts";
import { parseResponse } from "../../protocols/openai-chat/parse-response.ts";

/** Reads a whole 2xx answer of a host of OpenAI's protocol. Throws an AnswerError where it is none. */
export function readChatResponse(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseResponse(body);
  return { response, usage: response.usage };
}
