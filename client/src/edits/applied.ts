/** A text after edits, without changing anything. */

/** A part of a text by offsets, and what comes in its place. */
export interface OffsetEdit {
  start: number;
  end: number;
  text: string;
}

/** The text after edits that do not overlap. What is inserted at one place stays in its order. */
export function applied(text: string, edits: readonly OffsetEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let result = "";
  let at = 0;
  for (const { start, end, text: own } of ordered) {
    result += text.slice(at, start) + own;
    at = end;
  }
  return result + text.slice(at);
}
