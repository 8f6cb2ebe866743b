/** A client and a server joined in this process, for tests: real messages, no process. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  CancellationTokenSource,
  type ClientCapabilities,
  type CodeAction,
  type CompletionItem,
  type ConfigurationParams,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  InsertTextMode,
  type Location,
  type LocationLink,
  type Position,
  ProgressType,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  type RegistrationParams,
  type TextEdit,
  type UnregistrationParams,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { startServer } from "../server.ts";

export const VSCODE: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true }, workspaceFolders: true },
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        insertTextModeSupport: { valueSet: [InsertTextMode.asIs, InsertTextMode.adjustIndentation] },
      },
    },
    definition: { linkSupport: true },
    publishDiagnostics: { versionSupport: true, relatedInformation: true, codeDescriptionSupport: true },
  },
};

const LANGUAGES: Readonly<Record<string, string>> = {
  ".ts": "typescript",
  ".js": "javascript",
  ".py": "python",
  ".json": "json",
};

/** The time of all sessions: 2026-11-01. */
export const NOW = Date.UTC(2026, 10, 1);

/** What a client says and asks for besides its capabilities. */
export interface SessionOptions {
  initializationOptions?: unknown;
  /** The `fairlead` section of the settings, at the beginning. */
  settings?: unknown;
  /** Keeps the answer about settings back until it settles. */
  settingsHeld?: Promise<void>;
  /** URIs of the open folders in place of the session's own. */
  folders?: readonly string[];
}

