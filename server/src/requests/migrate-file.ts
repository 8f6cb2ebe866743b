/** `fairlead/migrateFile`: the safe migrations of one file as an edit. */
import { readFile } from "node:fs/promises";
import type { WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { loadEngine } from "../code-features/engine.ts";
import { protocolEdits } from "../code-features/protocol-edits.ts";
import { judgedInput } from "../code-features/workspace-calls.ts";
import { fileEdit } from "../documents/file-edit.ts";
import { pathOf } from "../documents/uris.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";

/** The edit, or null where nothing can be migrated unseen. Rejects where a file that is not open cannot be read. */
export async function migrateFile(
  uri: string,
  open: TextDocument | undefined,
  group: PolicyGroup,
  documentChanges: boolean,
): Promise<WorkspaceEdit | null> {
  const document = open ?? (await fromDisk(uri));
  if (!document) return null;
  const engine = await loadEngine();
  const version = document.version;
  const input = await judgedInput(engine, uri, document.getText(), group);
  if (document.version !== version) return null;
  const { edits } = engine.migrateSource({ ...input, grade: "safe" });
  if (edits.length === 0) return null;
  return fileEdit(uri, protocolEdits(document, edits), { documentChanges, version: open ? open.version : null });
}

async function fromDisk(uri: string): Promise<TextDocument | undefined> {
  const file = pathOf(uri);
  // A byte order mark is no text of an editor's, so positions are without it.
  return file ? TextDocument.create(uri, "", 0, (await readFile(file, "utf8")).replace(/^\uFEFF/, "")) : undefined;
}
