/** Whether a text is still the one that edits were made for. */
import { createHash } from "node:crypto";

/** A digest that line endings and a byte order mark make no difference to: an editor has ways of its own with both. */
export function digestOf(text: string): string {
  const plain = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  return createHash("sha256").update(plain).digest("hex");
}
