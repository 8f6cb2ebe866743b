import { type Diagnostic, documentAt, type ParsedFile, type Span, stopsGeneration } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { stepsAt } from "../refactors/refactoring.ts";
import type { Fix, Fixer } from "./fix.ts";
import { endOfLine, insert, lineEnding } from "./node-edits.ts";

const WORD = "fairlead-ignore";

/** Silences a rule on the line of its finding, or in the whole file, by a comment. */
export const suppress: Fixer = (found, { file }) => {
  if (stopsGeneration(found) || found.code.startsWith("suppression.") || /\.json$/i.test(file.uri)) return [];
  const fixes: Fix[] = [];
  const line = onLine(found, file);
  if (line) fixes.push({ title: `Ignore ${found.code} on this line`, edits: [line], isPreferred: false });
  fixes.push({ title: `Ignore ${found.code} in this file`, edits: [inFile(found, file)], isPreferred: false });
  return fixes;
};

/** Joins the comment that silences other rules there already, or adds one. */
function onLine({ code, range }: Diagnostic, file: ParsedFile): TextEdit | undefined {
  const { line } = range.start;
  const text = file.lines.lineText(line);
  const start = file.lines.lineStart(line);
  const known = listEnd(text);
  if (known !== undefined) return insert(file, start + known, `, ${code}`);
  const indentation = /^\s*/.exec(text)?.[0] ?? "";
  const above = line > 0 ? file.lines.lineText(line - 1) : "";
  const end = /^\s*#/.test(above) ? listEnd(above) : undefined;
  if (end !== undefined) return insert(file, file.lines.lineStart(line - 1) + end, `, ${code}`);
  const overhang = textOver(file, endOfLine(file, start));
  if (overhang && overhang.start < start) return undefined;
  // A line with a comment of its own, or one within a text of several lines, takes no second comment at its end.
  const isPlain =
    !overhang && range.start.line === range.end.line && !/(^|\s)#/.test(text) && !/[|>][+\-\d]*\s*$/.test(text);
  if (isPlain && text.length < 100) return insert(file, endOfLine(file, start), ` # ${WORD} ${code}`);
  const mark = line === 0 && text.startsWith("\uFEFF") ? 1 : 0;
  return insert(file, start + mark, `${indentation.replace("\uFEFF", "")}# ${WORD} ${code}${lineEnding(file)}`);
}

/** The text of several lines that goes on beyond an offset: a comment would become part of it, or end it. */
function textOver(file: ParsedFile, offset: number): Span | undefined {
  const document = documentAt(file, offset);
  const node = document && stepsAt(document, offset).at(-1)?.node;
  return node?.type === "scalar" && node.alias === undefined && node.span.end > offset ? node.span : undefined;
}

/** Where the list of codes of a suppression ends in a line; undefined where there is none. */
function listEnd(text: string): number | undefined {
  const match = /#\s*fairlead-ignore(?!-)\s*:?\s+([^\s,-][^\s,]*(?:\s*,\s*[^\s,]+)*)/.exec(text);
  return match ? match.index + match[0].length : undefined;
}

function inFile({ code }: Diagnostic, file: ParsedFile): TextEdit {
  const mark = file.text.startsWith("\uFEFF") ? 1 : 0;
  return insert(file, mark, `# ${WORD}-file ${code}${lineEnding(file)}`);
}
