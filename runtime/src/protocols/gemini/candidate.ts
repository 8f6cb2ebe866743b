/** Looking into a generateContent answer or a chunk of one. */
import { isObject, type JsonObject } from "../shared/json.ts";
import { member } from "./member.ts";

/** The candidates that are objects. */
export function candidatesOf(body: JsonObject): JsonObject[] {
  return Array.isArray(body.candidates) ? body.candidates.filter(isObject) : [];
}

/** The parts of a candidate. */
export function partsOf(candidate: JsonObject): JsonObject[] {
  const { content } = candidate;
  return isObject(content) && Array.isArray(content.parts) ? content.parts.filter(isObject) : [];
}

/** Why a candidate ended; undefined where it has not. */
export function finishReasonOf(candidate: JsonObject): string | undefined {
  const reason = member(candidate, "finishReason");
  return typeof reason === "string" && reason !== "" && reason !== "FINISH_REASON_UNSPECIFIED" ? reason : undefined;
}

/** Why the prompt was refused; undefined where it was not. */
export function blockReasonOf(body: JsonObject): string | undefined {
  const feedback = member(body, "promptFeedback");
  const reason = isObject(feedback) ? member(feedback, "blockReason") : undefined;
  return typeof reason === "string" && reason !== "" && reason !== "BLOCKED_REASON_UNSPECIFIED" ? reason : undefined;
}

/** A text member, where it is one and not empty. */
export function textOf(object: JsonObject, name: string): string | undefined {
  const value = member(object, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
