import type { StopReason } from "../neutral.ts";
import { isObject } from "../shared/json.ts";

/** `stop_reason` in the neutral form. A word that is not known counts as a natural end. */
export function readStopReason(reason: string): StopReason {
  switch (reason) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool-calls";
    case "refusal":
      return "content-filter";
    default:
      return "stop";
  }
}

export function writeStopReason(reason: StopReason): string {
  switch (reason) {
    case "length":
      return "max_tokens";
    case "tool-calls":
      return "tool_use";
    case "content-filter":
      return "refusal";
    case "stop":
      return "end_turn";
  }
}

/** Why a model refused, in words, where `stop_details` says it. */
export function readRefusal(details: unknown): string | undefined {
  const words = isObject(details) && details.type === "refusal" ? details.explanation : undefined;
  return typeof words === "string" && words !== "" ? words : undefined;
}
