/** `fairlead/writeBack`: what a benchmark measured as an edit of the catalog, to look through. */
import { readFile } from "node:fs/promises";
import { measuredFacts, readResult } from "@fairlead/runtime/bench/measured";
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { pathOf } from "../documents/uris.ts";
import type { ServerContext } from "../server-context.ts";
import { writeFacts } from "../yaml/write-back/index.ts";
import type { WriteBackAnswer } from "./protocol.ts";

const ANNOTATION = "fairlead";

/** Unsaved texts count. Rejects where the file is no result. */
export async function writeBack(uri: string, { files, open, client }: ServerContext): Promise<WriteBackAnswer> {
  const file = pathOf(uri);
  if (file === undefined) throw new Error("The result lies in no file system.");
  const { facts, left } = measuredFacts(readResult(await readFile(file, "utf8")));
  const { checked } = files.groupOf(uri);
  const written = writeFacts(checked, facts);
  const { documentChanges, capabilities } = client;
  const annotate = documentChanges && capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
  return {
    edit: written.files.length === 0 ? null : editOf(written.files, documentChanges, annotate, open),
    written: written.written,
    left: [...left.map(({ arm, reason }) => ({ deployment: arm, reason })), ...written.left],
  };
}

function editOf(
  files: ReturnType<typeof writeFacts>["files"],
  documentChanges: boolean,
  annotate: boolean,
  open: ServerContext["open"],
): WorkspaceEdit {
  if (!documentChanges)
    return { changes: Object.fromEntries(files.map(({ file, edits }) => [file.uri, edits as TextEdit[]])) };
  const label = "Write measurements into the catalog";
  const description = "Latency and quality, as the benchmark measured them";
  return {
    documentChanges: files.map(({ file, edits }) => ({
      textDocument: { uri: file.uri, version: open.get(file.uri)?.version ?? null },
      edits: annotate ? edits.map((edit) => ({ ...edit, annotationId: ANNOTATION })) : edits,
    })),
    ...(annotate && { changeAnnotations: { [ANNOTATION]: { label, description, needsConfirmation: true } } }),
  };
}
