/** How a document is shown: its outline. */
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import { documentSymbols } from "../yaml/features/document-symbols.ts";
import type { FeatureGroup } from "./feature-group.ts";

export const presentation: FeatureGroup = {
  capabilities: () => ({ documentSymbolProvider: true }),
  register(context: ServerContext): void {
    const { connection, cache } = context;
    connection.onDocumentSymbol(
      guarded(connection.console, "symbols", [], async ({ textDocument }) => {
        const found = await context.ours(textDocument.uri);
        return found ? documentSymbols(cache.parse(found.document), found.group.checked.entities) : [];
      }),
    );
  },
};
