/** Taking elements out of a comma-separated list without touching how the rest is written. */
import { lineEnd, nextLine } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { ts } from "../syntax.ts";

/**
 * Edits that remove some elements of a list of which at least one stays. Comments on a removed element's own line go
 * with it; those above it stay, as do the blank lines and the list's way with trailing commas.
 */
export function removeFromList(text: string, elements: readonly ts.Node[], removed: ReadonlySet<ts.Node>): TextEdit[] {
  const lastKept = elements.findLastIndex((element) => !removed.has(element));
  const edits: TextEdit[] = [];
  elements.slice(0, lastKept).forEach((element) => {
    if (removed.has(element)) edits.push({ start: element.getStart(), end: beginningOfNext(text, element), text: "" });
  });
  const kept = elements[lastKept];
  const last = elements.at(-1);
  if (!kept || !last || kept === last) return edits;
  const comma = commaAfter(text, kept.getEnd());
  const lastComma = commaAfter(text, last.getEnd());
  if (lastComma === undefined && comma !== undefined) edits.push({ start: comma, end: comma + 1, text: "" });
  const from = endOfLineComment(text, comma === undefined ? kept.getEnd() : comma + 1);
  const to = endOfLineComment(text, lastComma === undefined ? last.getEnd() : lastComma + 1);
  const first = elements[lastKept + 1]?.getStart() ?? from;
  // What follows on the line must not end up in a line comment of the element before.
  const joins = /\/\/[^\r\n]*$/.test(text.slice(kept.getEnd(), from)) && to < lineEnd(text, to);
  edits.push({ start: joins || /\S/.test(text.slice(from, first)) ? first : from, end: to, text: "" });
  return edits;
}

/** Where what follows a removed element begins: the next element, or the comment that stands above it. */
function beginningOfNext(text: string, element: ts.Node): number {
  const comma = commaAfter(text, element.getEnd());
  const end = endOfLineComment(text, comma === undefined ? element.getEnd() : comma + 1);
  const blanks = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (end + blanks < lineEnd(text, end)) return end + blanks;
  const next = nextLine(text, end);
  return next + (/^[ \t]*/.exec(text.slice(next))?.[0].length ?? 0);
}

/** The offset of the comma that follows, past blanks and comments. */
function commaAfter(text: string, offset: number): number | undefined {
  const skipped = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*)*/.exec(text.slice(offset))?.[0].length ?? 0;
  return text[offset + skipped] === "," ? offset + skipped : undefined;
}

/** Past a comment that ends the line; the offset itself where none does. */
function endOfLineComment(text: string, offset: number): number {
  const match = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=[\r\n]|$))/.exec(text.slice(offset));
  return offset + (match?.[0].length ?? 0);
}
