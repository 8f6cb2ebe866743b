import { classifyError } from "../anthropic-messages/classify-error.ts";
import { AnswerError, brokenAnswer } from "../failure.ts";
import type { NeutralResponse } from "../neutral.ts";
import { isObject, parseJson, tokenCount } from "../shared/json.ts";

/** Reads a count: what was counted was not used, so the usage is none. Throws an AnswerError where it is none. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  if (isObject(body) && body.type === "error") throw new AnswerError(classifyError(body, undefined, undefined));
  if (!isObject(body) || tokenCount(body.input_tokens) === undefined) {
    throw new AnswerError(brokenAnswer("answer.malformed", "The provider's answer has no count of tokens."));
  }
  const usage = { input: 0, output: 0, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined };
  return { id: undefined, model: undefined, content: [], stopReason: "stop", usage };
}
