import { AnswerError, brokenAnswer } from "../failure.ts";
import type { NeutralResponse } from "../neutral.ts";
import { classifyError } from "../openai-chat/classify-error.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { UNKNOWN_USAGE } from "../shared/usage.ts";
import { readItem } from "./parse-output.ts";
import { readStopReason } from "./status.ts";
import { readUsage } from "./usage.ts";

/** Reads a whole 2xx answer. Throws an AnswerError where it is none: an error in a 200, HTML, a response that failed. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  if (!isObject(body)) throw malformed("is not a JSON object");
  if (isObject(body.error) || body.object === "error") throw new AnswerError(classifyError(body, undefined, undefined));
  if (!Array.isArray(body.output)) throw malformed("has no list of output items");
  const content = body.output.filter(isObject).flatMap(readItem);
  const stopReason = readStopReason(
    body,
    content.some(({ type }) => type === "tool-call"),
  );
  if (!stopReason) throw malformed(`has the status ${JSON.stringify(body.status)}`);
  return {
    id: typeof body.id === "string" ? body.id : undefined,
    model: typeof body.model === "string" ? body.model : undefined,
    content,
    stopReason,
    usage: readUsage(body.usage) ?? UNKNOWN_USAGE,
  };
}

function malformed(what: string): AnswerError {
  return new AnswerError(brokenAnswer("answer.malformed", `The provider's answer ${what}.`));
}
