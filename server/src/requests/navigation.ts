/** From an id to where it is defined and where it is used. */
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import { findDefinition, findReferences } from "../yaml/features/definition.ts";
import type { FeatureGroup } from "./feature-group.ts";

export const navigation: FeatureGroup = {
  capabilities: () => ({ definitionProvider: true, referencesProvider: true }),
  register(context: ServerContext): void {
    const { connection } = context;
    const { console } = connection;
    connection.onDefinition(
      guarded(console, "definition", [], async ({ textDocument, position }) => {
        const found = await context.ours(textDocument.uri);
        const links = found ? findDefinition(found.group, textDocument.uri, position) : [];
        if (context.client.definitionLinks) return links;
        return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
      }),
    );
    connection.onReferences(
      guarded(console, "references", [], async ({ textDocument, position, context: { includeDeclaration } }) => {
        const found = await context.ours(textDocument.uri);
        return found ? findReferences(found.group, textDocument.uri, position, includeDeclaration) : [];
      }),
    );
  },
};
