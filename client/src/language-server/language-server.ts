/** Fairlead's language server as a child of the extension: start, restart, stop. */
import { type CancellationToken, type Disposable, type LogOutputChannel, l10n, window } from "vscode";
import { type DocumentSelector, LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";
import type { RequestSender } from "./requests.ts";

const languages = ["yaml", "typescript", "typescriptreact", "javascript", "javascriptreact", "python"];

/** Files of the machine and unsaved ones; documents of other extensions (diffs, notebooks' outputs) are not ours. */
const documentSelector: DocumentSelector = languages.flatMap((language) => [
  { scheme: "file", language },
  { scheme: "untitled", language },
]);

export class LanguageServer implements RequestSender, Disposable {
  readonly #client: LanguageClient;
  readonly #log: LogOutputChannel;
  #start: Promise<void> | undefined;

  /** `module` is the built server, `dist/server.cjs`. */
  constructor(module: string, log: LogOutputChannel) {
    this.#log = log;
    const run: ServerOptions = {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6019"] } },
    };
    this.#client = new LanguageClient("fairlead", "Fairlead", run, {
      documentSelector,
      // Closed files come as a stream of the whole workspace.
      diagnosticPullOptions: { onChange: true, onFocus: true },
      outputChannel: log,
      synchronize: { configurationSection: "fairlead" },
    });
  }

  /** Starts the server; a failure is logged and told once. Requests wait for the start by themselves. */
  async start(): Promise<void> {
    this.#start ??= this.#client.start();
    try {
      await this.#start;
    } catch (error) {
      this.#start = undefined;
      this.#log.error(`The language server did not start: ${text(error)}`);
      const show = l10n.t("Show Logs");
      const answer = await window.showErrorMessage(l10n.t("Fairlead's language server did not start."), show);
      if (answer === show) this.#log.show();
    }
  }

  /** Stops the server, if it runs, and starts it anew: the way out after too many crashes. */
  async restart(): Promise<void> {
    this.#log.info("Restarting the language server.");
    await this.#client.restart();
    this.#start = Promise.resolve();
  }

  async sendRequest<Answer>(method: string, parameters: unknown, token?: CancellationToken): Promise<Answer> {
    await this.start();
    // An undefined token would be sent as a second parameter.
    if (token === undefined) return this.#client.sendRequest<Answer>(method, parameters);
    return this.#client.sendRequest<Answer>(method, parameters, token);
  }

  /** The client itself, for its converters between protocol and editor types. */
  get client(): LanguageClient {
    return this.#client;
  }

  dispose(): void {
    void this.#client.dispose();
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
