import { AnswerError, brokenAnswer } from "../failure.ts";
import type { NeutralEvent, NeutralPart, NeutralResponse, StopReason } from "../neutral.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { UNKNOWN_USAGE } from "../shared/usage.ts";
import { CallEvents } from "./call-events.ts";
import { blockReasonOf, candidatesOf, finishReasonOf, partsOf, textOf } from "./candidate.ts";
import { classifyError } from "./classify-error.ts";
import { member } from "./member.ts";
import { BROKEN_OUTPUT, readFinishReason } from "./stop-reason.ts";
import { readUsage } from "./usage.ts";

/** Reads a whole 2xx answer of generateContent. Throws an AnswerError where it is none. */
export function parseResponse(text: string): NeutralResponse {
  const body = parseJson(text);
  if (!isObject(body)) throw malformed("is not a JSON object");
  if (isObject(body.error)) throw new AnswerError(classifyError(body, undefined, undefined));
  const [candidate] = candidatesOf(body);
  const isBlocked = blockReasonOf(body) !== undefined;
  if (!candidate && !isBlocked) throw malformed("has no candidate");
  const reason = candidate && finishReasonOf(candidate);
  if (reason !== undefined && BROKEN_OUTPUT.has(reason)) {
    throw new AnswerError(brokenAnswer("answer.malformed", `The model's output was unusable: ${reason}.`));
  }
  const content = candidate ? readParts(candidate, textOf(body, "responseId")) : [];
  return {
    id: textOf(body, "responseId"),
    model: textOf(body, "modelVersion"),
    content,
    stopReason: isBlocked && !candidate ? "content-filter" : stopReason(reason, content),
    usage: readUsage(member(body, "usageMetadata")) ?? UNKNOWN_USAGE,
  };
}

function malformed(what: string): AnswerError {
  return new AnswerError(brokenAnswer("answer.malformed", `The provider's answer ${what}.`));
}

function stopReason(reason: string | undefined, content: readonly NeutralPart[]): StopReason {
  const stop = readFinishReason(reason ?? "STOP");
  return stop === "stop" && content.some((part) => part.type === "tool-call") ? "tool-calls" : stop;
}

function readParts(candidate: JsonObject, id: string | undefined): NeutralPart[] {
  const calls = new CallEvents();
  calls.answerId(id);
  const parts: NeutralPart[] = [];
  const events: NeutralEvent[] = [];
  for (const part of partsOf(candidate)) {
    const call = member(part, "functionCall");
    if (isObject(call)) calls.read(call, member(part, "thoughtSignature"), events);
    addCalls(parts, events);
    const text = textOf(part, "text");
    if (text === undefined) continue;
    if (part.thought === true) parts.push({ type: "reasoning", text, signature: undefined });
    else parts.push({ type: "text", text });
  }
  calls.finish(events);
  addCalls(parts, events);
  return parts;
}

/** Takes the calls out of the events that tell of them. */
function addCalls(parts: NeutralPart[], events: NeutralEvent[]): void {
  for (const event of events.splice(0)) {
    if (event.type === "tool-call-start") {
      const { id, name, signature } = event;
      const signed = signature === undefined ? {} : { signature };
      parts.push({ type: "tool-call", id, name, arguments: "", ...signed });
    }
    const last = parts.findLast((part) => part.type === "tool-call");
    if (event.type === "tool-call-arguments" && last) last.arguments = event.text;
  }
}
