/** The id under the cursor, in a document or in application code, with the group that knows it. */
import type { EntityKind, Position } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { mentionAt } from "../code-features/mentions/mention-at.ts";
import type { PlacedMention } from "../code-features/mentions/mention-index.ts";
import { isCode } from "../languages.ts";
import type { ServerContext } from "../server-context.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import { type AnchorPlace, anchorAt } from "../yaml/features/anchors.ts";

/** A position in a document of ours. */
export interface DocumentPlace {
  in: "document";
  document: TextDocument;
  group: PolicyGroup;
}

/** A position in an anchor or alias of a document of ours. */
export interface AliasPlace {
  in: "anchor";
  group: PolicyGroup;
  anchor: AnchorPlace;
}

/** A position in the name of a workload in code. */
export interface CodePlace {
  in: "code";
  document: TextDocument;
  group: PolicyGroup;
  mention: PlacedMention;
}

/** What lies at a position of an open text; undefined for texts that are neither, and for other places of code. */
export async function placeAt(
  context: ServerContext,
  uri: string,
  position: Position,
): Promise<DocumentPlace | AliasPlace | CodePlace | undefined> {
  const ours = await context.ours(uri);
  if (ours) {
    const anchor = anchorAt(context.cache.parse(ours.document), position);
    return anchor ? { in: "anchor", group: ours.group, anchor } : { in: "document", ...ours };
  }
  const document = context.open.get(uri);
  if (!document || !isCode(document)) return undefined;
  const alone = mentionAt(await context.mentions.inDocument(document), position);
  await context.ready;
  const group = context.files.groupOf(uri);
  // Other files are asked only where their answer could be a workload.
  if (!alone && !group.checked.entities.has("workload", quotedAt(document, position))) return undefined;
  const mention = alone ?? (await linkedMention(context, group, uri, position));
  return mention && { in: "code", document, group, mention };
}

/** A move of the cursor asks again and again, and the links between files change seldom. */
const LINKS_FRESH_FOR_MS = 3_000;

async function linkedMention(
  { mentions }: ServerContext,
  group: PolicyGroup,
  uri: string,
  position: Position,
): Promise<PlacedMention | undefined> {
  const all = await mentions.mentions(group, { maxAge: LINKS_FRESH_FOR_MS });
  return mentionAt(
    all.filter((one) => one.uri === uri),
    position,
  );
}

/** The text in quotes around a position, as far as it could be an id; empty where there is none. */
function quotedAt(document: TextDocument, { line, character }: Position): string {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  const start = character - (/[A-Za-z0-9._-]*$/.exec(text.slice(0, character))?.[0].length ?? 0);
  const end = character + (/^[A-Za-z0-9._-]*/.exec(text.slice(character))?.[0].length ?? 0);
  const quote = text[start - 1] ?? "";
  return /["'`]/.test(quote) && text[end] === quote ? text.slice(start, end) : "";
}

/** The names of a workload in the code of a group; none for other kinds of id, which code does not name. */
export async function mentionsOf(
  context: ServerContext,
  group: PolicyGroup,
  kind: EntityKind,
  id: string,
): Promise<PlacedMention[]> {
  if (kind !== "workload") return [];
  return (await context.mentions.mentions(group)).filter(({ workload }) => workload === id);
}
