/** Sets entries of a map to new values, where they are written; what is in the map besides stays. */
import type { DocumentNode, MapEntry, MapNode, ParsedFile, SequenceNode } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import type { InsertStyle } from "../completion/insert-text.ts";
import { columnOf, entryInsertion } from "../fixes/entry-insertion.ts";
import { keyWithValue, styleOf } from "../fixes/new-keys.ts";
import { insert, itemInsertion, replace } from "../fixes/node-edits.ts";
import { flowText, keyText } from "../fixes/yaml-text.ts";

type Values = Readonly<Record<string, unknown>>;
/** The item of a list that a new one takes the place of. */
export type SameItem = (old: unknown, next: unknown) => boolean;

/** undefined where an edit would have to guess. A list's items take the place of those that are `same`, or come last. */
export function setEntries(file: ParsedFile, map: MapNode, values: Values, same: SameItem): TextEdit[] | undefined {
  const style = styleOf(file, columnOf(file, map), map.flow);
  const edits: TextEdit[] = [];
  const missing: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const entry = map.entries.get(key);
    if (entry && !entry.merged) {
      const changes = setValue(file, entry, value, same);
      if (!changes) return undefined;
      edits.push(...changes);
    } else missing.push(newEntry(key, value, style));
  }
  if (missing.length === 0) return edits;
  const text = missing.join(style.flow ? ", " : `${style.eol}${" ".repeat(style.column)}`);
  const insertion = entryInsertion(file, map, text);
  return insertion && [...edits, insertion];
}

function setValue(file: ParsedFile, entry: MapEntry, value: unknown, same: SameItem): TextEdit[] | undefined {
  const { value: node } = entry;
  if (node.alias === undefined && node.type === "map" && isMap(value)) return setEntries(file, node, value, same);
  if (node.alias === undefined && node.type === "sequence" && Array.isArray(value))
    return setItems(file, node, value, same);
  return replaceValue(file, node, value, entry);
}

function setItems(file: ParsedFile, list: SequenceNode, values: unknown[], same: SameItem): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const value of values) {
    const item = list.items.find((one) => same(plain(one), value));
    const changes =
      item?.type === "map" && item.alias === undefined && isMap(value)
        ? setEntries(file, item, value, same)
        : item
          ? [replace(file, item.span, flowText(value, isJson(file)))]
          : asList(itemInsertion(file, list, flowText(value, list.flow && isJson(file))));
    if (!changes) return undefined;
    edits.push(...changes);
  }
  return edits;
}

function replaceValue(file: ParsedFile, node: DocumentNode, value: unknown, entry: MapEntry): TextEdit[] | undefined {
  const text = flowText(value, isJson(file));
  if (node.span.end > node.span.start) {
    const quote = /^["']/.exec(file.text.charAt(node.span.start))?.[0];
    const quoted = quote && typeof value === "string" && !/["'\\]/.test(value) ? `${quote}${value}${quote}` : text;
    return [replace(file, node.span, quoted)];
  }
  const colon = /^["']?[ \t]*:/.exec(file.text.slice(entry.keySpan.end, entry.keySpan.end + 100));
  return colon ? [insert(file, entry.keySpan.end + colon[0].length, ` ${text}`)] : undefined;
}

/** In block style a list has a line for each item. */
function newEntry(key: string, value: unknown, style: InsertStyle): string {
  if (style.flow || !Array.isArray(value)) return keyWithValue(key, value, style);
  const lead = `${style.eol}${" ".repeat(style.column + 2)}- `;
  return `${keyText(key)}:${value.map((item) => `${lead}${flowText(item)}`).join("")}`;
}

function plain(node: DocumentNode): unknown {
  if (node.type === "scalar") return node.value;
  if (node.type === "sequence") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
}

function isMap(value: unknown): value is Values {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isJson({ uri }: ParsedFile): boolean {
  return /\.json$/i.test(uri);
}

function asList(edit: TextEdit | undefined): TextEdit[] | undefined {
  return edit && [edit];
}
