import { createHash } from "node:crypto";

/** JSON with sorted keys and without undefined members, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** The name of a generation: `gen_` and the first 16 hex digits of the SHA-256 of its canonical content. */
export function generationOf(content: unknown): string {
  return `gen_${createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, 16)}`;
}
