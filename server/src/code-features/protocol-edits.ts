import type { TextEdit as ProtocolEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { TextEdit } from "../code/types.ts";

/** The engine's edits by offsets as the protocol's edits by positions. */
export function protocolEdits(document: TextDocument, edits: readonly TextEdit[]): ProtocolEdit[] {
  return edits.map(({ start, end, text }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    newText: text,
  }));
}

/** The stretch in which two texts differ, a byte order mark aside. */
export function editBetween(before: string, after: string): ProtocolEdit {
  const [one, other] = [before, after].map((text) => text.replace(/^\uFEFF/, "")) as [string, string];
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const text = TextDocument.create("", "", 0, one);
  return {
    range: { start: text.positionAt(start), end: text.positionAt(one.length - end) },
    newText: other.slice(start, other.length - end),
  };
}
