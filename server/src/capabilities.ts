/** What the client can do, and what the server offers. */
import {
  type ClientCapabilities,
  type InitializeParams,
  InsertTextMode,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";

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
}

/** Reads what matters to us from the client's capabilities. */
export function clientSupport({ capabilities }: Pick<InitializeParams, "capabilities">): ClientSupport {
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
  };
}

/** What the server offers to this client, all features together. */
export function serverCapabilities(client: ClientSupport, features: readonly ServerCapabilities[]): ServerCapabilities {
  const own: ServerCapabilities = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(client.workspaceFolders && { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }),
  };
  return Object.assign(own, ...features);
}
