import { parseFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { applied } from "../refactors/same-meaning.ts";
import type { Fixer } from "./fix.ts";

/** Replaces the tabs that indent the lines of a file, two spaces for each: one line alone would fit none of the others. */
export const indentWithSpaces: Fixer = ({ code, range }, { file }) => {
  if (code !== "yaml.tab") return [];
  const { lines } = file;
  const edits: TextEdit[] = [];
  for (let line = 0; line < lines.lineCount; line += 1) {
    const indentation = /^[ \t]*/.exec(lines.lineText(line))?.[0] ?? "";
    // Behind spaces a tab may be part of a text that has its own lines, unless the parser says that it is not.
    if (!indentation.startsWith("\t") && !(line === range.start.line && indentation.includes("\t"))) continue;
    const newText = indentation.replaceAll("\t", "  ");
    edits.push({ range: { start: { line, character: 0 }, end: { line, character: indentation.length } }, newText });
  }
  if (edits.length === 0) return [];
  // Other widths may have been meant; unseen it is done only where all is well then.
  const isSafe = parseFile(file.uri, applied(file, edits)).syntax.length === 0;
  return [{ title: "Indent with spaces", edits, isPreferred: true, isSafe }];
};
