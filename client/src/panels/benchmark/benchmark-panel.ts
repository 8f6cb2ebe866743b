/** The extension's side of the benchmark panel: it holds the state, runs the benchmark and answers the webview. */
import type { ResultHeader } from "@fairlead/runtime/bench/view";
import { Disposable, l10n, Range, Uri, type WebviewPanel, window, workspace } from "vscode";
import { accessOf, isSimulated } from "../../gateway/gateway-state.ts";
import { statusText } from "../../gateway/status-text.ts";
import { folderFor } from "../../host/folders.ts";
import { type NamedPlace, requestBenchmarks } from "../../language-server/requests.ts";
import { BenchmarkRun } from "./benchmark-run.ts";
import { ResultSession } from "./result-session.ts";
import type { BenchmarkServices } from "./services.ts";
import type { PanelSnapshot, RunView, SavedPanel, ToExtension, ToPanel } from "./webview/messages.ts";

export class BenchmarkPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #services: BenchmarkServices;
  readonly #disposables: Disposable[] = [];
  readonly session: ResultSession;
  #places: NamedPlace[] = [];
  #selected: string | undefined;
  #view: RunView = { status: "idle" };
  #run: BenchmarkRun | undefined;
  #sending: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(panel: WebviewPanel, services: BenchmarkServices, saved: Partial<SavedPanel>) {
    this.#panel = panel;
    this.#services = services;
    this.#selected = saved.selected;
    this.session = new ResultSession(services, (message) => this.#post(message));
    this.#disposables.push(
      this.session,
      panel.webview.onDidReceiveMessage((message: ToExtension) => void this.#receive(message).catch(this.#report)),
      panel.onDidDispose(() => this.#close()),
      services.gateway.onDidChange(() => this.#send()),
    );
    if (saved.path !== undefined) void this.session.open(Uri.file(saved.path));
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Reads the workspace's benchmarks again and selects one. */
  async refresh(selected?: string): Promise<void> {
    this.#places = await requestBenchmarks(this.#services.server);
    const ids = this.#places.map((place) => place.id);
    const wanted = selected ?? this.#selected;
    this.#selected = wanted !== undefined && ids.includes(wanted) ? wanted : ids[0];
    this.#send();
  }

  /**
   * Runs a benchmark to its end, or goes on with the run of a result. Resolves with what came out, without its requests;
   * undefined where it ended without a result.
   */
  async run(benchmark: string, resume?: string): Promise<ResultHeader | undefined> {
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
      file: await this.#services.files.next(benchmark, new Date()),
      resume,
      access: { url: access.url, key },
      log: (line) => this.#services.log.info(line),
      onChange: (view) => {
        this.#view = view;
        this.#send();
      },
    });
    this.#run = run;
    this.session.clear();
    try {
      const file = await run.ended;
      if (file === undefined) return undefined;
      await this.session.open(Uri.file(file));
      const { view } = this.session;
      return view.status === "ready" ? view.digest.header : undefined;
    } finally {
      this.#run = undefined;
    }
  }

  async cancel(): Promise<void> {
    await this.#run?.cancel();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: ToExtension): Promise<void> {
    if (await this.session.receive(message)) return;
    switch (message.type) {
      case "ready":
        await this.refresh();
        break;
      case "select":
        this.#selected = message.benchmark;
        // At once: what is chosen is what Run runs.
        this.#post({ type: "snapshot", snapshot: this.#snapshot() });
        break;
      case "run":
        this.#selected = message.benchmark;
        await this.run(message.benchmark);
        break;
      case "resume":
        if (this.session.view.status !== "ready") break;
        await this.run(this.session.view.digest.header.benchmark, this.session.view.path);
        break;
      case "cancel":
        await this.cancel();
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
    // What fails beside a run or a result must not take their place.
    if (this.#run === undefined && this.session.view.status === "none") {
      this.#view = { status: "failed", benchmark: this.#selected ?? "", message };
      this.#send();
    } else void window.showErrorMessage(l10n.t("Fairlead: {0}", message));
  };

  /** Progress comes with every answer; a view ten times a second is as much as anybody can see. */
  #send(): void {
    this.#sending ??= setTimeout(() => {
      this.#sending = undefined;
      this.#post({ type: "snapshot", snapshot: this.#snapshot() });
    }, 100);
  }

  #post(message: ToPanel): void {
    // A run that ends because its panel was closed still reports.
    if (!this.#isClosed) void this.#panel.webview.postMessage(message);
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
