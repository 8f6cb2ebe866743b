/** The edits of all fixes of a file that change nothing that anybody could mean. */
import type { CheckedWorkspace, ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { fixesFor } from "./index.ts";

/** One edit for each place: of two that overlap the first is taken, the other comes when all is fixed once more. */
export function safeEdits(file: ParsedFile, checked: CheckedWorkspace): TextEdit[] {
  const { lines } = file;
  const taken: { start: number; end: number; newText: string }[] = [];
  const edits: TextEdit[] = [];
  for (const found of checked.diagnostics) {
    if (found.uri !== file.uri) continue;
    const fix = fixesFor(found, { file, checked }).find(({ isSafe }) => isSafe);
    const own = (fix?.edits ?? []).map(({ range, newText }) => ({
      range,
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      newText,
    }));
    // Half a fix is none.
    if (own.some((one) => taken.some((other) => one.start <= other.end && other.start <= one.end))) continue;
    taken.push(...own);
    edits.push(...own.map(({ range, newText }) => ({ range, newText })));
  }
  return edits;
}
