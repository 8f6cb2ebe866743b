/**
 * JSON Schema as the subset that Anthropic holds a model to, in answers by a schema and in strict tools: it refuses a
 * schema with any other word in it. Source: Anthropic's list of what structured outputs support.
 */
import { type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

/** Words that narrow a value, and that Anthropic does not know. */
const DROPPED: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "maxItems",
  "uniqueItems",
  "contains",
  "minProperties",
  "maxProperties",
  "propertyNames",
  "patternProperties",
  "dependentRequired",
  "not",
  "if",
  "then",
  "else",
]);
/** Words that say nothing about values. */
const SILENT: ReadonlySet<string> = new Set(["$schema", "$id", "$comment", "examples"]);
const FORMATS: ReadonlySet<string> = new Set(
  "date-time time date duration email hostname uri ipv4 ipv6 uuid".split(" "),
);
/** Words that hold one schema, several in a list, and several by name. */
const NESTED = "items";
const LISTS: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const MAPS: ReadonlySet<string> = new Set(["properties", "$defs", "definitions"]);

/**
 * Writes a JSON Schema for Anthropic: objects are closed, so that every answer still fits the caller's own schema, and
 * what Anthropic does not know is left out and listed. `path` is the pointer for the loss. Throws UntranslatableError
 * where members may have any name, which a closed object can not.
 */
export function cleanSchema(schema: unknown, path: string, losses: TranslationLoss[]): unknown {
  const dropped = new Set<string>();
  const cleaned = clean(schema, path, dropped);
  if (dropped.size > 0) {
    const words = [...dropped].join(", ");
    losses.push({ path, reason: `Anthropic does not hold the model to these parts of the schema: ${words}` });
  }
  return cleaned;
}

function clean(schema: unknown, path: string, dropped: Set<string>): unknown {
  if (!isObject(schema)) return schema;
  const written: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(schema)) {
    if (SILENT.has(word)) continue;
    if (isDropped(word, value)) dropped.add(word);
    // What fits exactly one of several fits any of them.
    else written[word === "oneOf" ? "anyOf" : word] = cleanWord(word, value, path, dropped);
  }
  return isOfObject(schema) ? closed(schema, written, path) : written;
}

function isDropped(word: string, value: unknown): boolean {
  if (word === "minItems") return value !== 0 && value !== 1;
  if (word === "format") return typeof value !== "string" || !FORMATS.has(value);
  return DROPPED.has(word);
}

function cleanWord(word: string, value: unknown, path: string, dropped: Set<string>): unknown {
  if (word === NESTED) return clean(value, path, dropped);
  if (LISTS.has(word) && Array.isArray(value)) return value.map((item) => clean(item, path, dropped));
  if (!MAPS.has(word) || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner, path, dropped)]));
}

function isOfObject({ type, properties }: JsonObject): boolean {
  return type === "object" || (Array.isArray(type) && type.includes("object")) || isObject(properties);
}

function closed(schema: JsonObject, written: Record<string, unknown>, path: string): Record<string, unknown> {
  const { additionalProperties: more, properties } = schema;
  if (isObject(more) || (properties === undefined && more !== false)) {
    const message = `${path} has an object whose members may have any name, which Anthropic can not be held to. Name them.`;
    throw new UntranslatableError(path, message);
  }
  return { ...written, additionalProperties: false };
}
