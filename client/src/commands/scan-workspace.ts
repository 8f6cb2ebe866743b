/** Lists the places where the workspace's code calls providers directly. */
import { l10n, ProgressLocation, type QuickPickItem, QuickPickItemKind, Range, Uri, window, workspace } from "vscode";
import { requestScan, type ScanFinding } from "../language-server/requests.ts";
import { scanGroups } from "./scan-items.ts";
import type { Command } from "./services.ts";

export const scanWorkspace: Command = {
  id: "fairlead.scanWorkspace",
  async run({ server, log }) {
    const answer = await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t("Fairlead: scanning for direct provider calls") },
      () => requestScan(server),
    );
    const groups = scanGroups(answer.findings);
    const count = groups.reduce((sum, group) => sum + group.items.length, 0);
    log.info(`Scan: ${count} direct provider calls in ${groups.length} of ${answer.files} files.`);
    if (count === 0) {
      void window.showInformationMessage(l10n.t("No direct provider call in {0} files.", answer.files));
      return;
    }
    const items: (QuickPickItem & { finding?: ScanFinding })[] = groups.flatMap((group) => [
      { label: group.file, kind: QuickPickItemKind.Separator },
      ...group.items,
    ]);
    const picked = await window.showQuickPick(items, {
      title: l10n.t("{0} direct provider calls in {1} files", count, groups.length),
      matchOnDescription: true,
    });
    if (picked?.finding) await show(picked.finding);
  },
};

async function show(finding: ScanFinding): Promise<void> {
  const uri = await locate(finding);
  if (uri === undefined) throw new Error(l10n.t("{0} is no longer there; scan again.", finding.file));
  const start = { line: finding.line - 1, character: finding.column - 1 };
  const range = new Range(start.line, start.character, finding.endLine - 1, finding.endColumn - 1);
  await window.showTextDocument(uri, { selection: range });
}

/** The file of a finding. Its path is relative to one of the workspace's folders. */
async function locate({ file, uri }: ScanFinding): Promise<Uri | undefined> {
  if (uri !== undefined) return Uri.parse(uri);
  for (const folder of workspace.workspaceFolders ?? []) {
    const candidate = Uri.joinPath(folder.uri, file);
    const found = await workspace.fs.stat(candidate).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  return undefined;
}
