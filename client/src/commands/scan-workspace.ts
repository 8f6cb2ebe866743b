/** Lists the places where the workspace's code calls providers directly. */
import { type CancellationToken, commands, l10n, ProgressLocation, window } from "vscode";
import { GROUPINGS, shownFindings } from "../findings/finding-tree.ts";
import { requestScan, type ScanAnswer } from "../language-server/requests.ts";
import type { Command, Services } from "./services.ts";

export const scanWorkspace: Command = {
  id: "fairlead.scanWorkspace",
  async run({ server, log, findings }) {
    const answer = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t("Fairlead: scanning for direct provider calls"),
        cancellable: true,
      },
      (_progress, token) => scan(server, token),
    );
    if (answer === undefined) return undefined;
    const count = shownFindings(answer.findings).length;
    log.info(`Scan: ${count} direct provider calls in ${answer.files} files.`);
    await findings.show(answer.findings, answer.files);
    await commands.executeCommand("fairlead.findings.focus");
    return count;
  },
};

/** Looks through the workspace again, for findings that are shown already. */
export async function rescan({ server, findings }: Services): Promise<void> {
  const answer = await window.withProgress({ location: { viewId: "fairlead.findings" } }, (_progress, token) =>
    scan(server, token),
  );
  if (answer) await findings.show(answer.findings, answer.files);
}

/** Chooses by what the findings are grouped. */
export const groupFindings: Command = {
  id: "fairlead.groupFindings",
  async run({ findings }) {
    const words = {
      vendor: l10n.t("Vendor"),
      folder: l10n.t("Folder"),
      state: l10n.t("Where it points"),
      fix: l10n.t("What can be done"),
    };
    const items = GROUPINGS.map((grouping) => ({ label: words[grouping], grouping }));
    const picked = await window.showQuickPick(items, { title: l10n.t("Group findings by") });
    if (picked) findings.grouping = picked.grouping;
  },
};

/** undefined where the person cancelled. */
async function scan(server: Services["server"], token: CancellationToken): Promise<ScanAnswer | undefined> {
  try {
    return await requestScan(server, token);
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw error;
  }
}
