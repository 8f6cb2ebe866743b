import type { StopReason } from "../neutral.ts";

/** Finish reasons by which Gemini says that the model's output was unusable: a failure, whatever came before. */
export const BROKEN_OUTPUT: ReadonlySet<string> = new Set(["MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE"]);

/** `finishReason` in the neutral form. A word that is not known counts as a natural end. Source: the API reference. */
export function readFinishReason(reason: string): StopReason {
  switch (reason) {
    case "MAX_TOKENS":
      return "length";
    case "SAFETY":
    case "RECITATION":
    case "LANGUAGE":
    case "BLOCKLIST":
    case "PROHIBITED_CONTENT":
    case "SPII":
    case "IMAGE_SAFETY":
    case "IMAGE_PROHIBITED_CONTENT":
    case "IMAGE_RECITATION":
      return "content-filter";
    default:
      return "stop";
  }
}

/** Gemini has no word for calls: an answer that calls tools ends like any other. */
export function writeFinishReason(reason: StopReason): string {
  switch (reason) {
    case "length":
      return "MAX_TOKENS";
    case "content-filter":
      return "SAFETY";
    default:
      return "STOP";
  }
}
