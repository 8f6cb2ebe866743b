/** From an id to where it is defined, where it is used, and what else it could be called. */
import { type DocumentHighlight, DocumentHighlightKind, type LocationLink } from "vscode-languageserver";
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import { anchorDefinition, anchorHighlights, anchorReferences } from "../yaml/features/anchors.ts";
import { definitionLinks, findDefinition, findReferences, referenceTarget } from "../yaml/features/definition.ts";
import { documentHighlights } from "../yaml/features/document-highlight.ts";
import { linkedEditing } from "../yaml/features/linked-editing.ts";
import { workspaceSymbols } from "../yaml/features/workspace-symbols.ts";
import type { FeatureGroup } from "./feature-group.ts";
import { type AliasPlace, mentionsOf, placeAt } from "./id-places.ts";
import { registerRename } from "./rename.ts";

export const navigation: FeatureGroup = {
  capabilities: ({ capabilities }) => ({
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    // A client that can not prepare would not understand more than that there is a rename.
    renameProvider: capabilities.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
    workspaceSymbolProvider: true,
    linkedEditingRangeProvider: true,
  }),
  register(context: ServerContext): void {
    const { connection, cache, files } = context;
    const { console } = connection;
    connection.onDefinition(
      guarded(console, "definition", [], async ({ textDocument, position }) => {
        const place = await placeAt(context, textDocument.uri, position);
        const links = place ? linksAt(place, position) : [];
        if (context.client.definitionLinks) return links;
        return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
      }),
    );
    connection.onReferences(
      guarded(console, "references", [], async ({ textDocument, position, context: { includeDeclaration } }) => {
        const place = await placeAt(context, textDocument.uri, position);
        if (place?.in === "anchor") return anchorReferences(place.anchor, includeDeclaration);
        const asked = place && idAt(place, position);
        if (!asked) return [];
        const { kind, id } = asked;
        const mentions = await mentionsOf(context, place.group, kind, id);
        const found = findReferences(files.groupOf(textDocument.uri), kind, id, includeDeclaration);
        return [...found, ...mentions.map(({ uri, range }) => ({ uri, range }))];
      }),
    );
    connection.onDocumentHighlight(
      guarded(console, "highlight", [] as DocumentHighlight[], async ({ textDocument, position }) => {
        const place = await placeAt(context, textDocument.uri, position);
        if (place?.in === "anchor") return anchorHighlights(place.anchor);
        if (place?.in !== "code") return place ? documentHighlights(place.group, textDocument.uri, position) : [];
        const alone = await context.mentions.inDocument(place.document);
        const all = alone.includes(place.mention) ? alone : [place.mention];
        return all
          .filter(({ workload }) => workload === place.mention.workload)
          .map(({ range }) => ({ range, kind: DocumentHighlightKind.Read }));
      }),
    );
    connection.onWorkspaceSymbol(
      guarded(console, "workspace symbols", [], async ({ query }) => {
        await context.ready;
        return workspaceSymbols(files.groups(), query);
      }),
    );
    connection.languages.onLinkedEditingRange(
      guarded(console, "linked editing", null, async ({ textDocument, position }) => {
        const found = await context.ours(textDocument.uri);
        return found ? linkedEditing(cache.parse(found.document), found.group, position) : null;
      }),
    );
    registerRename(context);
  },
};

type Place = NonNullable<Awaited<ReturnType<typeof placeAt>>>;
type At = Parameters<typeof referenceTarget>[2];

function linksAt(place: Place, position: At): LocationLink[] {
  if (place.in === "anchor") return anchorDefinition(place.anchor);
  if (place.in === "document") return findDefinition(place.group, place.document.uri, position);
  return definitionLinks(place.group, "workload", place.mention.workload, place.mention.range);
}

function idAt(place: Exclude<Place, AliasPlace>, position: At): ReturnType<typeof referenceTarget> {
  if (place.in === "document") return referenceTarget(place.group, place.document.uri, position);
  return { kind: "workload", id: place.mention.workload };
}
