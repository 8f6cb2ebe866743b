/** The id under the cursor, in a document or in application code, with the group that knows it. */
import type { EntityKind, Position } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { mentionAt } from "../code-features/mentions/mention-at.ts";
import type { PlacedMention } from "../code-features/mentions/mention-index.ts";
import { isCode, isOurs } from "../languages.ts";
import type { ServerContext } from "../server-context.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";

/** A position in a document of ours. */
export interface DocumentPlace {
  in: "document";
  document: TextDocument;
  group: PolicyGroup;
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
): Promise<DocumentPlace | CodePlace | undefined> {
  const document = context.open.get(uri);
  if (!document) return undefined;
  if (isOurs(document)) {
    await context.ready;
    return { in: "document", document, group: context.files.groupOf(uri) };
  }
  if (!isCode(document)) return undefined;
  const mention = mentionAt(await context.mentions.inDocument(document), position);
  if (!mention) return undefined;
  await context.ready;
  return { in: "code", document, group: context.files.groupOf(uri), mention };
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
