/**
 * JSON Schema as the subset of OpenAPI 3.0 that Gemini takes: it refuses `$schema`, `$ref`, `$defs`,
 * `additionalProperties` and most formats. References are written out, what only describes is left out and listed,
 * and what can not be left out without a change of meaning is refused. Source: the API reference of Schema.
 */
import { type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { resolveReference } from "./references.ts";

/** Keywords that stay as they are. */
const KEPT: ReadonlySet<string> = new Set([
  "title",
  "description",
  "nullable",
  "required",
  "default",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minProperties",
  "maxProperties",
  "pattern",
  "propertyOrdering",
]);
/** Keywords that say nothing about values. */
const SILENT: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "$anchor",
  "$defs",
  "definitions",
  "examples",
]);
/** Keywords that are written in another way. */
const WRITTEN: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "const",
  "format",
  "properties",
  "items",
  "anyOf",
  "oneOf",
]);
/** The formats that Gemini knows, by type. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  string: ["enum", "date-time"],
  number: ["float", "double"],
  integer: ["int32", "int64"],
};
/** References written out grow a schema: one that grows beyond this is no schema that a model can follow. */
const MOST_NODES = 5_000;

export interface CleanOptions {
  /** JSON pointer in the caller's request, for losses and errors. */
  path: string;
  losses: TranslationLoss[];
  /** Whether a value must fit the schema, as an answer must; the arguments of a tool are a hint. */
  isPromise: boolean;
}

/** Writes a JSON Schema for Gemini. Throws UntranslatableError for what can not be said there. */
export function cleanSchema(schema: unknown, options: CleanOptions): JsonObject {
  return new Cleaner(schema, options).clean(schema, []);
}

class Cleaner {
  readonly #root: unknown;
  readonly #options: CleanOptions;
  #nodes = 0;

  constructor(root: unknown, options: CleanOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** `within`: the references that are being written out. */
  clean(schema: unknown, within: readonly string[]): JsonObject {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) throw this.#refuse("is too large with its references written out");
    if (schema === true || schema === undefined) return {};
    if (!isObject(schema)) throw this.#refuse("is no schema that Gemini can take");
    if (typeof schema.$ref === "string") return this.#reference(schema, schema.$ref, within);
    if (Array.isArray(schema.allOf)) return this.#all(schema, schema.allOf, within);
    if (Array.isArray(schema.type)) return this.#types(schema, schema.type, within);
    const cleaned = this.#plain(schema, within);
    for (const name of Object.keys(schema)) {
      if (KEPT.has(name)) cleaned[name] = schema[name];
      else if (!SILENT.has(name) && !WRITTEN.has(name)) this.#leaveOut(name, schema[name]);
    }
    return cleaned;
  }

  #reference(schema: JsonObject, reference: string, within: readonly string[]): JsonObject {
    if (within.includes(reference)) throw this.#refuse(`refers to itself by ${reference}, which Gemini does not take`);
    const target = resolveReference(this.#root, reference);
    if (target === undefined) throw this.#refuse(`refers to ${reference}, which it does not have`);
    const { $ref: _, ...beside } = schema;
    const written = this.clean(target, [...within, reference]);
    return Object.keys(beside).length === 0 ? written : { ...written, ...this.clean(beside, within) };
  }

