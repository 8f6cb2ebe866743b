/** The extension's side of the benchmark panel: it holds the state, runs the benchmark and answers the webview. */
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { Disposable, type LogOutputChannel, l10n, Range, Uri, type WebviewPanel, window, workspace } from "vscode";
import type { GatewayController } from "../../gateway/gateway-controller.ts";
import { accessOf, type GatewayAccess, isSimulated } from "../../gateway/gateway-state.ts";
import { statusText } from "../../gateway/status-text.ts";
import { folderFor } from "../../host/folders.ts";
import { type NamedPlace, type RequestSender, requestBenchmarks } from "../../language-server/requests.ts";
import { BenchmarkRun } from "./benchmark-run.ts";
import type { PanelSnapshot, RunView, SavedPanel, ToExtension, ToPanel } from "./webview/messages.ts";

export interface BenchmarkPanelServices {
  /** The built command. */
  command: string;
  server: RequestSender;
  gateway: GatewayController;
  log: LogOutputChannel;
  /** Makes sure that a gateway answers; false where the person declined. */
  ensureGateway(): Promise<boolean>;
  /** The key for calls, asked for where none is known. */
  ensureKey(access: GatewayAccess): Promise<string | undefined>;
}

export class BenchmarkPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: BenchmarkPanelServices;
  readonly #disposables: Disposable[] = [];
  #places: NamedPlace[] = [];
  #selected: string | undefined;
  #view: RunView;
  #run: BenchmarkRun | undefined;
  #sending: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(panel: WebviewPanel, services: BenchmarkPanelServices, saved: SavedPanel) {
    this.#panel = panel;
    this.#services = services;
    this.#selected = saved.selected;
    this.#view = saved.result ? { status: "finished", result: saved.result } : { status: "idle" };
    this.#disposables.push(
      panel.webview.onDidReceiveMessage((message: ToExtension) => void this.#receive(message).catch(this.#report)),
      panel.onDidDispose(() => this.#close()),
      services.gateway.onDidChange(() => this.#send()),
    );
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Reads the workspace's benchmarks again and selects one. */
  async refresh(selected?: string): Promise<void> {
    this.#places = await requestBenchmarks(this.#services.server);
    const ids = this.#places.map((place) => place.id);
    const wanted = selected ?? this.#selected;
    this.#selected = wanted !== undefined && ids.includes(wanted) ? wanted : ids[0];
    this.#send();
  }

  /** Runs a benchmark to its end. Resolves with its result; undefined where it ended without one. */
  async run(benchmark: string): Promise<BenchmarkResult | undefined> {
    if (this.#run !== undefined) throw new Error(l10n.t("A benchmark is running already; cancel it first."));
    const place = this.#places.find((one) => one.id === benchmark);
    if (place === undefined) throw new Error(l10n.t("There is no benchmark {0} in this workspace.", benchmark));
    const folder = folderFor(Uri.parse(place.uri));
    if (folder === undefined || !(await this.#services.ensureGateway())) return undefined;
    const access = accessOf(this.#services.gateway.state);
    const key = access && (await this.#services.ensureKey(access));
    if (access === undefined || key === undefined) return undefined;
    const run = new BenchmarkRun({
      command: this.#services.command,
      benchmark,
      folder: folder.uri.fsPath,
      access: { url: access.url, key },
      log: (line) => this.#services.log.info(line),
      onChange: (view) => {
        this.#view = view;
        this.#send();
      },
    });
    this.#run = run;
    try {
      return await run.ended;
    } finally {
      this.#run = undefined;
    }
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: ToExtension): Promise<void> {
    switch (message.type) {
      case "ready":
        await this.refresh();
        break;
      case "select":
        this.#selected = message.benchmark;
        break;
      case "run":
        this.#selected = message.benchmark;
        await this.run(message.benchmark);
        break;
      case "cancel":
        await this.#run?.cancel();
        break;
      case "open":
        await this.#showSource(message.benchmark);
        break;
      case "start-gateway":
        await this.#services.ensureGateway();
        break;
    }
  }

  async #showSource(benchmark: string): Promise<void> {
    const place = this.#places.find((one) => one.id === benchmark);
    if (place === undefined) return;
    const { start, end } = place.range;
    const selection = new Range(start.line, start.character, end.line, end.character);
    await window.showTextDocument(Uri.parse(place.uri), { selection });
  }

  readonly #report = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    this.#services.log.error(`benchmark panel: ${message}`);
    if (this.#run === undefined) this.#view = { status: "failed", benchmark: this.#selected ?? "", message };
    this.#send();
  };

  /** Progress comes with every answer; a view ten times a second is as much as anybody can see. */
  #send(): void {
    // A run that ends because its panel was closed still reports.
    if (this.#isClosed) return;
    this.#sending ??= setTimeout(() => {
      this.#sending = undefined;
      const message: ToPanel = { type: "snapshot", snapshot: this.#snapshot() };
      void this.#panel.webview.postMessage(message);
    }, 100);
  }

  #snapshot(): PanelSnapshot {
    const { state } = this.#services.gateway;
    return {
      benchmarks: this.#places.map(({ id, uri }) => ({ id, place: workspace.asRelativePath(Uri.parse(uri)) })),
      selected: this.#selected,
      gateway: {
        label: statusText(state).tooltip,
        ready: accessOf(state) !== undefined,
        simulated: isSimulated(state),
      },
      run: this.#view,
    };
  }

  #close(): void {
    this.#isClosed = true;
    clearTimeout(this.#sending);
    void this.#run?.cancel();
    Disposable.from(...this.#disposables).dispose();
  }
}
