/**
 * What a provider of another protocol signs or hides of its reasoning travels in `encrypted_content`, which clients hand
 * back unread. A prefix tells it from OpenAI's own, which nobody else can read.
 */
const SIGNATURE = "fairlead:signature:";
const REDACTED = "fairlead:redacted:";

export function writeSignature(signature: string): string {
  return SIGNATURE + signature;
}

export function writeRedacted(data: string): string {
  return REDACTED + data;
}

/** What stands in `encrypted_content`: another provider's, or OpenAI's own. Undefined where there is nothing. */
export function readEncrypted(
  value: unknown,
): { kind: "signature"; signature: string } | { kind: "redacted"; data: string } | { kind: "own" } | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  if (value.startsWith(SIGNATURE)) return { kind: "signature", signature: value.slice(SIGNATURE.length) };
  if (value.startsWith(REDACTED)) return { kind: "redacted", data: value.slice(REDACTED.length) };
  return { kind: "own" };
}
