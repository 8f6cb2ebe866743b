/** Completion, hover and code actions: what helps while writing. */
import { type CodeAction, CodeActionKind, type CompletionItem, type CompletionList } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { FIX_ALL_KIND, SORT_KIND, wantsKind } from "../code-action-kinds.ts";
import { codeActions } from "../code-features/code-actions.ts";
import { loadEngine } from "../code-features/engine.ts";
import { manifestActions } from "../code-features/manifest-actions.ts";
import { completeInCode } from "../code-features/mentions/complete.ts";
import { mentionHover } from "../code-features/mentions/hover.ts";
import { unknownWorkloadFixes } from "../code-features/mentions/unknown-workloads.ts";
import { guarded } from "../guard.ts";
import { isCode, isOurs, mayBecomeOurs } from "../languages.ts";
import { rulePage } from "../rule-pages.ts";
import type { ServerContext } from "../server-context.ts";
import { completionList } from "../yaml/completion/completion-list.ts";
import { foldersBelow, mayWantGlobs, wantsGlobs } from "../yaml/completion/folder-globs.ts";
import { type LaterDocumentation, withDocumentation } from "../yaml/completion/offer-items.ts";
import {
  documentCodeActions,
  type LaterAction,
  OPEN_RULE_PAGE,
  resolveCodeAction,
} from "../yaml/features/code-actions.ts";
import { type CompletionClient, complete, completionPlace } from "../yaml/features/completion.ts";
import { hover } from "../yaml/features/hover.ts";
import type { Editing } from "../yaml/fixes/workspace-edit.ts";
import { withSpend } from "./budget-spend.ts";
import type { FeatureGroup } from "./feature-group.ts";
import { withMatches } from "./glob-hover.ts";
import { placeAt } from "./id-places.ts";

export const assistance: FeatureGroup = {
  capabilities: () => ({
    completionProvider: {
      triggerCharacters: [" ", ":", "-", "[", "{", ",", '"', "'", "@", "*", "#"],
      resolveProvider: true,
    },
    hoverProvider: true,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, FIX_ALL_KIND, SORT_KIND],
      resolveProvider: true,
    },
    executeCommandProvider: { commands: [OPEN_RULE_PAGE] },
  }),
  register(context: ServerContext): void {
    const { connection, open, files, cache } = context;
    const { console } = connection;
    connection.onCompletion(
      guarded(console, "completion", [] as CompletionItem[] | CompletionList, async ({ textDocument, position }) => {
        const document = open.get(textDocument.uri);
        if (document && isCode(document)) return completeInCode(context, document, position);
        if (!document || !(isOurs(document) || mayBecomeOurs(document))) return [];
        await context.ready;
        // Ids as they were when diagnostics were worked out last: checking anew would make the user wait.
        const { checked, root } = files.lastGroupOf(document.uri);
        const text = document.getText();
        const before = text.slice(0, document.offsetAt(position));
        const isGlob = mayWantGlobs(before) && wantsGlobs(completionPlace(text, position));
        const folders = isGlob && root !== undefined ? await foldersBelow(root) : [];
        const surroundings = { now: context.now(), folders };
        const items = complete(document.uri, text, position, checked, completionClient(context), surroundings);
        const { completionList: support } = context.client.capabilities.textDocument?.completion ?? {};
        return completionList(items, support?.itemDefaults);
      }),
    );
    connection.onCompletionResolve((given, token) =>
      guarded(console, "completion item", given, (item: CompletionItem) => {
        const { uri } = (item.data ?? {}) as Partial<LaterDocumentation>;
        return uri === undefined ? item : withDocumentation(item, files.lastGroupOf(uri).checked, context.now());
      })(given, token),
    );
    connection.onHover(
      guarded(console, "hover", null, async ({ textDocument, position }) => {
        const place = await placeAt(context, textDocument.uri, position);
        if (place?.in === "code") return mentionHover(place.mention, place.group, context.now());
        const found = await context.ours(textDocument.uri);
        if (!found) return null;
        const file = cache.parse(found.document);
        const shown = hover(file, found.group, position, context.now());
        const counted = await withMatches(file, found.group.root, position, shown);
        return withSpend(context, found.group, found.document.uri, counted);
      }),
    );
    connection.onCodeAction(
      guarded(console, "code actions", [] as CodeAction[], async ({ textDocument, range, context: asked }) => {
        const { only, diagnostics } = asked;
        const document = open.get(textDocument.uri);
        if (!document || !(isCode(document) || isOurs(document))) return [];
        await context.ready;
        const group = files.groupOf(document.uri);
        const edit = { documentChanges: context.client.documentChanges, version: document.version };
        if (isCode(document)) {
          const mentions = wantsKind(only, CodeActionKind.QuickFix) ? await context.mentions.inDocument(document) : [];
          const fixes = unknownWorkloadFixes(mentions, range, group, editingOf(context, document));
          const engine = await loadEngine();
          const known = { documentChanges: edit.documentChanges, all: () => open.all() };
          const packages = wantsKind(only, CodeActionKind.QuickFix)
            ? await manifestActions(engine, document, range, group, known)
            : [];
          return [...fixes, ...(await codeActions(engine, document, range, only, group, edit)), ...packages];
        }
        const editing = editingOf(context, document);
        return documentCodeActions(cache.parse(document), range, group, editing, { only, diagnostics });
      }),
    );
    connection.onExecuteCommand(
      guarded(console, "command", null, async ({ command, arguments: given = [] }) => {
        const page = command === OPEN_RULE_PAGE ? rulePage(String(given[0])) : undefined;
        if (page) await connection.window.showDocument({ uri: page.href, takeFocus: true });
        return null;
      }),
    );
    connection.onCodeActionResolve((action, token) =>
      guarded(console, "code action", action, async (given: CodeAction) => {
        const later = given.data as Partial<LaterAction> | undefined;
        const document = later?.uri === undefined ? undefined : open.get(later.uri);
        if (!document || document.version !== later?.version) return given;
        return resolveCodeAction(given, cache.parse(document), editingOf(context, document));
      })(action, token),
    );
  },
};

/** How an open document is edited, and those beside it. */
function editingOf({ client, open, files }: ServerContext, { uri, version }: TextDocument): Editing {
  const { codeAction } = client.capabilities.textDocument ?? {};
  const operations = client.capabilities.workspace?.workspaceEdit?.resourceOperations ?? [];
  return {
    documentChanges: client.documentChanges,
    version,
    createFiles: client.documentChanges && operations.includes("create"),
    resolvesEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes("edit") === true,
    opensPages: client.capabilities.window?.showDocument?.support === true,
    versionOf: (other) => open.get(other)?.version ?? null,
    hasHiddenMark: (other) =>
      !open.get(other) &&
      files.lastGroupOf(uri).checked.files.some((file) => file.uri === other && file.text.startsWith("\uFEFF")),
  };
}

function completionClient({ client }: ServerContext): CompletionClient {
  const item = client.capabilities.textDocument?.completion?.completionItem;
  return { ...client, resolvesDocumentation: item?.resolveSupport?.properties.includes("documentation") === true };
}
