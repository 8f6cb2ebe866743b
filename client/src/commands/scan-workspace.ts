/** Lists the places where the workspace's code calls providers directly. */
import { type CancellationToken, l10n, ProgressLocation, Range, Uri, window } from "vscode";
import { requestScan, type ScanAnswer, type ScanFinding } from "../language-server/requests.ts";
import { scanItems } from "./scan-items.ts";
import type { Command, Services } from "./services.ts";

export const scanWorkspace: Command = {
  id: "fairlead.scanWorkspace",
  async run({ server, log }) {
    const answer = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t("Fairlead: scanning for direct provider calls"),
        cancellable: true,
      },
      (_progress, token) => scan(server, token),
    );
    if (answer === undefined) return undefined;
    const items = scanItems(answer.findings);
    log.info(`Scan: ${items.length} direct provider calls in ${answer.files} files.`);
    if (items.length === 0) {
      void window.showInformationMessage(l10n.t("No direct provider call in {0} files.", answer.files));
      return 0;
    }
    // The command is done when the list is there; what a person picks from it comes whenever it comes.
    void window
      .showQuickPick(items, {
        title: l10n.t("{0} direct provider calls in {1} files", items.length, answer.files),
        matchOnDescription: true,
        matchOnDetail: true,
      })
      .then((picked) => (picked ? show(picked.finding) : undefined));
    return items.length;
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

async function show({ uri, line, column, endLine, endColumn }: ScanFinding): Promise<void> {
  const selection = new Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  await window.showTextDocument(Uri.parse(uri), { selection });
}
