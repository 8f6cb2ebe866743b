/** Whether edits leave what a file says as it is. */
import { isDeepStrictEqual } from "node:util";
import { type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";

/** The edits, where the file says the same after them; else undefined. The order of keys in a map says nothing. */
export function whereSame(file: ParsedFile, edits: TextEdit[] | undefined): TextEdit[] | undefined {
  if (!edits || edits.length === 0) return undefined;
  const after = parseFile(file.uri, applied(file, edits));
  const isSame =
    after.syntax.length <= file.syntax.length &&
    isDeepStrictEqual(
      after.documents.map(({ value }) => value),
      file.documents.map(({ value }) => value),
    );
  return isSame ? edits : undefined;
}

/** The text after edits that do not overlap. */
export function applied({ text, lines }: ParsedFile, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  return ordered.reduce(
    (current, { start, end, newText }) => current.slice(0, start) + newText + current.slice(end),
    text,
  );
}
