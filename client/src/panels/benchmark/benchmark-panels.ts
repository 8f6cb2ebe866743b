/** The one benchmark panel of a window: opened by a command or a lens, restored after a reload. */
import { randomBytes } from "node:crypto";
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { type Disposable, env, l10n, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { BenchmarkPanel, type BenchmarkPanelServices } from "./benchmark-panel.ts";
import { panelHtml } from "./panel-html.ts";
import { isResult } from "./run-events.ts";
import type { SavedPanel } from "./webview/messages.ts";

const viewType = "fairlead.benchmark";

export class BenchmarkPanels implements Disposable {
  readonly #services: BenchmarkPanelServices;
  readonly #extensionUri: Uri;
  readonly #serializer: Disposable;
  #panel: BenchmarkPanel | undefined;

  constructor(services: BenchmarkPanelServices, extensionUri: Uri) {
    this.#services = services;
    this.#extensionUri = extensionUri;
    this.#serializer = window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => void this.#attach(panel, savedPanel(state)),
    });
  }

  /** Shows the panel. With a benchmark's id it is run, and the promise resolves with its result. */
  async open(benchmark: string | undefined): Promise<BenchmarkResult | undefined> {
    const panel = this.#panel ?? this.#create();
    panel.reveal();
    await panel.refresh(benchmark);
    return benchmark === undefined ? undefined : panel.run(benchmark);
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
  }

  #create(): BenchmarkPanel {
    const panel = window.createWebviewPanel(viewType, l10n.t("Fairlead Benchmark"), ViewColumn.Active);
    return this.#attach(panel, { selected: undefined, result: undefined });
  }

  #attach(webviewPanel: WebviewPanel, saved: SavedPanel): BenchmarkPanel {
    const { webview } = webviewPanel;
    const folder = Uri.joinPath(this.#extensionUri, "dist/webview");
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const panel = new BenchmarkPanel(webviewPanel, this.#services, saved);
    this.#panel?.dispose();
    this.#panel = panel;
    webviewPanel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    webviewPanel.iconPath = Uri.joinPath(this.#extensionUri, "images/icon.png");
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64url"),
      scriptUri: webview.asWebviewUri(Uri.joinPath(folder, "benchmark.js")).toString(),
      styleUri: webview.asWebviewUri(Uri.joinPath(folder, "benchmark.css")).toString(),
      language: env.language,
      title: webviewPanel.title,
      translations: translations(),
    });
    return panel;
  }
}

/** What a panel of another version may have saved is checked, not trusted. */
function savedPanel(state: unknown): SavedPanel {
  if (state === null || typeof state !== "object") return { selected: undefined, result: undefined };
  const { selected, result } = state as Record<string, unknown>;
  return {
    selected: typeof selected === "string" ? selected : undefined,
    result: isResult(result) ? result : undefined,
  };
}

/** The editor's translations; a value may carry comments for translators, which the panel has no use for. */
function translations(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(l10n.bundle ?? {}).map(([english, value]) => [
      english,
      typeof value === "string" ? value : (value as { message: string }).message,
    ]),
  );
}
