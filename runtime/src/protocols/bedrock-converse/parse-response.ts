import { AnswerError, brokenAnswer } from "../failure.ts";
import type { NeutralPart, NeutralResponse } from "../neutral.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { UNKNOWN_USAGE } from "../shared/usage.ts";
import { parseBlock } from "./parse-block.ts";
import { BROKEN_OUTPUT, readStopReason } from "./stop-reason.ts";
import { readUsage } from "./usage.ts";

/** Reads a whole 2xx answer of Converse. Throws an AnswerError where it is none. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  const message = isObject(body) && isObject(body.output) ? body.output.message : undefined;
  if (!isObject(body) || !isObject(message) || !Array.isArray(message.content)) {
    throw new AnswerError(brokenAnswer("answer.malformed", "The provider's answer has no message with content."));
  }
  const reason = typeof body.stopReason === "string" ? body.stopReason : "end_turn";
  if (BROKEN_OUTPUT.has(reason)) {
    throw new AnswerError(brokenAnswer("answer.malformed", `The model's output was unusable: ${reason}.`));
  }
  return {
    id: undefined,
    model: undefined,
    content: message.content.flatMap((block) => (isObject(block) ? readBlock(block) : [])),
    stopReason: readStopReason(reason),
    usage: readUsage(body.usage) ?? UNKNOWN_USAGE,
  };
}

/** A block of a type that is not known yet is no reason to lose the answer around it. */
function readBlock(block: JsonObject): NeutralPart[] {
  try {
    return parseBlock(block, "/output/message/content", []);
  } catch {
    return [];
  }
}
