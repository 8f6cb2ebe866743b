/** Whole lines of Python: what is added below a statement, and a statement that goes. */
import { indentation, lineEnd, lineEnding, lineStart, nextLine } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { SyntaxNode } from "../syntax.ts";

/** Lines below a statement, each indented as it is. */
export function lineAfter(text: string, statement: SyntaxNode, ...lines: string[]): TextEdit {
  const indent = indentation(text, statement.from);
  const at = lineEnd(text, statement.to);
  return { start: at, end: at, text: lines.map((line) => lineEnding(text) + indent + line).join("") };
}

/** Takes a statement away with its line. */
export function removeStatement(text: string, statement: SyntaxNode): TextEdit {
  const start = lineStart(text, statement.from);
  return { start: start === 0 && text.startsWith("\uFEFF") ? 1 : start, end: nextLine(text, statement.to), text: "" };
}

/** Whether a statement has its lines for itself, comments aside. */
export function ownsLines(text: string, statement: SyntaxNode): boolean {
  const before = text.slice(lineStart(text, statement.from), statement.from);
  const after = text.slice(statement.to, lineEnd(text, statement.to));
  return /^\uFEFF?[ \t]*$/.test(before) && /^[ \t]*(?:#.*)?$/.test(after);
}

/** One level more than a statement's own indentation. */
export function innerIndentation(text: string, statement: SyntaxNode): string {
  const indent = indentation(text, statement.from);
  return indent + (indent.includes("\t") || /^\t/m.test(text) ? "\t" : "    ");
}
