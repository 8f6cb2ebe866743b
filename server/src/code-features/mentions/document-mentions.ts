/** The names of workloads in one open text, found once for each version of it. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { fileKey } from "../../documents/uris.ts";
import type { MentionFinder } from "./load.ts";
import type { PlacedMention } from "./mention-index.ts";

// By the object and not by the URI: a text that is closed and opened again begins at version 1 anew.
const known = new WeakMap<TextDocument, { version: number; mentions: readonly PlacedMention[] }>();

/** The mentions in a text as it is now, in order of place. */
export function documentMentions(finder: MentionFinder, document: TextDocument): readonly PlacedMention[] {
  const before = known.get(document);
  if (before?.version === document.version) return before.mentions;
  const mentions = placed(finder, document);
  known.set(document, { version: document.version, mentions });
  return mentions;
}

function placed({ findMentions }: MentionFinder, document: TextDocument): PlacedMention[] {
  const { uri } = document;
  return findMentions(fileKey(uri), document.getText()).map(({ workload, start, end }) => ({
    workload,
    uri,
    range: { start: document.positionAt(start), end: document.positionAt(end) },
  }));
}
