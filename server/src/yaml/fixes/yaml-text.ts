/** Plain values as YAML text. */
import { scalarText } from "../completion/insert-text.ts";

/** A value on one line, in braces and brackets where it has parts. */
export function flowText(value: unknown, json = false): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, json)).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const parts = Object.entries(value).map(([key, part]) => `${keyText(key, json)}: ${flowText(part, json)}`);
    return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  }
  return typeof value === "string" ? scalarText(value, { flow: true, json }) : String(value);
}

/** A key, in quotes where it needs them. */
export function keyText(key: string, json = false): string {
  return scalarText(key, { flow: true, json });
}
