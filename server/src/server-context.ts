/** What the handlers of one connection share. */
import { type Connection, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type ClientSupport, clientSupport } from "./capabilities.ts";
import { MentionIndex } from "./code-features/mentions/mention-index.ts";
import { ParseCache } from "./documents/parse-cache.ts";
import { isOurs } from "./languages.ts";
import { DEFAULT_SETTINGS, type Settings } from "./workspace/settings.ts";
import { type PolicyGroup, WorkspaceFiles } from "./workspace/workspace-files.ts";

export class ServerContext {
  readonly connection: Connection;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly open = new TextDocuments(TextDocument);
  readonly cache = new ParseCache();
  readonly files = new WorkspaceFiles(this.open, this.cache, isOurs, () => this.now());
  /** Where application code names workloads. */
  readonly mentions = new MentionIndex(this.open, this.files);
  client: ClientSupport = clientSupport({ capabilities: {} });
  settings: Settings = DEFAULT_SETTINGS;
  #ready: Promise<void> = Promise.resolve();

  constructor(connection: Connection, now: () => number) {
    this.connection = connection;
    this.now = now;
  }

  /** Settles when everything on disk that is known of has been read. Never rejects. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Reads something from disk; requests that come meanwhile wait for it. */
  reading(what: string, read: () => Promise<void>): void {
    this.#ready = this.#ready.then(read).catch((error: unknown) => this.logFailure(what, error));
  }

  /** Lets something go on by itself: where it fails, that is logged and the server goes on. */
  detached(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.logFailure(what, error));
  }

  logFailure(what: string, error: unknown): void {
    this.connection.console.error(
      `${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }

  /** The open document of ours at a URI, for what is asked of its text alone; undefined for any other text. */
  openOurs(uri: string): TextDocument | undefined {
    const document = this.open.get(uri);
    return document && isOurs(document) ? document : undefined;
  }

  /** The open document of ours at a URI, with its group as it is now; undefined for any other text. */
  async ours(uri: string): Promise<{ document: TextDocument; group: PolicyGroup } | undefined> {
    const document = this.open.get(uri);
    if (!document || !isOurs(document)) return undefined;
    await this.ready;
    await this.files.prepare(document);
    return { document, group: this.files.groupOf(uri) };
  }
}
