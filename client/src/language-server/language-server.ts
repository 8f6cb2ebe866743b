/** Fairlead's language server as a child of the extension: start, restart, stop. */
import { type CancellationToken, Disposable, extensions, type LogOutputChannel, l10n, window, workspace } from "vscode";
import {
  DidChangeConfigurationNotification,
  type DocumentSelector,
  LanguageClient,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { RED_HAT_SETTINGS, redHatYaml, silenceSchemas } from "../other-yaml/red-hat-yaml.ts";
import { resolveSettings } from "../other-yaml/resolve-settings.ts";
import type { RequestSender } from "./requests.ts";

const languages = ["yaml", "typescript", "typescriptreact", "javascript", "javascriptreact", "python"];

/** Files of the machine and unsaved ones; documents of other extensions (diffs, notebooks' outputs) are not ours. */
const documentSelector: DocumentSelector = languages.flatMap((language) => [
  { scheme: "file", language },
  { scheme: "untitled", language },
]);

/** Commands that the server's lenses and links may lead to. */
const clientCommands = [
  "fairlead.showReferences",
  "fairlead.explainRoute",
  "fairlead.runBenchmark",
  "fairlead.revealFolder",
];

export class LanguageServer implements RequestSender, Disposable {
  readonly #client: LanguageClient;
  readonly #log: LogOutputChannel;
  readonly #beside: Disposable;
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
      initializationOptions: { clientCommands },
      middleware: {
        workspace: {
          configuration: async (parameters, token, next) => {
            const sections = await next(parameters, token);
            if (!Array.isArray(sections)) return sections;
            const other = redHatYaml();
            const isOurs = (index: number) => parameters.items[index]?.section === "fairlead";
            return sections.map((section, index) => (isOurs(index) ? resolveSettings(section, other) : section));
          },
        },
      },
    });
    this.#beside = Disposable.from(
      silenceSchemas(log),
      extensions.onDidChange(() => this.#settingsChanged()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(RED_HAT_SETTINGS)) this.#settingsChanged();
      }),
    );
  }

  /** The server asks for its settings anew: some of them depend on what other extensions do. */
  #settingsChanged(): void {
    if (!this.#client.isRunning()) return;
    void this.#client.sendNotification(DidChangeConfigurationNotification.type, { settings: {} });
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

  /** Tells the server something, if it runs. */
  notify(method: string, parameters: unknown): void {
    if (this.#client.isRunning()) void this.#client.sendNotification(method, parameters);
  }

  /** The client itself, for its converters between protocol and editor types. */
  get client(): LanguageClient {
    return this.#client;
  }

  dispose(): void {
    this.#beside.dispose();
    void this.#client.dispose();
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
