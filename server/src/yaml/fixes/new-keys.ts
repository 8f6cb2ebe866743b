/** Keys to insert into a map, with the skeleton of what they need and nothing made up. */
import {
  childOf,
  childSchema,
  type DocumentNode,
  documentAt,
  type EntityIndex,
  type FoundNode,
  type MapEntry,
  type ParsedFile,
  pointerSegments,
  resolveSchema,
  type SchemaNode,
  schemaForShape,
  schemaOf,
} from "@fairlead/runtime/documents";
import { type InsertStyle, keySnippet, scalarText } from "../completion/insert-text.ts";
import { flowText, keyText } from "./yaml-text.ts";

/** A node with its schema. */
export interface SchemaPlace {
  node: DocumentNode;
  entry: MapEntry | undefined;
  schema: SchemaNode;
  root: SchemaNode;
}

/** The node at a pointer in the document that an offset lies in; undefined where its text stands elsewhere. */
export function placeAt(file: ParsedFile, offset: number, pointer: string): SchemaPlace | undefined {
  const document = documentAt(file, offset);
  if (!document?.root || !document.kind) return undefined;
  const root = schemaOf(document.kind);
  let schema: SchemaNode | undefined = root;
  let found: FoundNode | undefined = { node: document.root, entry: undefined };
  for (const segment of pointerSegments(pointer)) {
    schema = schema && childSchema(root, schema, found.node.type === "sequence" ? Number(segment) : segment);
    found = childOf(found.node, segment);
    if (!found || !schema || found.node.alias !== undefined || found.entry?.merged) return undefined;
  }
  return { ...found, schema: schemaForShape(root, schema, "map"), root };
}

/** How a file writes what is inserted at a column. */
export function styleOf(file: ParsedFile, column: number, flow: boolean): InsertStyle {
  const json = /\.json$/i.test(file.uri);
  return { flow: flow || json, json, column, snippets: false, eol: file.text.includes("\r\n") ? "\r\n" : "\n" };
}

/** The text of a key. A value only where there can be but one. */
export function newKey(
  key: string,
  { root, schema }: Pick<SchemaPlace, "root" | "schema">,
  style: InsertStyle,
  entities: EntityIndex,
): string {
  const property = childSchema(root, schema, key) ?? {};
  const text = keySnippet(root, key, property, style).replace(/ +(?=\r?$)/gm, "");
  const value = onlyValue(resolveSchema(root, property), entities);
  if (value !== undefined && text.endsWith(":")) return `${text} ${scalarText(value, style)}`;
  return style.json && text.endsWith(":") ? `${text} null` : text;
}

function onlyValue(schema: SchemaNode, entities: EntityIndex): string | undefined {
  const ids = schema["x-references"] ? entities.ids(schema["x-references"]) : [];
  return ids.length === 1 ? ids[0] : undefined;
}

/** The text of a key with a value that is known: a map on lines of its own in block style, all else on one line. */
export function keyWithValue(key: string, value: unknown, style: InsertStyle): string {
  const name = keyText(key, style.json);
  const isMap = value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;
  if (!isMap || style.flow) return `${name}: ${flowText(value, style.json)}`;
  const lead = `${style.eol}${" ".repeat(style.column + 2)}`;
  return `${name}:${Object.entries(value)
    .map(([inner, part]) => `${lead}${keyText(inner)}: ${flowText(part)}`)
    .join("")}`;
}
