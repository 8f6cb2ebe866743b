/**
 * Where OpenAI's protocol has the signature of a tool call, which Gemini wants back with it on the next turn: Google's
 * own OpenAI-compatible API puts it into `extra_content.google.thought_signature` of the call.
 */
import { isObject, type JsonObject } from "../shared/json.ts";

/** The members that carry a signature; none where there is none. */
export function writeCallSignature(signature: string | undefined): Record<string, unknown> {
  return signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } };
}

/** The signature of a call as a member of the neutral form's; none where there is none. */
export function readCallSignature(call: JsonObject): { signature?: string } {
  const google = isObject(call.extra_content) ? call.extra_content.google : undefined;
  const signature = isObject(google) ? google.thought_signature : undefined;
  return typeof signature === "string" && signature !== "" ? { signature } : {};
}
