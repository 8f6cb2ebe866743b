/** The names of workloads in one text, as far as it tells by itself. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { WorkloadMention } from "../../code/mentions/types.ts";
import { fileKey } from "../../documents/uris.ts";
import type { MentionFinder } from "./load.ts";
import type { PlacedMention } from "./mention-index.ts";

// By the object and not by the URI: a text that is closed and opened again begins at version 1 anew.
const known = new WeakMap<TextDocument, { version: number; mentions: readonly PlacedMention[] }>();

/** The mentions in an open text as it is now, in order of place. */
export function documentMentions({ findMentions }: MentionFinder, document: TextDocument): readonly PlacedMention[] {
  const before = known.get(document);
  if (before?.version === document.version) return before.mentions;
  const mentions = placed(document, findMentions(codePath(document), document.getText()));
  known.set(document, { version: document.version, mentions });
  return mentions;
}

/** Mentions by their offsets as mentions by their places. */
export function placed(document: TextDocument, mentions: readonly WorkloadMention[]): PlacedMention[] {
  return mentions.map(({ workload, start, end }) => ({
    workload,
    uri: document.uri,
    range: { start: document.positionAt(start), end: document.positionAt(end) },
  }));
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  typescript: ".ts",
  typescriptreact: ".tsx",
  javascript: ".js",
  javascriptreact: ".jsx",
  python: ".py",
};

/** The path of a source text. One that was never saved has no extension, and gets that of its language. */
export function codePath({ uri, languageId }: TextDocument): string {
  const path = fileKey(uri);
  return /\.\w+$/.test(path) ? path : path + (EXTENSIONS[languageId] ?? "");
}