  /** Schemas that must all hold are one where none contradicts another; else they can not be said. */
  #all(schema: JsonObject, parts: readonly unknown[], within: readonly string[]): JsonObject {
    const { allOf: _, ...beside } = schema;
    let merged: Record<string, unknown> = {};
    for (const part of [beside, ...parts]) {
      const next = this.clean(part, within);
      for (const name of Object.keys(next)) {
        const old = merged[name];
        const value = next[name];
        if (old === undefined || JSON.stringify(old) === JSON.stringify(value)) merged = { ...merged, [name]: value };
        else if (name === "properties" && isObject(old) && isObject(value)) merged[name] = { ...old, ...value };
        else if (name === "required" && Array.isArray(old) && Array.isArray(value)) {
          merged[name] = [...new Set([...old, ...value])];
        } else if (name !== "title" && name !== "description") {
          throw this.#refuse(`joins schemas that differ in ${name}, which Gemini does not take`);
        }
      }
    }
    return merged;
  }

  /** Several types become alternatives; null among them is a mark of its own. */
  #types(schema: JsonObject, types: readonly unknown[], within: readonly string[]): JsonObject {
    const others = types.filter((type) => type !== "null");
    const nullable = others.length < types.length ? { nullable: true } : {};
    const [only] = others;
    if (others.length === 1) return { ...this.clean({ ...schema, type: only }, within), ...nullable };
    if (others.length === 0) return this.clean({ ...schema, type: "null" }, within);
    const { title, description, type: _, ...rest } = schema;
    const anyOf = others.map((type) => this.clean({ ...rest, type }, within));
    return {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      anyOf,
      ...nullable,
    };
  }

  #plain(schema: JsonObject, within: readonly string[]): Record<string, unknown> {
    const { type, properties, items, anyOf, oneOf } = schema;
    const cleaned: Record<string, unknown> = this.#values(schema);
    if (typeof type === "string") cleaned.type ??= type;
    this.#format(schema, cleaned);
    if (isObject(properties)) {
      cleaned.properties = Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, this.clean(inner, within)]),
      );
      cleaned.type ??= "object";
    }
    if (items !== undefined) {
      if (Array.isArray(items))
        throw this.#refuse("lists the items of an array one by one, which Gemini does not take");
      cleaned.items = this.clean(items, within);
      cleaned.type ??= "array";
    } else if (type === "array") {
      this.#lose("an array of anything is sent as one of texts: Gemini wants to know the items");
      cleaned.items = { type: "string" };
    }
    const alternatives = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined;
    if (alternatives) this.#alternatives(alternatives, cleaned, within);
    return cleaned;
  }

  /** Alternatives without null, which is a mark of its own. */
  #alternatives(list: readonly unknown[], cleaned: Record<string, unknown>, within: readonly string[]): void {
    const others = list.filter((item) => !(isObject(item) && item.type === "null"));
    if (others.length < list.length) cleaned.nullable = true;
    const written = others.map((item) => this.clean(item, within));
    const [only] = written;
    if (written.length === 1 && only) Object.assign(cleaned, only);
    else if (written.length > 0) cleaned.anyOf = written;
  }

  /** Gemini lists values of texts only. */
  #values({ type, enum: list, const: constant }: JsonObject): Record<string, unknown> {
    const values = Array.isArray(list) ? list : constant === undefined ? undefined : [constant];
    if (values === undefined) return {};
    const others = values.filter((value) => value !== null);
    const nullable = others.length < values.length ? { nullable: true } : {};
    if (others.every((value) => typeof value === "string")) return { type: "string", enum: others, ...nullable };
    if (this.#options.isPromise) throw this.#refuse("lists values that are no texts, which Gemini does not take");
    this.#lose("lists of values that are no texts are not sent: Gemini does not take them");
    const kinds = new Set(others.map((value) => (Number.isInteger(value) ? "integer" : typeof value)));
    const [kind] = kinds;
    return { ...(type === undefined && kinds.size === 1 ? { type: kind } : {}), ...nullable };
  }

  #format({ type, format }: JsonObject, cleaned: Record<string, unknown>): void {
    if (typeof format !== "string") return;
    if (typeof type === "string" && FORMATS[type]?.includes(format)) cleaned.format = format;
    else this.#lose(`the format ${format} is not sent: Gemini does not know it`);
  }

  #leaveOut(name: string, value: unknown): void {
    // Gemini writes the properties listed and no others by itself.
    if (name === "additionalProperties" && (value === false || value === true || value === undefined)) return;
    if (name === "additionalProperties" && this.#options.isPromise) {
      throw this.#refuse("is an object with properties of any name, which Gemini does not take");
    }
    this.#lose(`${name} is not sent: Gemini does not take it in a schema`);
  }

  #lose(reason: string): void {
    this.#options.losses.push({ path: this.#options.path, reason });
  }

  #refuse(what: string): UntranslatableError {
    const { path } = this.#options;
    return new UntranslatableError(path, `${path} ${what}.`);
  }
}
