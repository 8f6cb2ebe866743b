/** Opens a result of a benchmark: the one that is named, or one that the person picks from the workspace's. */
import { commands, l10n, Uri, window, workspace } from "vscode";
import type { Command } from "./services.ts";

const viewType = "fairlead.benchmarkResult";
/** More than anybody picks from. */
const MOST = 500;

export const openBenchmarkResult: Command = {
  id: "fairlead.openBenchmarkResult",
  async run(_, chosen) {
    const uri = chosen instanceof Uri ? chosen : await pick();
    if (uri !== undefined) await commands.executeCommand("vscode.openWith", uri, viewType);
  },
};

async function pick(): Promise<Uri | undefined> {
  const found = await workspace.findFiles("**/*.bench.json", "**/{node_modules,.git}/**", MOST);
  if (found.length === 0) {
    throw new Error(l10n.t("There is no *.bench.json in this workspace: run a benchmark, and save its result."));
  }
  const items = found
    .map((uri) => ({ label: workspace.asRelativePath(uri), uri }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const picked = await window.showQuickPick(items, { title: l10n.t("Open which result?") });
  return picked?.uri;
}
