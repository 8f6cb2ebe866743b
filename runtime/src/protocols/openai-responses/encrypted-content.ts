/**
 * What a provider of another protocol signs or hides of its reasoning travels in `encrypted_content`, which clients hand
 * back unread. A prefix tells it from OpenAI's own, which nobody else can read. A signed call has an item of reasoning of
 * its own in front of it, since a call has no such member.
 */
const SIGNATURE = "fairlead:signature:";
const REDACTED = "fairlead:redacted:";
const CALL = "fairlead:call:";

/** What stands in `encrypted_content`. `own` is OpenAI's. */
type EncryptedContent =
  | { kind: "signature" | "call"; signature: string }
  | { kind: "redacted"; data: string }
  | { kind: "own" };

export function writeSignature(signature: string): string {
  return SIGNATURE + signature;
}

export function writeRedacted(data: string): string {
  return REDACTED + data;
}

export function writeCallSignature(signature: string): string {
  return CALL + signature;
}

/** Undefined where there is nothing. */
export function readEncrypted(value: unknown): EncryptedContent | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  if (value.startsWith(SIGNATURE)) return { kind: "signature", signature: value.slice(SIGNATURE.length) };
  if (value.startsWith(CALL)) return { kind: "call", signature: value.slice(CALL.length) };
  if (value.startsWith(REDACTED)) return { kind: "redacted", data: value.slice(REDACTED.length) };
  return { kind: "own" };
}
