/** The language server: answers the client by calling the features. Only this folder's top knows the connection. */
import {
  type CodeAction,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type ClientSupport, clientSupport, serverCapabilities } from "./capabilities.ts";
import { codeActions } from "./code-features/code-actions.ts";
import { codeDiagnostics } from "./code-features/diagnostics.ts";
import { loadEngine } from "./code-features/engine.ts";
import { debounce } from "./debounce.ts";
import { ParseCache } from "./documents/parse-cache.ts";
import { guarded } from "./guard.ts";
import { isCode, isOurs, isPolicyDocument } from "./languages.ts";
import { Publisher } from "./publisher.ts";
import { registerRequests } from "./requests/register.ts";
import { DEFAULT_SETTINGS, readSettings } from "./workspace/settings.ts";
import { WorkspaceFiles } from "./workspace/workspace-files.ts";
import { documentCodeActions } from "./yaml/features/code-actions.ts";
import { complete } from "./yaml/features/completion.ts";
import { findDefinition, findReferences } from "./yaml/features/definition.ts";
import { groupDiagnostics } from "./yaml/features/diagnostics.ts";
import { documentSymbols } from "./yaml/features/document-symbols.ts";
import { hover } from "./yaml/features/hover.ts";

/** Milliseconds of quiet after a keystroke before diagnostics are worked out. */
const QUIET = 100;

const WATCHED = "**/*.{yaml,yml,catalog.json,routing-policy.json,benchmark.json}";

export interface ServerOptions {
  /** Milliseconds since 1970; a test may have its own. */
  now?: () => number;
}

/** Serves a client over a connection until it is closed. Starts listening. */
export function startServer(connection: Connection, { now = () => Date.now() }: ServerOptions = {}): void {
  const open = new TextDocuments(TextDocument);
  const cache = new ParseCache();
  const files = new WorkspaceFiles(open, cache, isPolicyDocument);
  const publisher = new Publisher((uri, version, diagnostics) => {
    void connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
  });
  let client: ClientSupport = clientSupport({ capabilities: {} });
  let settings = DEFAULT_SETTINGS;
  let folders: string[] = [];

  const publish = async () => {
    const isLinted = (document: TextDocument) => settings.codeDiagnostics && isCode(document);
    // Loaded first: what follows must see one state of all texts.
    const engine = open.all().some(isLinted) ? await loadEngine() : undefined;
    const all = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
    for (const group of files.groups()) {
      for (const [uri, diagnostics] of groupDiagnostics(group))
        all.set(uri, { version: open.get(uri)?.version, diagnostics });
    }
    for (const document of engine ? open.all().filter(isLinted) : []) {
      const diagnostics = engine ? codeDiagnostics(engine, document, files.lastGroupOf(document.uri)) : [];
      all.set(document.uri, { version: document.version, diagnostics });
    }
    publisher.publish(all);
  };
  const refresh = debounce(() => {
    publish().catch((error: unknown) => {
      connection.console.error(`diagnostics failed: ${error instanceof Error ? error.stack : String(error)}`);
    });
  }, QUIET);

  const loadFolders = async () => {
    for (const folder of await files.load(folders))
      connection.console.warn(`${folder} cannot be read; its documents are not checked.`);
    refresh.schedule();
  };
  const loadSettings = async () => {
    if (!client.configuration) return;
    settings = readSettings(await connection.workspace.getConfiguration("fairlead"));
    refresh.schedule();
  };
  let ready = Promise.resolve();

  connection.onInitialize((parameters) => {
    client = clientSupport(parameters);
    folders = parameters.workspaceFolders?.map(({ uri }) => uri) ?? (parameters.rootUri ? [parameters.rootUri] : []);
    // The client may ask at once; its answers wait for the folders.
    ready = loadFolders();
    return { capabilities: serverCapabilities(client), serverInfo: { name: "fairlead" } };
  });

  connection.onInitialized(() => {
    if (client.watchedFiles)
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: WATCHED }] });
    if (client.configuration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: "fairlead" });
    if (client.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        ready = loadFolders();
      });
    }
    void loadSettings();
  });

  connection.onDidChangeConfiguration(() => void loadSettings());
  connection.onDidChangeWatchedFiles(({ changes }) => {
    ready = ready.then(async () => {
      await Promise.all(changes.map(({ uri }) => files.refresh(uri)));
      refresh.schedule();
    });
  });
  open.onDidChangeContent(() => refresh.schedule());
  open.onDidClose(async ({ document }) => {
    cache.forget(document.uri);
    await files.refresh(document.uri);
    refresh.schedule();
  });

  const { console } = connection;
  connection.onCompletion(
    guarded(console, "completion", [], async ({ textDocument, position }) => {
      const document = open.get(textDocument.uri);
      if (!document || !isPolicyDocument(document)) return [];
      if (!isOurs(document) && document.getText().trim().length > 200) return [];
      await ready;
      const known = files.lastGroupOf(document.uri).checked;
      return complete(document.uri, document.getText(), position, known, client);
    }),
  );
  connection.onHover(
    guarded(console, "hover", null, async ({ textDocument, position }) => {
      const document = open.get(textDocument.uri);
      if (!document || !isOurs(document)) return null;
      await ready;
      return hover(cache.parse(document), files.groupOf(document.uri), position, now());
    }),
  );
  connection.onDefinition(
    guarded(console, "definition", [], async ({ textDocument, position }) => {
      await ready;
      const links = findDefinition(files.groupOf(textDocument.uri), textDocument.uri, position);
      if (client.definitionLinks) return links;
      return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    }),
  );
  connection.onReferences(
    guarded(console, "references", [], async ({ textDocument, position, context }) => {
      await ready;
      return findReferences(files.groupOf(textDocument.uri), textDocument.uri, position, context.includeDeclaration);
    }),
  );
  connection.onDocumentSymbol(
    guarded(console, "symbols", [], async ({ textDocument }) => {
      const document = open.get(textDocument.uri);
      if (!document || !isOurs(document)) return [];
      return documentSymbols(cache.parse(document), files.groupOf(document.uri).checked.entities);
    }),
  );
  connection.onCodeAction(
    guarded(console, "code actions", [] as CodeAction[], async ({ textDocument, range, context }) => {
      const document = open.get(textDocument.uri);
      if (!document) return [];
      await ready;
      const group = files.groupOf(document.uri);
      const edit = { documentChanges: client.documentChanges, version: document.version };
      if (isCode(document)) return codeActions(await loadEngine(), document, range, context.only, group, edit);
      if (!isOurs(document) || (context.only && !context.only.includes("quickfix"))) return [];
      return documentCodeActions(cache.parse(document), range, group, edit);
    }),
  );
  registerRequests(connection, { open, files, client: () => client, ready: () => ready, now });

  open.listen(connection);
  connection.onShutdown(() => refresh.cancel());
  connection.listen();
}
