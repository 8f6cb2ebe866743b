/** A lens above a catalog or a routing policy that differs from HEAD: what the edit changes, in a few words. */
import {
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  type DocumentSelector,
  EventEmitter,
  l10n,
  Range,
  type TextDocument,
  type Uri,
  workspace,
} from "vscode";
import type { PlanAnswer } from "../language-server/requests.ts";

export class PlanLens implements CodeLensProvider, Disposable {
  static readonly selector: DocumentSelector = {
    scheme: "file",
    pattern: "**/*.{catalog,routing-policy}.{yaml,yml}",
  };

  readonly #ask: (uri: Uri) => Promise<PlanAnswer>;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(ask: (uri: Uri) => Promise<PlanAnswer>) {
    this.#ask = ask;
  }

  async provideCodeLenses({ uri }: TextDocument): Promise<CodeLens[]> {
    // Git runs in trusted workspaces only.
    if (!workspace.isTrusted || !workspace.getConfiguration("fairlead.codeLens").get("plan", true)) return [];
    const { summary } = await this.#ask(uri);
    // Where nothing is committed yet, everything is new, and that says nothing.
    if (!summary?.changed || summary.first) return [];
    const title = l10n.t("What does this edit change? {0}", figures(summary));
    return [new CodeLens(new Range(0, 0, 0, 0), { title, command: "fairlead.showPlan", arguments: [uri] })];
  }

  /** Has the editor ask again. */
  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function figures({ worse, better }: NonNullable<PlanAnswer["summary"]>): string {
  const parts = [worse > 0 ? l10n.t("{0} worse", worse) : "", better > 0 ? l10n.t("{0} better", better) : ""];
  return parts.filter(Boolean).join(", ") || l10n.t("nothing for better or worse");
}
