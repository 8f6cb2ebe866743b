/** Opens `*.bench.json` in the same view as a run that has just ended. Read-only; the text editor is one click away. */
import {
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  Disposable,
  l10n,
  RelativePattern,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { ResultSession } from "./result-session.ts";
import type { BenchmarkServices } from "./services.ts";
import type { ToExtension } from "./webview/messages.ts";
import { fillWebview } from "./webview-page.ts";

const viewType = "fairlead.benchmarkResult";
/** A file that is being written changes often. */
const SETTLED_MS = 300;

export class ResultEditor implements CustomReadonlyEditorProvider {
  readonly #services: BenchmarkServices;
  readonly #extensionUri: Uri;

  constructor(services: BenchmarkServices, extensionUri: Uri) {
    this.#services = services;
    this.#extensionUri = extensionUri;
  }

  static register(services: BenchmarkServices, extensionUri: Uri): Disposable {
    return window.registerCustomEditorProvider(viewType, new ResultEditor(services, extensionUri), {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose() {} };
  }

  resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): void {
    const { webview } = panel;
    const session = new ResultSession(this.#services, (message) => void webview.postMessage(message));
    let timer: NodeJS.Timeout | undefined;
    const reopen = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void session.open(uri), SETTLED_MS);
    };
    // What lies elsewhere, as a version in git does, does not change.
    const watching = uri.scheme === "file" ? watch(uri, reopen) : [];
    const receive = async (message: ToExtension): Promise<void> => {
      try {
        await session.receive(message);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#services.log.error(`benchmark result: ${reason}`);
        void window.showErrorMessage(l10n.t("Fairlead: {0}", reason));
      }
    };
    const all = Disposable.from(
      session,
      ...watching,
      webview.onDidReceiveMessage((message: ToExtension) => void receive(message)),
    );
    panel.onDidDispose(() => {
      clearTimeout(timer);
      all.dispose();
    });
    void session.open(uri);
    fillWebview(panel, this.#extensionUri);
  }
}

function watch(uri: Uri, changed: () => void): Disposable[] {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, ".."), name));
  return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed)];
}
