/** The edits of a fix for the client: with versions where it takes them, in several files, and with new ones. */
import type { Position } from "@fairlead/runtime/documents";
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { Fix } from "./fix.ts";

/** What there is to know of the client and of the files. */
export interface Editing {
  /** Whether the client takes edits with versions. */
  documentChanges: boolean;
  /** The version of the open text that is edited; null for a file that is not open. */
  version: number | null;
  /** Whether the client can make files. */
  createFiles?: boolean;
  /** Whether it asks for the edit of an action when that is chosen. */
  resolvesEdits?: boolean;
  /** Whether the client shows documents when it is asked to. */
  opensPages?: boolean;
  /** Of other files; null for what is not open. */
  versionOf?(uri: string): number | null;
  /** Whether a file that is not open begins with a byte order mark, which an editor does not count. */
  hasHiddenMark?(uri: string): boolean;
}

/** A workspace edit of a fix of the file at a URI. */
export function workspaceEdit(
  uri: string,
  { edits, elsewhere, newFile }: Pick<Fix, "edits" | "elsewhere" | "newFile">,
  editing: Editing,
): WorkspaceEdit {
  const files: [string, TextEdit[]][] = [];
  if (edits.length > 0) files.push([uri, edits]);
  for (const [other, own] of elsewhere ?? [])
    files.push([other, editing.hasHiddenMark?.(other) ? own.map(withoutMark) : own]);
  if (!editing.documentChanges) return { changes: Object.fromEntries(files) };
  const changes = files.map(([file, own]) => ({
    textDocument: { uri: file, version: file === uri ? editing.version : (editing.versionOf?.(file) ?? null) },
    edits: own,
  }));
  if (!newFile) return { documentChanges: changes };
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      ...changes,
      { kind: "create", uri: newFile.uri },
      {
        textDocument: { uri: newFile.uri, version: null },
        edits: [{ range: { start, end: start }, newText: newFile.text }],
      },
    ],
  };
}

function withoutMark({ range: { start, end }, newText }: TextEdit): TextEdit {
  const shifted = ({ line, character }: Position) => ({
    line,
    character: line === 0 ? Math.max(0, character - 1) : character,
  });
  return { range: { start: shifted(start), end: shifted(end) }, newText };
}
