import type { MapEntry, MapNode, ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import type { Fixer } from "./fix.ts";
import { newKey, placeAt, styleOf } from "./new-keys.ts";

/** The keys that say what all others mean stand at the top. */
const HEADER: readonly string[] = ["apiVersion", "kind"];

/** Adds a key that a map needs: at its end, or for the header of a document at its beginning. */
export const addMissingKey: Fixer = ({ range, data }, file, entities) => {
  const { missing, pointer } = data ?? {};
  if (missing === undefined || pointer === undefined) return [];
  const place = placeAt(file, file.lines.offsetAt(range.start), pointer);
  if (place?.node.type !== "map") return [];
  const { node } = place;
  const style = styleOf(file, columnOf(file, node), node.flow);
  const edit = insertion(file, node, missing, newKey(missing, place, style, entities), style.eol);
  return edit ? [{ title: `Add "${missing}"`, edits: [edit], isPreferred: true }] : [];
};

function ownEntries(node: MapNode): MapEntry[] {
  return [...node.entries.values()].filter(({ merged }) => !merged);
}

/** Where the keys of a block map begin. */
function columnOf(file: ParsedFile, node: MapNode): number {
  const [first] = ownEntries(node);
  if (!first) return 0;
  return file.lines.positionAt(first.keySpan.start).character - (isQuoted(file, first) ? 1 : 0);
}

function isQuoted({ text }: ParsedFile, { keySpan }: MapEntry): boolean {
  return /["']/.test(text.charAt(keySpan.start - 1));
}

function insertion(file: ParsedFile, node: MapNode, key: string, text: string, eol: string): TextEdit | undefined {
  const entries = ownEntries(node);
  const at = (offset: number, newText: string): TextEdit => {
    const position = file.lines.positionAt(offset);
    return { range: { start: position, end: position }, newText };
  };
  if (node.flow) {
    const last = entries.at(-1);
    if (!last) return at(node.span.start + 1, ` ${text} `);
    return at(endOf(file, last), `, ${text}`);
  }
  const indentation = " ".repeat(columnOf(file, node));
  const [first] = entries;
  if (!first) return undefined;
  if (HEADER.includes(key)) {
    const version = key === "kind" ? entries.find((entry) => entry.key === "apiVersion") : undefined;
    if (!version) return at(first.keySpan.start - (isQuoted(file, first) ? 1 : 0), `${text}${eol}${indentation}`);
    return at(endOfLine(file, endOf(file, version)), `${eol}${indentation}${text}`);
  }
  const end = Math.max(...entries.map((entry) => endOf(file, entry)));
  return at(endOfLine(file, end), `${eol}${indentation}${text}`);
}

/** Where an entry ends, the blanks behind it not counted. A value that is missing ends with the colon. */
function endOf({ text }: ParsedFile, { keySpan, value }: MapEntry): number {
  let end = Math.max(keySpan.end, value.span.end);
  if (value.span.end <= value.span.start) end += /^["']?\s*:/.exec(text.slice(keySpan.end))?.[0].length ?? 0;
  while (end > keySpan.end && /\s/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

function endOfLine({ lines }: ParsedFile, offset: number): number {
  const { line } = lines.positionAt(offset);
  return lines.lineStart(line) + lines.lineText(line).length;
}
