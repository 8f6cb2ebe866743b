/** The one benchmark panel of a window: opened by a command, a lens or the test explorer, restored after a reload. */
import type { ResultHeader } from "@fairlead/runtime/bench/view";
import { type Disposable, l10n, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { BenchmarkPanel } from "./benchmark-panel.ts";
import type { BenchmarkServices } from "./services.ts";
import type { SavedPanel } from "./webview/messages.ts";
import { fillWebview } from "./webview-page.ts";

const viewType = "fairlead.benchmark";

export class BenchmarkPanels implements Disposable {
  readonly #services: BenchmarkServices;
  readonly #extensionUri: Uri;
  readonly #serializer: Disposable;
  #panel: BenchmarkPanel | undefined;

  constructor(services: BenchmarkServices, extensionUri: Uri) {
    this.#services = services;
    this.#extensionUri = extensionUri;
    this.#serializer = window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => void this.#attach(panel, savedPanel(state)),
    });
  }

  /** Shows the panel. With a benchmark's id it is run, and the promise resolves with what came out. */
  async open(benchmark: string | undefined): Promise<ResultHeader | undefined> {
    const panel = await this.show(benchmark);
    return benchmark === undefined ? undefined : panel.run(benchmark);
  }

  /** Shows the panel with a benchmark selected. */
  async show(benchmark: string | undefined, preserveFocus = false): Promise<BenchmarkPanel> {
    const panel = this.#panel ?? this.#create(preserveFocus);
    panel.reveal(preserveFocus);
    await panel.refresh(benchmark);
    return panel;
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
  }

  #create(preserveFocus: boolean): BenchmarkPanel {
    const place = { viewColumn: ViewColumn.Active, preserveFocus };
    return this.#attach(window.createWebviewPanel(viewType, l10n.t("Fairlead Benchmark"), place), {});
  }

  #attach(webviewPanel: WebviewPanel, saved: Partial<SavedPanel>): BenchmarkPanel {
    const panel = new BenchmarkPanel(webviewPanel, this.#services, saved);
    this.#panel?.dispose();
    this.#panel = panel;
    webviewPanel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    webviewPanel.iconPath = Uri.joinPath(this.#extensionUri, "images/icon.png");
    fillWebview(webviewPanel, this.#extensionUri);
    return panel;
  }
}

/** What a panel of another version may have saved is checked, not trusted. */
function savedPanel(state: unknown): Partial<SavedPanel> {
  if (state === null || typeof state !== "object") return {};
  const { selected, path } = state as Record<string, unknown>;
  return {
    ...(typeof selected === "string" ? { selected } : {}),
    ...(typeof path === "string" ? { path } : {}),
  };
}
