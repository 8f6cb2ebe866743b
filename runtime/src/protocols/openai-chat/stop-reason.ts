import type { StopReason } from "../neutral.ts";

/** `finish_reason` in the neutral form. A word that is not known counts as a natural end. */
export function readFinishReason(reason: string): StopReason {
  switch (reason) {
    case "length":
      return "length";
    case "tool_calls":
    case "function_call":
      return "tool-calls";
    case "content_filter":
      return "content-filter";
    default:
      return "stop";
  }
}

export function writeFinishReason(reason: StopReason): string {
  switch (reason) {
    case "tool-calls":
      return "tool_calls";
    case "content-filter":
      return "content_filter";
    default:
      return reason;
  }
}
