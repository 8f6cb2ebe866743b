/** Migrates everything, a folder or a file to the gateway, after a look at what would change. */
import { type CancellationToken, l10n, ProgressLocation, Uri, window, workspace } from "vscode";
import type { FindingNode } from "../findings/finding-tree.ts";
import { migrationReport } from "../findings/migration-report.ts";
import { type MigrationAnswer, requestWorkspaceMigration } from "../language-server/requests.ts";
import { rescan } from "./scan-workspace.ts";
import type { Command, Services } from "./services.ts";

export const migrateWorkspace: Command = {
  id: "fairlead.migrateWorkspace",
  async run(services, chosen) {
    const { server, reviews, findings } = services;
    const uris = urisOf(chosen, server);
    const answer = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t("Fairlead: looking for what can be migrated"),
        cancellable: true,
      },
      (_progress, token) => ask(server, uris, token),
    );
    if (!answer) return undefined;
    const edit = answer.edit && (await server.client.protocol2CodeConverter.asWorkspaceEdit(answer.edit));
    const words = {
      title: l10n.t("Migration to the gateway"),
      question: l10n.t("Fairlead: migrate {0} findings to the gateway?", answer.done.length),
    };
    const asKey = (uri: string) => server.client.protocol2CodeConverter.asUri(uri).toString();
    const digests = new Map(Object.entries(answer.digests).map(([uri, digest]) => [asKey(uri), digest]));
    const { changed, unsaved } = edit ? await reviews.review(edit, words, digests) : { changed: [], unsaved: [] };
    // Whoever did not want the changes wants no report of them either.
    if (edit && changed.length === 0) return 0;
    const keys = new Set(changed.map(String));
    const shown = { ...answer, done: answer.done.filter(({ uri }) => keys.has(asKey(uri))) };
    const unsavedFiles = unsaved.map((uri) => workspace.asRelativePath(uri));
    const content = migrationReport(shown, unsavedFiles, {
      title: words.title,
      done: l10n.t("Done"),
      unsaved: l10n.t("Changed in the editor, and not saved yet"),
      left: l10n.t("Left, and why"),
      unused: l10n.t("Used by nothing any more"),
      packages: l10n.t("Packages to install"),
      unneeded: l10n.t("Packages that nothing loads any more"),
      nothing: l10n.t("There is nothing to migrate here."),
    });
    await window.showTextDocument(await workspace.openTextDocument({ language: "markdown", content }), {
      preview: true,
    });
    if (changed.length > 0 && findings.isShown) await rescan(services);
    return shown.done.length;
  },
};

/** A file or folder of the explorer, or a node of the findings; undefined for everything. */
function urisOf(chosen: unknown, { client }: Services["server"]): string[] | undefined {
  if (chosen instanceof Uri) return [client.code2ProtocolConverter.asUri(chosen)];
  const node = chosen as Partial<FindingNode> | undefined;
  if (node?.kind === "group") return [...(node.uris ?? [])];
  if (node?.kind === "file" && node.uri !== undefined) return [node.uri];
  return node?.kind === "finding" && node.finding ? [node.finding.uri] : undefined;
}

/** undefined where the person cancelled. */
async function ask(
  server: Services["server"],
  uris: string[] | undefined,
  token: CancellationToken,
): Promise<MigrationAnswer | undefined> {
  try {
    return await requestWorkspaceMigration(server, uris, token);
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw error;
  }
}
