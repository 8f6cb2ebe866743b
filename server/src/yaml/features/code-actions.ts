/** Quick fixes of documents: what was likely meant in place of what is written. */
import type { Diagnostic as OurDiagnostic, ParsedFile, Range } from "@fairlead/runtime/documents";
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { type EditContext, fileEdit } from "../../documents/file-edit.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { toProtocol } from "./diagnostics.ts";

/** The quick fixes for what is wrong in a range, for the text as it is now. */
export function documentCodeActions(
  file: ParsedFile,
  range: Range,
  group: PolicyGroup,
  context: EditContext,
): CodeAction[] {
  return group.checked.diagnostics
    .filter((found) => found.uri === file.uri && touches(found.range, range))
    .flatMap((found) => replacementActions(file, found, context));
}

function replacementActions(file: ParsedFile, found: OurDiagnostic, context: EditContext): CodeAction[] {
  const replacements = found.data?.replacements ?? [];
  const written = file.text.slice(file.lines.offsetAt(found.range.start), file.lines.offsetAt(found.range.end));
  return replacements.map((newText, index) => ({
    title: `Replace ${written === "" ? "this" : `"${written}"`} with ${newText.startsWith('"') ? newText : `"${newText}"`}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toProtocol(found)],
    isPreferred: index === 0,
    edit: fileEdit(file.uri, [{ range: found.range, newText }], context),
  }));
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
