/** How a document is shown: its outline, what folds, what is said between the lines and beside values, where it links to. */
import type { CodeLens, InlayHint } from "vscode-languageserver";
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import { gatewayAccess } from "../workspace/gateway-spend.ts";
import { SteadyLenses } from "../yaml/code-lens/steady-lenses.ts";
import { codeLenses, lensData, resolveLens, withTitle } from "../yaml/features/code-lens.ts";
import { documentLinks } from "../yaml/features/document-links.ts";
import { documentSymbols } from "../yaml/features/document-symbols.ts";
import { foldingRanges } from "../yaml/features/folding.ts";
import { inlayHints } from "../yaml/features/inlay-hints.ts";
import { selectionRanges } from "../yaml/features/selection-ranges.ts";
import { spendOf, spendTitle } from "./budget-spend.ts";
import { FactsShown } from "./facts-shown.ts";
import type { FeatureGroup } from "./feature-group.ts";
import { gatewayNotification } from "./protocol.ts";

/** A command of the extension that shows a folder in the editor's tree. */
const REVEAL = "fairlead.revealFolder";

/** Milliseconds for which code is not looked through again for a lens. */
const MENTIONS_AGE = 30_000;

const shown = new WeakMap<ServerContext, FactsShown>();

export const presentation: FeatureGroup = {
  capabilities: () => ({
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    codeLensProvider: { resolveProvider: true },
    inlayHintProvider: true,
  }),
  changed: (context, what) => shown.get(context)?.changed(what),
  register(context: ServerContext): void {
    const { connection, cache, files } = context;
    const { console } = connection;
    const facts = new FactsShown(context);
    const steady = new SteadyLenses();
    shown.set(context, facts);
    connection.onDocumentSymbol(
      guarded(console, "symbols", [], async ({ textDocument }) => {
        const found = await context.ours(textDocument.uri);
        return found ? documentSymbols(cache.parse(found.document), found.group.checked.entities) : [];
      }),
    );
    connection.onFoldingRanges(
      guarded(console, "folding", [], ({ textDocument }) => {
        const document = context.openOurs(textDocument.uri);
        const limit = context.client.capabilities.textDocument?.foldingRange?.rangeLimit;
        return document ? foldingRanges(cache.parse(document), limit) : [];
      }),
    );
    connection.onSelectionRanges(
      guarded(console, "selection ranges", [], ({ textDocument, positions }) => {
        const document = context.openOurs(textDocument.uri);
        return document ? selectionRanges(cache.parse(document), positions) : [];
      }),
    );
    connection.onDocumentLinks(
      guarded(console, "links", [], async ({ textDocument }) => {
        const document = context.openOurs(textDocument.uri);
        if (!document) return [];
        await context.ready;
        const { root } = files.lastGroupOf(document.uri);
        return documentLinks(cache.parse(document), root, (uri) => folderLink(uri, context.client.commands));
      }),
    );
    connection.onCodeLens(
      guarded(console, "lenses", [] as CodeLens[], async ({ textDocument }) => {
        const document = context.openOurs(textDocument.uri);
        if (!document) return [];
        await context.ready;
        facts.answered(document.uri);
        const support = { commands: context.client.commands, spend: spendOf(context).isTelling };
        const file = cache.parse(document);
        const settings = context.settings.codeLens;
        return steady.of(document, file, codeLenses(file, settings, support), settings);
      }),
    );
    connection.onCodeLensResolve(async (lens, token) => {
      const data = lensData(lens.data);
      if (!data) return lens;
      const resolve = guarded(console, "lens", lens, async () => {
        await context.ready;
        if (data.lens === "spend") {
          const title = await spendTitle(context, files.lastGroupOf(data.uri), data.id);
          // The lenses of a gateway that does not tell go.
          if (!spendOf(context).isTelling) facts.changed("world");
          return withTitle({ ...lens, data }, { title });
        }
        // Facts as they were when diagnostics were worked out last: a new answer is asked for when they are others.
        const group = files.lastGroupOf(data.uri);
        const inCode = data.kind === "workload" && data.lens === "references";
        const uses = inCode ? await context.mentions.workloadUses(group, { maxAge: MENTIONS_AGE }) : undefined;
        const mentions = (uses?.get(data.id) ?? []).map(({ uri, range }) => ({ uri, range }));
        return resolveLens({ ...lens, data }, group, mentions, context.client.commands, context.now());
      });
      return resolve(undefined, token);
    });
    connection.onNotification(gatewayNotification, (access) => {
      spendOf(context).connect(gatewayAccess(access));
      facts.changed("world");
    });
    connection.languages.inlayHint.on(
      guarded(console, "inlay hints", [] as InlayHint[], async ({ textDocument, range }) => {
        const document = context.openOurs(textDocument.uri);
        if (!document) return [];
        await context.ready;
        facts.answered(document.uri);
        const { checked } = files.lastGroupOf(document.uri);
        return inlayHints(cache.parse(document), checked, range, context.settings.inlayHints, context.now());
      }),
    );
  },
};

/** Editors show a text at the end of a link; of ours we know how it shows a folder. */
function folderLink(uri: string, commands: ReadonlySet<string>): string {
  return commands.has(REVEAL) ? `command:${REVEAL}?${encodeURIComponent(JSON.stringify([uri]))}` : uri;
}
