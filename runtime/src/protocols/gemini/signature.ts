/** Signatures of thoughts and calls: each provider takes back its own, and refuses another's. */
import { isObject, type JsonObject } from "../shared/json.ts";
import { member } from "./member.ts";

/** Google documents this word for calls that its models did not make themselves, in place of the signature. */
export const NO_SIGNATURE = "skip_thought_signature_validator";

/** How the signature of another provider begins in this protocol: `fairlead:` in base64. */
export const FOREIGN_MARK = "ZmFpcmxlYWQ6";

/** The signature of another provider, as a caller of this protocol gets it and hands it back. */
export function markForeign(signature: string): string {
  return FOREIGN_MARK + Buffer.from(signature).toString("base64");
}

/** The signature of another provider within one that was handed back; undefined in Gemini's own. */
export function readForeign(signature: string | undefined): string | undefined {
  if (!signature?.startsWith(FOREIGN_MARK)) return undefined;
  return Buffer.from(signature.slice(FOREIGN_MARK.length), "base64").toString();
}

/** The contents without the thoughts of other providers, which Gemini refuses; undefined where there are none. */
export function withoutForeign(contents: unknown): unknown[] | undefined {
  if (!Array.isArray(contents) || !contents.some((content) => partsOf(content).some(isForeign))) return undefined;
  return contents.flatMap((content: unknown): unknown[] => {
    const parts = partsOf(content);
    if (!isObject(content) || !parts.some(isForeign)) return [content];
    const kept = parts.filter((part) => !isForeign(part));
    return kept.length > 0 ? [{ ...content, parts: kept }] : [];
  });
}

function partsOf(content: unknown): unknown[] {
  return isObject(content) && Array.isArray(content.parts) ? content.parts : [];
}

function isForeign(part: unknown): part is JsonObject {
  const signature = isObject(part) ? member(part, "thoughtSignature") : undefined;
  return typeof signature === "string" && signature.startsWith(FOREIGN_MARK);
}
