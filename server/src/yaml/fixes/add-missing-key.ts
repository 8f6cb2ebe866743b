import type { MapNode, ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import type { Fixer } from "./fix.ts";
import { keyWithValue, newKey, placeAt, styleOf } from "./new-keys.ts";
import { columnAt, endOfEntry, endOfLine, insert, ownEntries, startOfEntry } from "./node-edits.ts";

/** The keys that say what all others mean stand at the top. */
const HEADER: readonly string[] = ["apiVersion", "kind"];

/** Adds a key that a map needs: at its end, or for the header of a document at its beginning. */
export const addMissingKey: Fixer = ({ range, data }, { file, checked: { entities } }) => {
  const { missing, pointer } = data ?? {};
  if (missing === undefined || pointer === undefined) return [];
  const place = placeAt(file, file.lines.offsetAt(range.start), pointer);
  if (place?.node.type !== "map") return [];
  const { node } = place;
  const style = styleOf(file, columnOf(file, node), node.flow);
  const text =
    data?.value === undefined ? newKey(missing, place, style, entities) : keyWithValue(missing, data.value, style);
  const edit = insertion(file, node, missing, text, style.eol);
  return edit ? [{ title: `Add "${missing}"`, edits: [edit], isPreferred: true }] : [];
};

/** Where the keys of a block map begin. */
function columnOf(file: ParsedFile, node: MapNode): number {
  const [first] = ownEntries(node);
  return first ? columnAt(file, startOfEntry(file, first)) : 0;
}

function insertion(file: ParsedFile, node: MapNode, key: string, text: string, eol: string): TextEdit | undefined {
  const entries = ownEntries(node);
  if (node.flow) {
    const last = entries.at(-1);
    if (!last) return insert(file, node.span.start + 1, ` ${text} `);
    return insert(file, endOfEntry(file, last), `, ${text}`);
  }
  const indentation = " ".repeat(columnOf(file, node));
  const [first] = entries;
  if (!first) return undefined;
  if (HEADER.includes(key)) {
    const version = key === "kind" ? entries.find((entry) => entry.key === "apiVersion") : undefined;
    if (!version) return insert(file, startOfEntry(file, first), `${text}${eol}${indentation}`);
    return insert(file, endOfLine(file, endOfEntry(file, version)), `${eol}${indentation}${text}`);
  }
  const end = Math.max(...entries.map((entry) => endOfEntry(file, entry)));
  return insert(file, endOfLine(file, end), `${eol}${indentation}${text}`);
}
