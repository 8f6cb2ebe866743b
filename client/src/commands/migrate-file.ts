/** Migrates a file's direct provider calls to the gateway. */
import { l10n, Uri, window, workspace } from "vscode";
import { requestMigration } from "../language-server/requests.ts";
import type { Command } from "./services.ts";

export const migrateFile: Command = {
  id: "fairlead.migrateFile",
  async run({ server }, chosen) {
    const uri = chosen instanceof Uri ? chosen : window.activeTextEditor?.document.uri;
    if (uri === undefined) throw new Error(l10n.t("Open the file to migrate first."));
    // The server reads open files as they are in the editor; opening also makes the edit undoable.
    await window.showTextDocument(await workspace.openTextDocument(uri));
    const edit = await requestMigration(server, server.client.code2ProtocolConverter.asUri(uri));
    const converted = edit && (await server.client.protocol2CodeConverter.asWorkspaceEdit(edit));
    if (!converted || converted.size === 0) {
      void window.showInformationMessage(
        l10n.t(
          "Nothing here can be migrated safely. The quick fixes (Ctrl+.) on each call say what there is to decide.",
        ),
      );
      return;
    }
    if (!(await workspace.applyEdit(converted))) {
      throw new Error(l10n.t("The file changed meanwhile; run the command again."));
    }
  },
};
