/** Completion, hover and code actions: what helps while writing. */
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { FIX_ALL_KIND, wantsKind } from "../code-action-kinds.ts";
import { codeActions } from "../code-features/code-actions.ts";
import { loadEngine } from "../code-features/engine.ts";
import { completeInCode } from "../code-features/mentions/complete.ts";
import { mentionHover } from "../code-features/mentions/hover.ts";
import { unknownWorkloadFixes } from "../code-features/mentions/unknown-workloads.ts";
import { guarded } from "../guard.ts";
import { isCode, isOurs, mayBecomeOurs } from "../languages.ts";
import type { ServerContext } from "../server-context.ts";
import { documentCodeActions } from "../yaml/features/code-actions.ts";
import { complete } from "../yaml/features/completion.ts";
import { hover } from "../yaml/features/hover.ts";
import type { FeatureGroup } from "./feature-group.ts";
import { placeAt } from "./id-places.ts";

export const assistance: FeatureGroup = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: [" ", ":", "-", "[", "{", ",", '"', "'", "@", "*"] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND] },
  }),
  register(context: ServerContext): void {
    const { connection, open, files, cache } = context;
    const { console } = connection;
    connection.onCompletion(
      guarded(console, "completion", [], async ({ textDocument, position }) => {
        const document = open.get(textDocument.uri);
        if (document && isCode(document)) return completeInCode(context, document, position);
        if (!document || !(isOurs(document) || mayBecomeOurs(document))) return [];
        await context.ready;
        // Ids as they were when diagnostics were worked out last: checking anew would make the user wait.
        const known = files.lastGroupOf(document.uri).checked;
        return complete(document.uri, document.getText(), position, known, context.client, context.now());
      }),
    );
    connection.onHover(
      guarded(console, "hover", null, async ({ textDocument, position }) => {
        const place = await placeAt(context, textDocument.uri, position);
        if (place?.in === "code") return mentionHover(place.mention, place.group, context.now());
        const found = await context.ours(textDocument.uri);
        return found ? hover(cache.parse(found.document), found.group, position, context.now()) : null;
      }),
    );
    connection.onCodeAction(
      guarded(console, "code actions", [] as CodeAction[], async ({ textDocument, range, context: { only } }) => {
        const document = open.get(textDocument.uri);
        if (!document || !(isCode(document) || isOurs(document))) return [];
        await context.ready;
        const group = files.groupOf(document.uri);
        const edit = { documentChanges: context.client.documentChanges, version: document.version };
        if (isCode(document)) {
          const mentions = wantsKind(only, CodeActionKind.QuickFix) ? await context.mentions.inDocument(document) : [];
          const fixes = unknownWorkloadFixes(mentions, range, group, edit);
          return [...fixes, ...(await codeActions(await loadEngine(), document, range, only, group, edit))];
        }
        if (!wantsKind(only, CodeActionKind.QuickFix)) return [];
        return documentCodeActions(cache.parse(document), range, group, edit);
      }),
    );
  },
};
