/** Offers to silence a finding by a comment: on its line, or in its file. */
import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type EditContext, fileEdit } from "../documents/file-edit.ts";

/** The actions for one diagnostic. */
export function suppressActions(document: TextDocument, diagnostic: Diagnostic, context: EditContext): CodeAction[] {
  const code = String(diagnostic.code);
  const text = document.getText();
  const mark = document.languageId === "python" || document.uri.endsWith(".py") ? "#" : "//";
  const ending = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const { line } = diagnostic.range.start;
  const start = document.offsetAt({ line, character: 0 });
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const above = `${indent}${mark} fairlead-ignore ${code}${ending}`;
  // What a system or an editor reads in the first line must stay there.
  const first = /^#!|^#.*coding[:=]/.test(text) ? document.offsetAt({ line: 1, character: 0 }) : 0;
  const top = `${mark} fairlead-ignore-file ${code}${ending}`;
  const action = (title: string, offset: number, newText: string): CodeAction => {
    const at = document.positionAt(offset);
    const edit = fileEdit(document.uri, [{ range: { start: at, end: at }, newText }], context);
    return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
  };
  const actions = [action(`Ignore ${code} in this file`, first, top)];
  // A comment within a text or between JSX tags would be part of it.
  if (!isWithinText(text, start)) actions.unshift(action(`Ignore ${code} on this line`, start, above));
  return actions;
}

/** Whether a line most likely begins within a template or between tags: then a comment would not be one. */
function isWithinText(text: string, start: number): boolean {
  const before = text.slice(0, start).trimEnd();
  const ticks = before.match(/(?<!\\)`/g)?.length ?? 0;
  return ticks % 2 === 1 || (before.endsWith(">") && !before.endsWith("=>"));
}
