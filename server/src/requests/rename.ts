/** Rename and its preparation. */
import { LSPErrorCodes, type PrepareRenameResult, ResponseError, type WorkspaceEdit } from "vscode-languageserver";
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import { renameAnchor } from "../yaml/features/anchors.ts";
import { type RenameEdit, rename } from "../yaml/features/rename.ts";
import { type RenameTarget, renameTarget } from "../yaml/rename/rename-target.ts";
import { type CodePlace, type DocumentPlace, placeAt } from "./id-places.ts";
import { renameWorkspaceEdit } from "./rename-edit.ts";

/** Registers both handlers. What can not be renamed is answered with an error that says why, for the editor to show. */
export function registerRename(context: ServerContext): void {
  const { connection, files } = context;
  const { console } = connection;
  connection.onPrepareRename(
    guarded(console, "prepare rename", null as PrepareRenameResult | null, async ({ textDocument, position }) => {
      const place = await placeAt(context, textDocument.uri, position);
      if (place?.in === "anchor") {
        const { file, asked } = place.anchor;
        return { range: file.lines.range(asked.span), placeholder: asked.name };
      }
      const target = place && targetOf(place, position);
      return target ? { range: target.range, placeholder: target.id } : null;
    }),
  );
  connection.onRenameRequest(
    guarded(console, "rename", null as WorkspaceEdit | null, async ({ textDocument, position, newName }) => {
      const place = await placeAt(context, textDocument.uri, position);
      if (place?.in === "anchor") {
        const edits = renameAnchor(place.anchor, newName.trim());
        if ("refusal" in edits) throw refused(edits.refusal);
        return workspaceEdit(context, place.group, edits);
      }
      const target = place && targetOf(place, position);
      if (!target) throw refused("There is no id of a catalog, policy or benchmark here.");
      const mentions = target.kind === "workload" ? await context.mentions.mentions(place.group) : [];
      // Files may have changed while the code was looked at.
      const group = files.groupOf(textDocument.uri);
      const edits = rename(group, target, newName.trim(), mentions);
      if ("refusal" in edits) throw refused(edits.refusal);
      return workspaceEdit(context, group, edits);
    }),
  );
}

function workspaceEdit(
  { client, open }: ServerContext,
  { checked }: PolicyGroup,
  edits: readonly RenameEdit[],
): WorkspaceEdit {
  const marked = new Set(checked.files.filter(({ text }) => text.startsWith("\uFEFF")).map(({ uri }) => uri));
  return renameWorkspaceEdit(edits, client, {
    version: (uri) => open.get(uri)?.version ?? null,
    hasHiddenMark: (uri) => !open.get(uri) && marked.has(uri),
  });
}

function targetOf(
  place: DocumentPlace | CodePlace,
  position: RenameTarget["range"]["start"],
): RenameTarget | undefined {
  if (place.in === "document") return renameTarget(place.group, place.document.uri, position);
  const { workload, range } = place.mention;
  return workload === "" ? undefined : { kind: "workload", id: workload, range };
}

function refused(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
