import type { StopReason } from "../neutral.ts";

/** Stop reasons by which Bedrock says that the model's output was unusable: a failure, whatever came before. */
export const BROKEN_OUTPUT: ReadonlySet<string> = new Set(["malformed_model_output", "malformed_tool_use"]);

/** `stopReason` in the neutral form. A word that is not known counts as a natural end. */
export function readStopReason(reason: string): StopReason {
  switch (reason) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool-calls";
    case "guardrail_intervened":
    case "content_filtered":
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
      return "content_filtered";
    case "stop":
      return "end_turn";
  }
}
