/** Applies workspace edits to texts by their names, as a client does. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";

/** The edits of each file by its URI. */
export function editsByUri(edit: WorkspaceEdit | null | undefined): Map<string, TextEdit[]> {
  const byUri = new Map<string, TextEdit[]>(Object.entries(edit?.changes ?? {}));
  for (const change of edit?.documentChanges ?? []) {
    if (!("edits" in change)) throw new Error("not a change of text");
    byUri.set(change.textDocument.uri, change.edits as TextEdit[]);
  }
  return byUri;
}

/** The files after an edit. A byte order mark stays out of what the positions count, as in an editor. */
export function applyToFiles(
  files: Readonly<Record<string, string>>,
  edit: WorkspaceEdit | null | undefined,
  uriOf: (name: string) => string,
): Record<string, string> {
  const byUri = editsByUri(edit);
  const after: Record<string, string> = {};
  for (const [name, text] of Object.entries(files)) {
    const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
    const document = TextDocument.create(uriOf(name), "", 1, text.slice(mark.length));
    after[name] = mark + TextDocument.applyEdits(document, byUri.get(uriOf(name)) ?? []);
    byUri.delete(uriOf(name));
  }
  if (byUri.size > 0) throw new Error(`edits of unknown files: ${[...byUri.keys()].join(", ")}`);
  return after;
}
