/** What can be done with a result that is shown. One entry an action; the panel has a button for each that applies. */
import path from "node:path";
import { commands, type LogOutputChannel, l10n, Uri, window, workspace } from "vscode";
import { folderFor } from "../../host/folders.ts";
import { runCommandOf } from "./run-command.ts";
import type { ResultAction } from "./webview/messages.ts";

/** The result that an action is about. */
export interface ActedResult {
  path: string;
  benchmark: string;
  /** Whether it lies where only the extension knows it. */
  isUnsaved: boolean;
}

export interface ActionServices {
  /** The built command. */
  command: string;
  log: LogOutputChannel;
}

interface Action {
  id: string;
  label(): string;
  applies(result: ActedResult): boolean;
  run(result: ActedResult, services: ActionServices): Promise<void>;
}

const actions: readonly Action[] = [
  {
    id: "save",
    label: () => l10n.t("Save to workspace…"),
    applies: ({ isUnsaved }) => isUnsaved,
    async run({ path: file, benchmark }) {
      const target = await window.showSaveDialog({
        defaultUri: inWorkspace(`${benchmark}.bench.json`),
        filters: { [l10n.t("Benchmark results")]: ["bench.json"] },
      });
      if (target) await workspace.fs.copy(Uri.file(file), target, { overwrite: true });
    },
  },
  {
    id: "export",
    label: () => l10n.t("Export…"),
    applies: () => true,
    async run({ path: file, benchmark }, services) {
      const forms: Record<string, string[]> = {
        [l10n.t("HTML, one file")]: ["html"],
        Markdown: ["md"],
        CSV: ["csv"],
        "JSON Lines": ["jsonl"],
        JUnit: ["xml"],
      };
      const target = await window.showSaveDialog({ defaultUri: inWorkspace(`${benchmark}.html`), filters: forms });
      if (target) await runCommandOf(services, ["bench", "export", file, target.fsPath]);
    },
  },
  {
    id: "write-back",
    label: () => l10n.t("Write into the catalog…"),
    applies: () => true,
    async run({ path: file }) {
      await commands.executeCommand("fairlead.writeBackBenchmark", Uri.file(file));
    },
  },
  {
    id: "text",
    label: () => l10n.t("Open as text"),
    applies: () => true,
    async run({ path: file }) {
      await window.showTextDocument(Uri.file(file));
    },
  },
];

/** The buttons of a result, in their order. */
export function actionsFor(result: ActedResult): ResultAction[] {
  return actions.filter((action) => action.applies(result)).map(({ id, label }) => ({ id, label: label() }));
}

/** Throws where it can not be done. */
export async function act(id: string, result: ActedResult, services: ActionServices): Promise<void> {
  await actions.find((action) => action.id === id)?.run(result, services);
}

function inWorkspace(name: string): Uri | undefined {
  const folder = folderFor();
  return folder && Uri.file(path.join(folder.uri.fsPath, name));
}
