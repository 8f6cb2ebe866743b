import { AnswerError, brokenAnswer } from "../failure.ts";
import type { NeutralResponse } from "../neutral.ts";
import { classifyError } from "../openai-chat/classify-error.ts";
import { isObject, parseJson, tokenCount } from "../shared/json.ts";

/** Reads what the gateway needs of an answer with vectors: its usage. Throws an AnswerError where it is none. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  if (!isObject(body)) throw malformed("is not a JSON object");
  if (isObject(body.error) || body.object === "error") throw new AnswerError(classifyError(body, undefined, undefined));
  if (!Array.isArray(body.data) || body.data.length === 0) throw malformed("has no vectors");
  const usage = isObject(body.usage) ? body.usage : {};
  return {
    id: undefined,
    model: typeof body.model === "string" ? body.model : undefined,
    content: [],
    stopReason: "stop",
    usage: {
      input: tokenCount(usage.prompt_tokens) ?? tokenCount(usage.total_tokens),
      output: 0,
      cachedInput: undefined,
      cacheWrite: undefined,
      reasoning: undefined,
    },
  };
}

function malformed(what: string): AnswerError {
  return new AnswerError(brokenAnswer("answer.malformed", `The provider's answer ${what}.`));
}
