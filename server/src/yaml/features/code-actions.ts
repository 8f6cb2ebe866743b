/** Quick fixes of documents: what mends them, and what was likely meant in place of what is written. */
import type { ParsedFile, Range } from "@fairlead/runtime/documents";
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { type EditContext, fileEdit } from "../../documents/file-edit.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { fixers } from "../fixes/index.ts";
import { toProtocol } from "./diagnostics.ts";

/** The quick fixes for what is wrong in a range, for the text as it is now. */
export function documentCodeActions(
  file: ParsedFile,
  range: Range,
  { checked }: PolicyGroup,
  context: EditContext,
): CodeAction[] {
  return checked.diagnostics
    .filter((found) => found.uri === file.uri && touches(found.range, range))
    .flatMap((found) =>
      fixers
        .flatMap((fixer) => fixer(found, file, checked.entities))
        .map(({ title, edits, isPreferred }) => ({
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [toProtocol(found)],
          isPreferred,
          edit: fileEdit(file.uri, edits, context),
        })),
    );
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