/** One running pair. Paths are relative to its folder. */
export class Session {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "fairlead-lsp-")));
  readonly #connection: ProtocolConnection;
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  readonly #documents = new Map<string, TextDocument>();
  readonly logged: string[] = [];
  /** What the server offers later on than in its first answer. */
  registrations: Registration[] = [];
  /** What the server wanted to be asked for again. */
  readonly refreshed: string[] = [];
  settings: unknown = {};
  initialized: InitializeResult | undefined;
  readonly #asked = new Map<string, number>();
  #waiting: (() => void)[] = [];

  private constructor() {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    startServer(createConnection(toServer, toClient), { now: () => NOW });
    this.#connection = createProtocolConnection(toClient, toServer);
  }

  /** Starts a session over files that are on disk before it begins. */
  static async start(
    files: Readonly<Record<string, string>> = {},
    capabilities: ClientCapabilities = VSCODE,
    options: SessionOptions = {},
  ): Promise<Session> {
    const session = new Session();
    session.settings = options.settings ?? {};
    for (const [name, text] of Object.entries(files)) session.write(name, text);
    await session.#initialize(capabilities, options);
    return session;
  }

  async #initialize(capabilities: ClientCapabilities, options: SessionOptions): Promise<void> {
    const connection = this.#connection;
    connection.onNotification("textDocument/publishDiagnostics", (parameters: PublishDiagnosticsParams) => {
      this.#published.set(parameters.uri, parameters);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    connection.onNotification(
      "window/logMessage",
      ({ message }: { message: string }) => void this.logged.push(message),
    );
    connection.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
      this.registrations.push(...registrations);
      return null;
    });
    connection.onRequest("client/unregisterCapability", ({ unregisterations }: UnregistrationParams) => {
      const gone = new Set(unregisterations.map(({ id }) => id));
      this.registrations = this.registrations.filter(({ id }) => !gone.has(id));
      return null;
    });
    for (const what of ["codeLens", "inlayHint"])
      connection.onRequest(`workspace/${what}/refresh`, () => {
        this.refreshed.push(what);
        return null;
      });
    connection.onRequest("workspace/diagnostic/refresh", () => {
      this.#asked.set("workspace/diagnostic/refresh", this.asked("workspace/diagnostic/refresh") + 1);
      return null;
    });
    connection.onRequest("workspace/configuration", ({ items }: ConfigurationParams) => {
      const answer = (): unknown[] => items.map(() => this.settings);
      return options.settingsHeld?.then(answer) ?? answer();
    });
    connection.listen();
    const { initializationOptions, folders = [pathToFileURL(this.folder).href] } = options;
    const workspaceFolders = folders.map((uri) => ({ uri, name: "test" }));
    const parameters = { processId: null, rootUri: null, capabilities, workspaceFolders, initializationOptions };
    this.initialized = await connection.sendRequest("initialize", parameters);
    await connection.sendNotification("initialized", {});
  }

  /** Of a file in the folder; what is a URI already stays as it is. */
  uri(name: string): string {
    return /^[a-z-]{2,}:/.test(name) ? name : pathToFileURL(path.join(this.folder, name)).href;
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Tells the server that a file on disk changed, as the client's watcher would. */
  async changedOnDisk(name: string, type: 1 | 2 | 3 = 2): Promise<void> {
    await this.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: this.uri(name), type }] });
  }

  /** Opens a text; a `|` in it is the cursor, whose position is returned. */
  async open(name: string, withCursor: string): Promise<Position> {
    const at = withCursor.indexOf("|");
    const text = at < 0 ? withCursor : withCursor.slice(0, at) + withCursor.slice(at + 1);
    const languageId = LANGUAGES[path.extname(name)] ?? "yaml";
    const document = TextDocument.create(this.uri(name), languageId, 1, text);
    this.#documents.set(name, document);
    await this.notify("textDocument/didOpen", { textDocument: { uri: document.uri, languageId, version: 1, text } });
    return document.positionAt(Math.max(at, 0));
  }

  text(name: string): string {
    return this.document(name).getText();
  }

  document(name: string): TextDocument {
    const document = this.#documents.get(name);
    if (!document) throw new Error(`${name} is not open`);
    return document;
  }

  /** Changes an open text by edits, as the protocol sends them. */
  async edit(name: string, edits: TextEdit[]): Promise<void> {
    const document = this.document(name);
    const version = document.version + 1;
    // Edits of one change refer to the text before it; single events go from the end so that none moves another.
    const ordered = [...edits].sort((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start));
    const contentChanges = ordered.map(({ range, newText }) => ({ range, text: newText }));
    this.#documents.set(name, TextDocument.update(document, contentChanges, version));
    await this.notify("textDocument/didChange", { textDocument: { uri: document.uri, version }, contentChanges });
  }

  /** Applies a workspace edit that concerns one open text, checking its version. */
  async apply(name: string, edit: WorkspaceEdit | undefined): Promise<string> {
    const document = this.document(name);
    const [change] = edit?.documentChanges ?? [];
    if (!change || !("edits" in change)) throw new Error("not an edit of one file with its version");
    if (change.textDocument.uri !== document.uri || change.textDocument.version !== document.version)
      throw new Error(`an edit of version ${change.textDocument.version}, not of ${document.version}`);
    await this.edit(name, change.edits as TextEdit[]);
    return this.text(name);
  }

  async close(name: string): Promise<void> {
    await this.notify("textDocument/didClose", { textDocument: { uri: this.uri(name) } });
    this.#documents.delete(name);
  }

  /** The diagnostics of a file, once they fulfil a condition; by default once they are of the open version. */
  async diagnostics(name: string, until?: (found: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    const version = this.#documents.get(name)?.version;
    const deadline = performance.now() + 30_000;
    for (;;) {
      const found = this.#published.get(this.uri(name));
      const isFresh = version === undefined || found?.version === version;
      if (found && isFresh && (until?.(found.diagnostics) ?? true)) return found.diagnostics;
      if (performance.now() > deadline) throw new Error(`no such diagnostics of ${name}: ${JSON.stringify(found)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 250);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** What is shown for a file at the moment; undefined where nothing ever was. */
  shown(name: string): Diagnostic[] | undefined {
    return this.#published.get(this.uri(name))?.diagnostics;
  }

  completion(name: string, position: Position): Promise<CompletionItem[]> {
    return this.request("textDocument/completion", name, { position });
  }

  hover(name: string, position: Position): Promise<Hover | null> {
    return this.request("textDocument/hover", name, { position });
  }

  definition(name: string, position: Position): Promise<(LocationLink | Location)[]> {
    return this.request("textDocument/definition", name, { position });
  }

  references(name: string, position: Position, includeDeclaration = true): Promise<Location[]> {
    return this.request("textDocument/references", name, { position, context: { includeDeclaration } });
  }

  symbols(name: string): Promise<DocumentSymbol[]> {
    return this.request("textDocument/documentSymbol", name, {});
  }

  codeActions(name: string, range: Range, only?: string[]): Promise<CodeAction[]> {
    return this.request("textDocument/codeAction", name, {
      range,
      context: { diagnostics: [], ...(only && { only }) },
    });
  }

  request<R>(method: string, name: string, parameters: object): Promise<R> {
    return this.#connection.sendRequest(method, { textDocument: { uri: this.uri(name) }, ...parameters });
  }

  /** One of the extension's own requests. */
  custom<R>(method: string, parameters: object): Promise<R> {
    return this.#connection.sendRequest(method, parameters);
  }

  /** A request whose answer comes in parts; `cancel` ends it. */
  stream<Part>(method: string, parameters: object, onPart: (part: Part) => void) {
    const partialResultToken = `${method} ${performance.now()}`;
    const source = new CancellationTokenSource();
    const listener = this.#connection.onProgress(new ProgressType<Part>(), partialResultToken, onPart);
    const answer = this.#connection.sendRequest<unknown>(method, { ...parameters, partialResultToken }, source.token);
    return { answer: answer.finally(() => listener.dispose()), cancel: () => source.cancel() };
  }

  /** How many requests of a method the server has made of the client. */
  asked(method: string): number {
    return this.#asked.get(method) ?? 0;
  }

  notify(method: string, parameters: object): Promise<void> {
    return this.#connection.sendNotification(method, parameters);
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest("shutdown");
    this.#connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The position of a needle in a text, and so many characters further on. */
export function positionOf(document: TextDocument, needle: string, further = 0): Position {
  const at = document.getText().indexOf(needle);
  if (at < 0) throw new Error(`there is no ${needle}`);
  return document.positionAt(at + further);
}
