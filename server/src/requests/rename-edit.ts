/** The edits of a rename as the protocol has them. */
import type { Range } from "@fairlead/runtime/documents";
import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import type { ClientSupport } from "../capabilities.ts";
import type { RenameEdit } from "../yaml/features/rename.ts";

const CODE: ChangeAnnotation = {
  label: "Application code",
  description: "The workload's name in code that calls the gateway",
  needsConfirmation: true,
};

/** What there is to know of the files that are edited. */
export interface EditedFiles {
  /** The version of an open text; null for a file that is not open. */
  version(uri: string): number | null;
  /** Whether the file begins with a byte order mark that the editor will not count. */
  hasHiddenMark(uri: string): boolean;
}

/**
 * A workspace edit of several files: with versions where the client takes them, and with the edits of code to be
 * confirmed where it can ask.
 */
export function renameWorkspaceEdit(
  edits: readonly RenameEdit[],
  { capabilities, documentChanges }: ClientSupport,
  files: EditedFiles,
): WorkspaceEdit {
  const annotate = documentChanges && capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
  const byUri = new Map<string, (TextEdit | AnnotatedTextEdit)[]>();
  for (const { uri, range, text, code } of edits) {
    const edit: TextEdit = { range: files.hasHiddenMark(uri) ? withoutMark(range) : range, newText: text };
    const own = code && annotate ? { ...edit, annotationId: "code" } : edit;
    byUri.set(uri, [...(byUri.get(uri) ?? []), own]);
  }
  if (!documentChanges) return { changes: Object.fromEntries(byUri) };
  const changes = [...byUri].map(
    ([uri, own]): TextDocumentEdit => ({ textDocument: { uri, version: files.version(uri) }, edits: own }),
  );
  const hasCode = annotate && edits.some(({ code }) => code);
  return { documentChanges: changes, ...(hasCode && { changeAnnotations: { code: CODE } }) };
}

function withoutMark({ start, end }: Range): Range {
  return { start: shifted(start), end: shifted(end) };
}

function shifted({ line, character }: Range["start"]): Range["start"] {
  return { line, character: line === 0 ? Math.max(0, character - 1) : character };
}
