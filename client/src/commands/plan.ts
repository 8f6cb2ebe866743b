/** What the edits since the last commit change: rendered, and side by side. */
import { commands, l10n, Uri, ViewColumn, window, workspace } from "vscode";
import type { Command } from "./services.ts";

export const showPlan: Command = {
  id: "fairlead.showPlan",
  async run({ plans }, chosen) {
    const uri = plans.documentFor("plan", fileOf(chosen));
    await commands.executeCommand(window.activeTextEditor ? "markdown.showPreviewToSide" : "markdown.showPreview", uri);
  },
};

export const compareRoutes: Command = {
  id: "fairlead.compareRoutes",
  async run({ plans }, chosen) {
    const before = plans.documentFor("before", fileOf(chosen));
    const after = plans.documentFor("after", fileOf(chosen));
    const title = l10n.t("Routes: HEAD ↔ working documents");
    // Opened first: a comparison of texts that come later would jump to a difference that is none.
    await Promise.all([before, after].map((uri) => workspace.openTextDocument(uri)));
    await commands.executeCommand("vscode.diff", before, after, title, {
      viewColumn: ViewColumn.Active,
      preview: true,
    });
  },
};

/** The file that a lens or a menu is about, else that of the active editor. */
function fileOf(chosen: unknown): Uri | undefined {
  return chosen instanceof Uri ? chosen : window.activeTextEditor?.document.uri;
}
