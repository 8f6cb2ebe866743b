/** What a new line begins with: indentation below a key, in line with a list's entry, the dash of a list that goes on. */
import { type ParsedFile, type Piece, type Position, piecesOf } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";

const STEP = 2;

/** Enough lines to tell what the last of them is in. */
const MOST_LINES = 300;

/** What may stand before a value that is still to come. */
const WITHOUT_VALUE: ReadonlySet<Piece["type"]> = new Set(["comment", "anchor", "tag"]);

/** The edit of a line that was just begun with Enter, and where the cursor is; none where what is there is right. */
export function formatNewLine({ text, lines }: ParsedFile, position: Position): TextEdit[] {
  const { line } = position;
  const written = lines.lineText(line);
  if (line === 0 || written.trim() !== "") return [];
  const from = lines.lineStart(beginningBefore(line));
  const before = text.slice(from, lines.lineStart(line));
  const previousStart = lines.lineStart(line - 1) - from;
  const onLine = piecesOf(before).filter(({ type, end }) => end > previousStart && !WITHOUT_VALUE.has(type));
  const first = onLine[0];
  const last = onLine.at(-1);
  if (!first || !last || first.start < previousStart || last.outer || last.type === "open") return [];
  const wanted = beginning(first, last, before, nextColumn(line));
  if (wanted === "end of list") {
    const holder = last.level.parent;
    const range = { start: { line: line - 1, character: 0 }, end: { line, character: written.length } };
    return [{ range, newText: " ".repeat(Math.max(0, holder?.column ?? 0)) }];
  }
  if (wanted === undefined || wanted === written) return [];
  return [{ range: { start: { line, character: 0 }, end: { line, character: written.length } }, newText: wanted }];

  /** The line from which on to look: of a long text the last part will do, from a key on that holds what is before. */
  function beginningBefore(end: number): number {
    let start = 0;
    for (let above = end - 1; above > 0; above -= 1) {
      const written = lines.lineText(above);
      if (/^[\w"']/.test(written)) return above;
      if (end - above > MOST_LINES && start > 0) return start;
      if (/^ {2}[\w"']/.test(written)) start = above;
    }
    return 0;
  }

  function nextColumn(from: number): number {
    for (let next = from + 1; next < lines.lineCount; next += 1) {
      const found = /^( *)[^\s#]/.exec(lines.lineText(next));
      if (found) return found[1]?.length ?? 0;
    }
    return 0;
  }
}

function beginning(first: Piece, last: Piece, text: string, next: number): string | "end of list" | undefined {
  const { level, type } = last;
  if (type === "header") return " ".repeat(Math.max(0, level.column) + STEP);
  if (type === "colon" && level.kind === "map") {
    // Where the value stands below already, the new line goes in line with it.
    return " ".repeat(next > level.column ? next : level.column + STEP);
  }
  if (first.type !== "dash") return undefined;
  if (type === "dash") return first === last && level.start < last.start ? "end of list" : undefined;
  if (type === "scalar" && isOpen(text.slice(last.start, last.end))) return undefined;
  if (level.kind === "map") return " ".repeat(level.column);
  return level === first.level ? `${" ".repeat(level.column)}- ` : undefined;
}

/** Whether a quote is not closed yet. */
function isOpen(written: string): boolean {
  const quote = written[0];
  return (quote === '"' || quote === "'") && (written.length === 1 || !written.endsWith(quote));
}
