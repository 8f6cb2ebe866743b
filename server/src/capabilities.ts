/** What the client can do, and what the server offers. */
import {
  type ClientCapabilities,
  CodeActionKind,
  type InitializeParams,
  InsertTextMode,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { FIX_ALL_KIND } from "./code-action-kinds.ts";

export interface ClientSupport {
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

/** What the server offers to this client. */
export function serverCapabilities({ workspaceFolders }: ClientSupport): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: { triggerCharacters: [" ", ":", "-", "[", "{", ",", '"', "'", "@", "*"] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND] },
    ...(workspaceFolders && { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }),
  };
}
