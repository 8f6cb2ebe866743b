/** What a completion inserts: keys with the skeleton of what they need, in the style of their surroundings. */
import { resolveSchema, type SchemaNode } from "@fairlead/runtime/documents";

export interface InsertStyle {
  /** Inside of brackets, where everything stays on one line. */
  flow: boolean;
  /** JSON wants quotes around keys and texts. */
  json: boolean;
  /** The column of the key, for the lines below it. */
  column: number;
  /** Whether the client understands `${1:placeholder}`. */
  snippets: boolean;
  /** The line ending of the file. */
  eol: string;
}

/** Counts the places at which the user goes on typing. */
class Stops {
  #next = 1;
  readonly #snippets: boolean;

  constructor(snippets: boolean) {
    this.#snippets = snippets;
  }

  stop(placeholder = ""): string {
    if (!this.#snippets) return "";
    const number = this.#next;
    this.#next += 1;
    return placeholder ? `\${${number}:${escapeSnippet(placeholder)}}` : `$${number}`;
  }
}

/** The text of a key with its colon, and below it what its value must have. Snippet syntax where the client has it. */
export function keySnippet(root: SchemaNode, key: string, schema: SchemaNode, style: InsertStyle): string {
  const stops = new Stops(style.snippets);
  return keyWithValue(root, key, schema, style, style.column, stops);
}

/** A map in braces with what it needs, to stand behind its key. */
export function mapSnippet(root: SchemaNode, schema: SchemaNode, style: InsertStyle): string {
  return mapText(root, schema, { ...style, flow: true }, style.column, new Stops(style.snippets)).trim();
}

/** The same for a new entity, whose id is still to be typed. */
export function entitySnippet(
  root: SchemaNode,
  id: string,
  schema: SchemaNode,
  style: InsertStyle,
  idIsFixed: boolean,
): string {
  const stops = new Stops(style.snippets);
  const key = idIsFixed ? quoteKey(id, style) : style.json ? `"${stops.stop(id)}"` : stops.stop(id) || id;
  return `${key}:${valueText(root, schema, style, style.column, stops)}`;
}

/** A text as a scalar, in quotes where it needs them. */
export function scalarText(value: string, { flow, json }: Pick<InsertStyle, "flow" | "json">): string {
  if (json) return JSON.stringify(value);
  const plain = flow ? /^[A-Za-z0-9_./+][A-Za-z0-9_.\-@/+ %]*$/ : /^[A-Za-z0-9_./+][A-Za-z0-9_.\-@/+ %:]*$/;
  const isOtherType = /^(true|false|null|~|[-+]?[.\d][\d_.]*(e[-+]?\d+)?)$/i.test(value);
  return plain.test(value) && !isOtherType && !/\s$|:$|: /.test(value) ? value : JSON.stringify(value);
}

/** Text that stays itself in a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

function keyWithValue(
  root: SchemaNode,
  key: string,
  schema: SchemaNode,
  style: InsertStyle,
  column: number,
  stops: Stops,
): string {
  return `${quoteKey(key, style)}:${valueText(root, schema, style, column, stops)}`;
}

function quoteKey(key: string, style: InsertStyle): string {
  const text = scalarText(key, { flow: style.flow, json: style.json });
  return style.snippets ? escapeSnippet(text) : text;
}

/** What follows the colon, with the blank or the line break before it. */
function valueText(root: SchemaNode, given: SchemaNode, style: InsertStyle, column: number, stops: Stops): string {
  const schema = resolveSchema(root, given);
  if (schema.const !== undefined) return ` ${scalarText(String(schema.const), style)}`;
  if (schema.type === "array") return listText(root, schema, style, column, stops);
  if (schema.type === "object") return mapText(root, schema, style, column, stops);
  if (style.json && schema.type === "string") return ` "${stops.stop()}"`;
  return ` ${stops.stop()}`;
}

function listText(root: SchemaNode, schema: SchemaNode, style: InsertStyle, column: number, stops: Stops): string {
  const items = schema.items && resolveSchema(root, schema.items);
  const ofMaps = items?.type === "object";
  if (!ofMaps || style.flow) return style.json && !ofMaps ? ` ["${stops.stop()}"]` : ` [${stops.stop()}]`;
  const required = (items.required ?? []).flatMap((key) => {
    const property = items.properties?.[key];
    return property ? [keyWithValue(root, key, property, style, column + 4, stops)] : [];
  });
  const lead = `${style.eol}${" ".repeat(column + 2)}- `;
  return `${lead}${required.length > 0 ? required.join(newLine(style, column + 4)) : stops.stop()}`;
}

function mapText(root: SchemaNode, schema: SchemaNode, style: InsertStyle, column: number, stops: Stops): string {
  const required = (schema.required ?? []).flatMap((key) => {
    const property = schema.properties?.[key];
    return property ? [{ key, property }] : [];
  });
  if (style.flow) {
    const inner = required.map(({ key, property }) => keyWithValue(root, key, property, style, column, stops));
    return inner.length > 0 ? ` { ${inner.join(", ")} }` : ` { ${stops.stop()} }`;
  }
  const inner = required.map(({ key, property }) => keyWithValue(root, key, property, style, column + 2, stops));
  return `${newLine(style, column + 2)}${inner.length > 0 ? inner.join(newLine(style, column + 2)) : stops.stop()}`;
}

function newLine({ eol }: InsertStyle, column: number): string {
  return `${eol}${" ".repeat(column)}`;
}
