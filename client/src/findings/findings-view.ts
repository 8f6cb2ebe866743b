/** The view with the findings of the last scan. */
import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  Range,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
} from "vscode";
import type { ScanFinding } from "../language-server/requests.ts";
import { type FindingNode, findingTree, type Grouping, shownFindings } from "./finding-tree.ts";

const VIEW = "fairlead.findings";

export class FindingsView implements TreeDataProvider<FindingNode>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<FindingNode>;
  #findings: readonly ScanFinding[] = [];
  #grouping: Grouping = "vendor";
  #isShown = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor() {
    this.#view = window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  set grouping(grouping: Grouping) {
    this.#grouping = grouping;
    this.#changed.fire(undefined);
  }

  /** Whether there are findings to be out of date. */
  get isShown(): boolean {
    return this.#isShown;
  }

  /** Shows the findings of a scan, and how many there are. */
  async show(findings: readonly ScanFinding[], files: number): Promise<void> {
    this.#findings = findings;
    const count = shownFindings(findings).length;
    this.#view.message =
      count === 0
        ? l10n.t("No direct provider call in {0} files.", files)
        : l10n.t("{0} direct provider calls in {1} files", count, files);
    this.#view.badge = count === 0 ? undefined : { value: count, tooltip: this.#view.message };
    this.#changed.fire(undefined);
    this.#isShown = true;
    await commands.executeCommand("setContext", "fairlead.scanned", true);
  }

  getChildren(node?: FindingNode): FindingNode[] {
    if (!node) return findingTree(this.#findings, this.#grouping);
    return node.kind === "finding" ? [] : [...node.children];
  }

  getTreeItem(node: FindingNode): TreeItem {
    if (node.kind === "finding") return findingItem(node.finding);
    const open = node.kind === "group" ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
    const item = new TreeItem(node.kind === "group" ? groupName(node.key) : node.file, open);
    item.description = String(node.count);
    item.contextValue = node.kind;
    if (node.kind === "file") {
      item.resourceUri = Uri.parse(node.uri);
      item.iconPath = ThemeIcon.File;
    }
    return item;
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function groupName(key: string): string {
  const names: Readonly<Record<string, string>> = {
    direct: l10n.t("At the vendor"),
    unknown: l10n.t("At an address that only a run would tell"),
    "other-gateway": l10n.t("At another address"),
    safe: l10n.t("Safe fix"),
    unsafe: l10n.t("Fix that wants a look"),
    suggestion: l10n.t("Choose a workload"),
    none: l10n.t("No automatic fix"),
  };
  return names[key] ?? key;
}

function findingItem(finding: ScanFinding): TreeItem {
  const item = new TreeItem(finding.api, TreeItemCollapsibleState.None);
  item.description = `${finding.line}`;
  item.tooltip = finding.message;
  item.contextValue = "finding";
  item.iconPath = new ThemeIcon(finding.fix === "safe" ? "lightbulb-autofix" : "lightbulb");
  item.accessibilityInformation = { label: `${finding.api}, ${finding.file} ${finding.line}. ${finding.message}` };
  const selection = new Range(finding.line - 1, finding.column - 1, finding.endLine - 1, finding.endColumn - 1);
  item.command = { command: "vscode.open", title: "", arguments: [Uri.parse(finding.uri), { selection }] };
  return item;
}
