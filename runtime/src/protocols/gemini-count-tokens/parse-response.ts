import { AnswerError, brokenAnswer } from "../failure.ts";
import { classifyError } from "../gemini/classify-error.ts";
import type { NeutralResponse } from "../neutral.ts";
import { isObject, parseJson, tokenCount } from "../shared/json.ts";

/** Reads a count: what was counted was not used, so the usage is none. Throws an AnswerError where it is none. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  if (isObject(body) && isObject(body.error)) throw new AnswerError(classifyError(body, undefined, undefined));
  // A count of 0 is left out, as protocol buffers do.
  if (!isObject(body) || tokenCount(body.totalTokens ?? 0) === undefined) {
    throw new AnswerError(brokenAnswer("answer.malformed", "The provider's answer has no count of tokens."));
  }
  const usage = { input: 0, output: 0, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined };
  return { id: undefined, model: undefined, content: [], stopReason: "stop", usage };
}
