/** Formats a document, or some of its lines. */
import { formatYaml, type ParsedFile, type Range } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";

/** The edits; none for JSON, which every editor formats by itself. */
export function formatDocument(file: ParsedFile, range?: Range): TextEdit[] {
  if (isJson(file)) return [];
  return formatYaml(file.text, range && wholeLines(file, range)).map(({ start, end, newText }) => ({
    range: file.lines.range({ start, end }),
    newText,
  }));
}

function wholeLines({ lines }: ParsedFile, { start, end }: Range): { from: number; to: number } {
  // A selection of whole lines ends at the beginning of the line after them.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { from: lines.lineStart(start.line), to: lines.lineStart(last + 1) };
}

function isJson({ uri, text }: ParsedFile): boolean {
  return /\.jsonc?$/i.test(uri) || /^\uFEFF?\s*\{\s*"/.test(text);
}
