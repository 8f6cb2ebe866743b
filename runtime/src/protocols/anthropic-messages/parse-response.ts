import { AnswerError, brokenAnswer } from "../failure.ts";
import type { NeutralPart, NeutralResponse } from "../neutral.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { UNKNOWN_USAGE } from "../shared/usage.ts";
import { classifyError } from "./classify-error.ts";
import { parseBlock } from "./parse-block.ts";
import { readRefusal, readStopReason } from "./stop-reason.ts";
import { readUsage } from "./usage.ts";

/** Reads a whole 2xx answer. Throws an AnswerError where it is none: an error in a 200, HTML, no content. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  if (!isObject(body)) throw malformed("is not a JSON object");
  if (body.type === "error" || isObject(body.error)) throw new AnswerError(classifyError(body, undefined, undefined));
  if (!Array.isArray(body.content)) throw malformed("has no content");
  const refusal = readRefusal(body.stop_details);
  const content = body.content.flatMap((block) => (isObject(block) ? readBlock(block) : []));
  return {
    id: typeof body.id === "string" ? body.id : undefined,
    model: typeof body.model === "string" ? body.model : undefined,
    content: refusal === undefined ? content : [...content, { type: "refusal", text: refusal }],
    stopReason: readStopReason(typeof body.stop_reason === "string" ? body.stop_reason : "end_turn"),
    usage: readUsage(body.usage) ?? UNKNOWN_USAGE,
  };
}

function malformed(what: string): AnswerError {
  return new AnswerError(brokenAnswer("answer.malformed", `The provider's answer ${what}.`));
}

/** A block of a type that is not known yet is no reason to lose the answer around it. */
function readBlock(block: JsonObject): NeutralPart[] {
  try {
    return parseBlock(block, "/content", []);
  } catch {
    return [];
  }
}
