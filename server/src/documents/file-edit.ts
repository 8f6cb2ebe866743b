/** Edits of one file for the client: with the version of the text that they are for, where the client can have it. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";

export interface EditContext {
  /** Whether the client takes edits with versions. */
  documentChanges: boolean;
  /** The version of the open text; null for a file that is not open. */
  version: number | null;
}

/** A workspace edit of one file. */
export function fileEdit(uri: string, edits: TextEdit[], { documentChanges, version }: EditContext): WorkspaceEdit {
  if (!documentChanges) return { changes: { [uri]: edits } };
  return { documentChanges: [{ textDocument: { uri, version }, edits }] };
}
