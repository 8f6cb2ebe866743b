/** A request for everything that the server says it can do. */
import type { Position, Range, ServerCapabilities } from "vscode-languageserver";

export interface Place {
  position: Position;
  range: Range;
}

export interface Asked {
  method: string;
  parameters: object;
  /** The request that fills in what the first answer leaves open, for the items of it. */
  resolve?: string;
}

type Capability = keyof ServerCapabilities;

/** What is no offer of a request. */
const SILENT: ReadonlySet<Capability> = new Set(["textDocumentSync", "workspace", "positionEncoding", "experimental"]);

const formatting = { options: { tabSize: 2, insertSpaces: true } };

const REQUESTS: Partial<Record<Capability, (place: Place) => Asked[]>> = {
  completionProvider: ({ position }) => [
    { method: "textDocument/completion", parameters: { position }, resolve: "completionItem/resolve" },
  ],
  hoverProvider: ({ position }) => [{ method: "textDocument/hover", parameters: { position } }],
  signatureHelpProvider: ({ position }) => [{ method: "textDocument/signatureHelp", parameters: { position } }],
  definitionProvider: ({ position }) => [{ method: "textDocument/definition", parameters: { position } }],
  referencesProvider: ({ position }) => [
    { method: "textDocument/references", parameters: { position, context: { includeDeclaration: true } } },
  ],
  documentHighlightProvider: ({ position }) => [{ method: "textDocument/documentHighlight", parameters: { position } }],
  documentSymbolProvider: () => [{ method: "textDocument/documentSymbol", parameters: {} }],
  workspaceSymbolProvider: () => [{ method: "workspace/symbol", parameters: { query: "a" } }],
  renameProvider: ({ position }) => [
    { method: "textDocument/prepareRename", parameters: { position } },
    { method: "textDocument/rename", parameters: { position, newName: "another-name" } },
  ],
  linkedEditingRangeProvider: ({ position }) => [
    { method: "textDocument/linkedEditingRange", parameters: { position } },
  ],
  codeActionProvider: ({ range }) => [
    {
      method: "textDocument/codeAction",
      parameters: { range, context: { diagnostics: [] } },
      resolve: "codeAction/resolve",
    },
  ],
  codeLensProvider: () => [{ method: "textDocument/codeLens", parameters: {}, resolve: "codeLens/resolve" }],
  inlayHintProvider: ({ range }) => [{ method: "textDocument/inlayHint", parameters: { range } }],
  foldingRangeProvider: () => [{ method: "textDocument/foldingRange", parameters: {} }],
  selectionRangeProvider: ({ position }) => [
    { method: "textDocument/selectionRange", parameters: { positions: [position] } },
  ],
  documentLinkProvider: () => [{ method: "textDocument/documentLink", parameters: {} }],
  documentFormattingProvider: () => [{ method: "textDocument/formatting", parameters: formatting }],
  documentRangeFormattingProvider: ({ range }) => [
    { method: "textDocument/rangeFormatting", parameters: { range, ...formatting } },
  ],
  documentOnTypeFormattingProvider: ({ position }) => [
    { method: "textDocument/onTypeFormatting", parameters: { position, ch: "\n", ...formatting } },
  ],
  diagnosticProvider: () => [{ method: "textDocument/diagnostic", parameters: {} }],
  executeCommandProvider: () => [],
};

/** All requests that a client could make at a place. Throws where the server offers what is not known here. */
export function everyRequest(offered: ServerCapabilities, place: Place): Asked[] {
  return (Object.keys(offered) as Capability[]).flatMap((capability) => {
    if (SILENT.has(capability) || !offered[capability]) return [];
    const make = REQUESTS[capability];
    if (!make) throw new Error(`no test asks for ${capability}: add its request to every-request.ts`);
    return make(place);
  });
}
