/** JSON pointers (RFC 6901): `/providers/openai/adapter`, with `~0` for `~` and `~1` for `/`. */

/** One part of a pointer, escaped. */
export function escapeSegment(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A pointer and one more step below it. */
export function appendPointer(pointer: string, segment: string | number): string {
  return `${pointer}/${typeof segment === "number" ? segment : escapeSegment(segment)}`;
}

/** The parts of a pointer, unescaped. The empty pointer, the whole document, has none. */
export function pointerSegments(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .replace(/^\//, "")
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A pointer of parts. */
export function toPointer(segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${escapeSegment(String(segment))}`).join("");
}
