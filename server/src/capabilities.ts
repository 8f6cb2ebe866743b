/** What the client can do, and what the server offers. */
import {
  type ClientCapabilities,
  type InitializeParams,
  InsertTextMode,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { type DiagnosticSupport, diagnosticSupport } from "./diagnostics/client-form.ts";

export interface ClientSupport {
  /** What the client said, for what only one feature asks. */
  capabilities: ClientCapabilities;
  snippets: boolean;
  insertTextModes: boolean;
  labelDetails: boolean;
  documentChanges: boolean;
  configuration: boolean;
  workspaceFolders: boolean;
  watchedFiles: boolean;
  definitionLinks: boolean;
  progress: boolean;
  /** Commands of the client's own that lenses and links may lead to: `clientCommands` of its initialization options. */
  commands: ReadonlySet<string>;
  /** Asks for diagnostics, so that none are sent to it unasked. */
  pullsDiagnostics: boolean;
  /** Asks again for what it has open when it is told to. */
  refreshesDiagnostics: boolean;
  /** Takes the reports of other documents along with the one that it asked for. */
  relatedDiagnostics: boolean;
  diagnostics: DiagnosticSupport;
}

/** Reads what matters to us from the client's capabilities. */
export function clientSupport({
  capabilities,
  initializationOptions,
}: Pick<InitializeParams, "capabilities" | "initializationOptions">): ClientSupport {
  const { workspace, textDocument, window }: ClientCapabilities = capabilities;
  const item = textDocument?.completion?.completionItem;
  return {
    capabilities,
    snippets: item?.snippetSupport === true,
    insertTextModes: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    labelDetails: item?.labelDetailsSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    configuration: workspace?.configuration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    progress: window?.workDoneProgress === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedDiagnostics: textDocument?.diagnostic?.relatedDocumentSupport === true,
    diagnostics: diagnosticSupport(capabilities),
    commands: commandsIn(initializationOptions),
  };
}

function commandsIn(options: unknown): ReadonlySet<string> {
  const { clientCommands } = (options ?? {}) as { clientCommands?: unknown };
  return new Set(Array.isArray(clientCommands) ? clientCommands.filter((name) => typeof name === "string") : []);
}

/** What the server offers to this client, all features together. */
export function serverCapabilities(client: ClientSupport, features: readonly ServerCapabilities[]): ServerCapabilities {
  const own: ServerCapabilities = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(client.workspaceFolders && { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }),
  };
  return Object.assign(own, ...features);
}
