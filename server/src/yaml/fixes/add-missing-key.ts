import { childSchema, type EntityIndex, type MapNode, type ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import type { InsertStyle } from "../completion/insert-text.ts";
import { beginsItsLine, columnOf, entryInsertion } from "./entry-insertion.ts";
import type { Fixer } from "./fix.ts";
import { keyWithValue, newKey, placeAt, type SchemaPlace, styleOf } from "./new-keys.ts";
import { endOfEntry, endOfLine, insert, ownEntries, startOfEntry } from "./node-edits.ts";

/** The keys that say what all others mean stand at the top. */
const HEADER: readonly string[] = ["apiVersion", "kind"];

/** Adds a key that a map needs: at its end, or for the header of a document at its beginning. */
export const addMissingKey: Fixer = ({ code, message, range, data }, { file, checked: { entities } }) => {
  const { missing, pointer } = data ?? {};
  if (missing === undefined || pointer === undefined) return [];
  const place = placeAt(file, file.lines.offsetAt(range.start), pointer);
  if (place?.node.type !== "map") return [];
  const { node } = place;
  const style = styleOf(file, columnOf(file, node), node.flow);
  // Terms of a contract that are missing together are added together.
  const others = code.startsWith("contract.") ? Object.keys(place.schema.properties ?? {}) : [];
  const keys = [missing, ...others.filter((key) => isAbsent(node, key, missing) && message.includes(`"${key}"`))];
  const texts = keys.map((key, index) => textOf(key, index === 0 ? data?.value : undefined, place, style, entities));
  const edit = insertion(file, node, missing, joined(texts, style), style.eol);
  const names = keys.map((key) => `"${key}"`).join(", ");
  return edit ? [{ title: `Add ${names}`, edits: [edit], isPreferred: true }] : [];
};

function isAbsent(node: MapNode, key: string, missing: string): boolean {
  return key !== missing && !node.entries.has(key);
}

function joined(texts: readonly string[], { flow, eol, column }: InsertStyle): string {
  return texts.join(flow ? ", " : `${eol}${" ".repeat(column)}`);
}

/** A key with the value that is known, or with the keys that it needs, or could have where it needs none. */
function textOf(key: string, value: unknown, place: SchemaPlace, style: InsertStyle, entities: EntityIndex): string {
  const isEmpty = value !== null && typeof value === "object" && Object.keys(value).length === 0;
  if (value !== undefined && !isEmpty) return keyWithValue(key, value, style);
  const schema = childSchema(place.root, place.schema, key);
  if (!isEmpty || schema?.required?.length || !schema?.properties) return newKey(key, place, style, entities);
  const inner = { ...style, column: style.column + 2 };
  const parts = Object.keys(schema.properties).map((name) =>
    newKey(name, { root: place.root, schema }, inner, entities),
  );
  return style.flow ? `${key}: { ${parts.join(", ")} }` : joined([`${key}:`, ...parts], inner);
}

function insertion(file: ParsedFile, node: MapNode, key: string, text: string, eol: string): TextEdit | undefined {
  const version = key === "kind" ? node.entries.get("apiVersion") : undefined;
  const [first] = ownEntries(node);
  if (node.flow || !HEADER.includes(key) || !first) return entryInsertion(file, node, text);
  if (!beginsItsLine(file, startOfEntry(file, first))) return undefined;
  const indentation = " ".repeat(columnOf(file, node));
  if (!version) return insert(file, startOfEntry(file, first), `${text}${eol}${indentation}`);
  return insert(file, endOfLine(file, endOfEntry(file, version)), `${eol}${indentation}${text}`);
}
