import { type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { applied } from "../refactors/same-meaning.ts";
import type { Fixer } from "./fix.ts";

/** So many columns a tab may have been worth, the likeliest first. */
const WIDTHS = [2, 4, 8] as const;

/**
 * Replaces the tabs that indent the lines of a file by spaces: one line alone would fit none of the others. A tab is
 * worth what fits the lines around it best.
 */
export const indentWithSpaces: Fixer = ({ code, range }, { file }) => {
  if (code !== "yaml.tab") return [];
  const [best] = WIDTHS.map((width) => {
    const edits = tabEdits(file, range.start.line, " ".repeat(width));
    return { edits, errors: parseFile(file.uri, applied(file, edits)).syntax.length };
  }).sort((a, b) => a.errors - b.errors);
  if (!best || best.edits.length === 0) return [];
  // Other widths may have been meant; unseen it is done only where all is well then.
  return [{ title: "Indent with spaces", edits: best.edits, isPreferred: true, isSafe: best.errors === 0 }];
};

function tabEdits({ lines }: ParsedFile, reported: number, spaces: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let line = 0; line < lines.lineCount; line += 1) {
    const indentation = /^[ \t]*/.exec(lines.lineText(line))?.[0] ?? "";
    // Behind spaces a tab may be part of a text that has its own lines, unless the parser says that it is not.
    if (!indentation.startsWith("\t") && !(line === reported && indentation.includes("\t"))) continue;
    const newText = indentation.replaceAll("\t", spaces);
    edits.push({ range: { start: { line, character: 0 }, end: { line, character: indentation.length } }, newText });
  }
  return edits;
}
