/** Rename and its preparation. */
import { LSPErrorCodes, type PrepareRenameResult, ResponseError, type WorkspaceEdit } from "vscode-languageserver";
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import { rename } from "../yaml/features/rename.ts";
import { type RenameTarget, renameTarget } from "../yaml/rename/rename-target.ts";
import { placeAt } from "./id-places.ts";
import { renameWorkspaceEdit } from "./rename-edit.ts";

/** Registers both handlers. What can not be renamed is answered with an error that says why, for the editor to show. */
export function registerRename(context: ServerContext): void {
  const { connection, files, open } = context;
  const { console } = connection;
  connection.onPrepareRename(
    guarded(console, "prepare rename", null as PrepareRenameResult | null, async ({ textDocument, position }) => {
      const place = await placeAt(context, textDocument.uri, position);
      const target = place && targetOf(place, position);
      return target ? { range: target.range, placeholder: target.id } : null;
    }),
  );
  connection.onRenameRequest(
    guarded(console, "rename", null as WorkspaceEdit | null, async ({ textDocument, position, newName }) => {
      const place = await placeAt(context, textDocument.uri, position);
      const target = place && targetOf(place, position);
      if (!target) throw refused("There is no id of a catalog, policy or benchmark here.");
      const mentions = target.kind === "workload" ? await context.mentions.mentions(place.group) : [];
      // Files may have changed while the code was looked at.
      const group = files.groupOf(textDocument.uri);
      const edits = rename(group, target, newName.trim(), mentions);
      if ("refusal" in edits) throw refused(edits.refusal);
      return renameWorkspaceEdit(edits, context.client, {
        version: (uri) => open.get(uri)?.version ?? null,
        hasHiddenMark: (uri) =>
          !open.get(uri) && group.checked.files.some((file) => file.uri === uri && file.text.startsWith("\uFEFF")),
      });
    }),
  );
}

function targetOf(
  place: NonNullable<Awaited<ReturnType<typeof placeAt>>>,
  position: RenameTarget["range"]["start"],
): RenameTarget | undefined {
  if (place.in === "document") return renameTarget(place.group, place.document.uri, position);
  const { workload, range } = place.mention;
  return workload === "" ? undefined : { kind: "workload", id: workload, range };
}

function refused(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
