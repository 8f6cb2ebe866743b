/** The workloads of the policy as names in code. */
import type { Position, Range } from "@fairlead/runtime/documents";
import { type CompletionItem, CompletionItemKind, MarkupKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { workloadsOf } from "../../code/workloads.ts";
import type { ServerContext } from "../../server-context.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { entityCard, entityDetail } from "../../yaml/entity-card.ts";
import { sourceInput } from "../source-input.ts";
import { mentionAt } from "./mention-at.ts";
import type { PlacedMention } from "./mention-index.ts";

/** The header before a quote that is still open: broken text has no tree to find it in. */
const OPEN_HEADER = /["'`]fairlead-workload["'`]\s*\]?\s*[:=,]\s*["'`]([A-Za-z0-9._-]*)$/i;

/** Offers for the name of a workload at a position of code. Empty where none is expected. */
export async function completeInCode(
  context: ServerContext,
  document: TextDocument,
  position: Position,
): Promise<CompletionItem[]> {
  const found = await context.mentions.inDocument(document);
  if (nameAt(document, found, position) === undefined) return [];
  await context.ready;
  return completeMention(document, found, position, context.files.lastGroupOf(document.uri));
}

/** Offers for the name at a position; those whose code this file is come first. Empty where no name is expected. */
function completeMention(
  document: TextDocument,
  mentions: readonly PlacedMention[],
  position: Position,
  group: PolicyGroup,
): CompletionItem[] {
  const range = nameAt(document, mentions, position);
  if (!range) return [];
  const { path, workloads } = sourceInput(document.uri, "", group);
  const own = new Set(workloadsOf(path, workloads));
  const { entities, documents } = group.checked;
  return entities.ids("workload").map((id) => ({
    label: id,
    kind: CompletionItemKind.Value,
    detail: entityDetail("workload", id, documents),
    documentation: { kind: MarkupKind.Markdown, value: entityCard("workload", id, documents) },
    sortText: `${own.has(id) ? 0 : 1}${id}`,
    ...(own.size === 1 && own.has(id) && { preselect: true }),
    textEdit: { range, newText: id },
  }));
}

/** What of a name is written already. */
function nameAt(document: TextDocument, mentions: readonly PlacedMention[], position: Position): Range | undefined {
  return mentionAt(mentions, position)?.range ?? openHeader(document, position);
}

function openHeader(document: TextDocument, position: Position): Range | undefined {
  const line = document.getText({ start: { line: position.line, character: 0 }, end: position });
  const begun = OPEN_HEADER.exec(line)?.[1];
  return begun === undefined
    ? undefined
    : { start: { line: position.line, character: position.character - begun.length }, end: position };
}
