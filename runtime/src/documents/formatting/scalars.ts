/** Values over several lines: their lines move, their content stays. */
import type { Replacement } from "./format.ts";

/** Moves the lines behind the first of a plain or quoted value. Returns the edits, and how far the last line moved. */
export function moveContinuation(
  text: string,
  start: number,
  end: number,
  by: number,
  least: number,
): { edits: Replacement[]; last: number } {
  const edits: Replacement[] = [];
  let last = by;
  for (const line of linesBehind(text, start, end)) {
    const blanks = leadingBlanks(text, line);
    if (line + blanks >= end || isLineEnd(text, line + blanks)) continue;
    const wanted = Math.max(least, blanks + by);
    last = wanted - blanks;
    if (last !== 0) edits.push({ start: line, end: line + blanks, newText: " ".repeat(wanted) });
  }
  return { edits, last };
}

/**
 * Moves the text of a block value (`|` or `>`). `header` is what introduces it, `from` and `to` are the columns of the
 * collection that holds it before and after, `inner` is where its text belongs where the header does not say it.
 */
export function moveBody(text: string, { start, end, header, from, to, inner }: BodyPlace): Replacement[] {
  const lines = [start, ...linesBehind(text, start, end)].filter((line) => line < end);
  const first = lines.find((line) => !isBlankLine(text, line, end));
  if (first === undefined) return [];
  const explicit = /\d/.exec(header);
  const column = explicit ? Math.max(0, from) + Number(explicit[0]) : leadingBlanks(text, first);
  const by = explicit ? Math.max(0, to) - Math.max(0, from) : inner - column;
  return lines.flatMap((line) => {
    const blanks = leadingBlanks(text, line);
    if (isLineEnd(text, line + blanks) || line + blanks >= end) {
      // Blanks beyond the column are content.
      return blanks > 0 && blanks <= column
        ? [{ start: line, end: line + blanks, newText: "" }]
        : shifted(line, blanks);
    }
    return shifted(line, blanks);
  });

  function shifted(line: number, blanks: number): Replacement[] {
    if (by === 0 || blanks === 0) return [];
    return [{ start: line, end: line + blanks, newText: " ".repeat(Math.max(0, blanks + by)) }];
  }
}

export interface BodyPlace {
  start: number;
  end: number;
  header: string;
  from: number;
  to: number;
  inner: number;
}

function linesBehind(text: string, start: number, end: number): number[] {
  const lines: number[] = [];
  for (let at = text.indexOf("\n", start); at >= 0 && at + 1 < end; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  return lines;
}

function leadingBlanks(text: string, line: number): number {
  let at = line;
  while (text[at] === " ") at += 1;
  return at - line;
}

function isLineEnd(text: string, at: number): boolean {
  return at >= text.length || text[at] === "\n" || (text[at] === "\r" && text[at + 1] === "\n");
}

function isBlankLine(text: string, line: number, end: number): boolean {
  const at = line + leadingBlanks(text, line);
  return at >= end || isLineEnd(text, at);
}
