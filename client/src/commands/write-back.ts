/** Puts what a benchmark measured into the catalog, after a look at what would change. */
import { l10n, Uri, window, workspace } from "vscode";
import { requestWriteBack } from "../language-server/requests.ts";
import type { Command } from "./services.ts";

const PATTERN = "**/*.bench.json";
const MOST_OFFERED = 200;

export const writeBackBenchmark: Command = {
  id: "fairlead.writeBackBenchmark",
  async run({ server, reviews }, chosen) {
    const result = chosen instanceof Uri ? chosen : await choose();
    if (!result) return undefined;
    const { client } = server;
    const answer = await requestWriteBack(client, client.code2ProtocolConverter.asUri(result));
    const edit = answer.edit && (await client.protocol2CodeConverter.asWorkspaceEdit(answer.edit));
    const measured = answer.written.join(", ");
    const { changed } = edit
      ? await reviews.review(edit, {
          title: l10n.t("Measurements for the catalog"),
          question: l10n.t("Fairlead: write what was measured of {0} into the catalog?", measured),
        })
      : { changed: [] };
    const left = answer.left.map(({ deployment, reason }) => `${deployment}: ${reason}`).join(" ");
    if (changed.length > 0) {
      const told = l10n.t("Fairlead: measurements of {0} are in the catalog. Save it to keep them.", measured);
      void window.showInformationMessage(left === "" ? told : `${told} ${left}`);
      return answer.written.length;
    }
    if (!edit)
      void window.showInformationMessage(l10n.t("Fairlead: there is nothing to write into the catalog. {0}", left));
    return 0;
  },
};

/** The result in the active tab, else one of the workspace's. */
async function choose(): Promise<Uri | undefined> {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const shown = input !== null && typeof input === "object" && "uri" in input ? input.uri : undefined;
  if (shown instanceof Uri && shown.path.endsWith(".bench.json")) return shown;
  const results = await workspace.findFiles(PATTERN, undefined, MOST_OFFERED);
  if (results.length === 0) {
    void window.showInformationMessage(l10n.t("Fairlead: the workspace has no benchmark result (*.bench.json)."));
    return undefined;
  }
  const items = results.map((uri) => ({ label: workspace.asRelativePath(uri), uri }));
  const sorted = items.sort((a, b) => a.label.localeCompare(b.label));
  return (await window.showQuickPick(sorted, { placeHolder: l10n.t("Which result goes into the catalog?") }))?.uri;
}
