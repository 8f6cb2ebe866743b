import { AnswerError, brokenAnswer } from "../failure.ts";
import type { NeutralPart, NeutralResponse } from "../neutral.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { UNKNOWN_USAGE } from "../shared/usage.ts";
import { classifyError } from "./classify-error.ts";
import { parseReasoning } from "./reasoning-details.ts";
import { readFinishReason } from "./stop-reason.ts";
import { readUsage } from "./usage.ts";

/** Reads a whole 2xx answer. Throws an AnswerError where it is none: an error in a 200, HTML, no choice. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  if (!isObject(body)) throw malformed("is not a JSON object");
  if (isObject(body.error) || body.object === "error") throw new AnswerError(classifyError(body, undefined, undefined));
  const choice = Array.isArray(body.choices) ? body.choices[0] : undefined;
  if (!isObject(choice) || !isObject(choice.message)) throw malformed("has no choice with a message");
  const content = parseContent(choice.message);
  const hasCalls = content.some((part) => part.type === "tool-call");
  const reason = typeof choice.finish_reason === "string" ? readFinishReason(choice.finish_reason) : "stop";
  return {
    id: typeof body.id === "string" ? body.id : undefined,
    model: typeof body.model === "string" ? body.model : undefined,
    content,
    // A forced call ends with `stop` in OpenAI's protocol; others end every call with their word for calls.
    stopReason: reason === "stop" && hasCalls ? "tool-calls" : reason,
    usage: readUsage(body.usage) ?? UNKNOWN_USAGE,
  };
}

function malformed(what: string): AnswerError {
  return new AnswerError(brokenAnswer("answer.malformed", `The provider's answer ${what}.`));
}

function parseContent(message: JsonObject): NeutralPart[] {
  const parts = readReasoning(message);
  const { content, refusal, tool_calls: calls } = message;
  if (typeof content === "string" && content !== "") parts.push({ type: "text", text: content });
  if (Array.isArray(content)) {
    for (const part of content) {
      if (isObject(part) && typeof part.text === "string") parts.push({ type: "text", text: part.text });
    }
  }
  if (typeof refusal === "string" && refusal !== "") parts.push({ type: "refusal", text: refusal });
  if (!Array.isArray(calls)) return parts;
  for (const [index, call] of calls.entries()) {
    const definition = isObject(call) && isObject(call.function) ? call.function : undefined;
    if (!isObject(call) || typeof definition?.name !== "string") throw malformed("has a tool call without a name");
    parts.push({
      type: "tool-call",
      id: typeof call.id === "string" && call.id !== "" ? call.id : `call_${index}`,
      name: definition.name,
      arguments: argumentsText(definition.arguments),
    });
  }
  return parts;
}

/** Some hosts send arguments as an object although the protocol has a string. */
function argumentsText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

function readReasoning(message: JsonObject): NeutralPart[] {
  try {
    return parseReasoning(message, "/choices/0/message");
  } catch {
    // Not part of OpenAI's protocol: a form that is not known is no reason to lose the answer.
    return [];
  }
}
