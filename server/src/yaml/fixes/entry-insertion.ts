/** Puts an entry at the end of a map. */
import type { MapNode, ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { columnAt, endOfEntry, endOfLine, insert, lineEnding, ownEntries, startOfEntry } from "./node-edits.ts";

/** Where the keys of a block map begin. */
export function columnOf(file: ParsedFile, node: MapNode): number {
  const [first] = ownEntries(node);
  return first ? columnAt(file, startOfEntry(file, first)) : 0;
}

/** Whether nothing but indentation and dashes stands before an offset in its line. */
export function beginsItsLine({ text, lines }: ParsedFile, offset: number): boolean {
  const start = lines.lineStart(lines.positionAt(offset).line);
  return /^\uFEFF?\s*(?:-\s+)*$/.test(text.slice(start, offset));
}

/**
 * The text of an entry as the last of a map, on a line of its own in a block, in the column of the others. undefined
 * where the place of the others says nothing about the indentation.
 */
export function entryInsertion(file: ParsedFile, map: MapNode, text: string): TextEdit | undefined {
  const entries = ownEntries(map);
  if (map.flow) {
    const last = entries.at(-1);
    if (!last) return insert(file, map.span.start + 1, ` ${text} `);
    return insert(file, endOfEntry(file, last), `, ${text}`);
  }
  const [first] = entries;
  // Behind an anchor or a tag of its key the column says nothing about the indentation.
  if (!first || !beginsItsLine(file, startOfEntry(file, first))) return undefined;
  const end = Math.max(...entries.map((entry) => endOfEntry(file, entry)));
  return insert(file, endOfLine(file, end), `${lineEnding(file)}${" ".repeat(columnOf(file, map))}${text}`);
}
