/** Says what a schema error means, in words that tell how to put it right. */

import { likelyValues } from "./likely-values.ts";
import { pointerSegments } from "./pointer.ts";
import type { SchemaError } from "./schema-errors.ts";
import type { SchemaNode } from "./schemas.ts";
import { closest, didYouMean } from "./suggest.ts";

/** Which part of the node an error is about. */
export type ErrorPlace =
  | { on: "value"; quotes?: boolean }
  | { on: "key"; key: string }
  | { on: "missing" }
  | { on: "item"; index: number };

export interface SchemaMessage {
  code: string;
  message: string;
  place: ErrorPlace;
  replacements?: string[];
  /** The key that is missing. */
  missing?: string;
}

/** Longer lists of allowed words are cut. */
const MAX_LISTED = 12;

/** The code and the words for a schema error. `name` is the key of the node, undefined in lists and at the root. */
export function schemaMessage(error: SchemaError, name: string | undefined): SchemaMessage {
  const make = MESSAGES[error.keyword] ?? otherMessage;
  const isEntity = pointerSegments(error.pointer).length === 2;
  // Of an entity its kind says more than its id, which the place shows anyway.
  const isAboutKeys = error.keyword === "additionalProperties" || error.keyword === "required";
  return make(error, name === undefined || (isEntity && isAboutKeys) ? withArticle(error.schema) : `"${name}"`);
}

type MessageMaker = (error: SchemaError, subject: string) => SchemaMessage;

const MESSAGES: Readonly<Record<string, MessageMaker>> = {
  additionalProperties: (error, subject) => {
    const key = String(error.params.additionalProperty);
    const allowed = Object.keys(error.schema.properties ?? {});
    const present = new Set(Object.keys((error.data ?? {}) as object));
    const missing = allowed.filter((candidate) => !present.has(candidate));
    const replacements = closest(key, missing);
    const hint =
      replacements.length > 0
        ? didYouMean(replacements)
        : missing.length > 0
          ? ` It can have ${listed(missing)}.`
          : " It has every key that it can have. Text with a comma in { } or [ ] must be quoted.";
    const message = `${capital(subject)} has no "${shortened(key)}".${allowed.length === 0 ? "" : hint}`;
    return { code: "document.unknown-key", message, place: { on: "key", key }, replacements };
  },
  required: (error, subject) => {
    const key = String(error.params.missingProperty);
    const property = error.schema.properties?.[key];
    const example = property?.examples?.[0];
    const shown = example === undefined || typeof example === "object" ? "" : `, for example \`${key}: ${example}\``;
    return {
      code: "document.missing-key",
      message: `${capital(subject)} needs "${key}"${shown}.`,
      place: { on: "missing" },
      missing: key,
    };
  },
  type: wrongType,
  anyOf: (error, subject) => ({
    code: "document.wrong-type",
    message: `${capital(subject)} must be one value or a list of values${exampleOf(error.schema)}; this is ${shapeName(error.data)}.`,
    place: { on: "value" },
  }),
  enum: wrongValue,
  const: wrongValue,
  propertyNames: (error) => {
    const key = String(error.params.propertyName);
    return {
      code: "document.bad-id",
      message: `"${shortened(key)}" cannot be an id. An id begins with a letter or a digit and has letters, digits, dots, hyphens and underscores only, 100 at most.`,
      place: { on: "key", key },
    };
  },
  format: wrongFormat,
  pattern: wrongFormat,
  minLength: (_error, subject) => outOfRange(`${capital(subject)} must not be empty.`),
  minimum: (error, subject) =>
    outOfRange(`${capital(subject)} must be at least ${limit(error)}; this is ${error.data}.`),
  maximum: (error, subject) =>
    outOfRange(`${capital(subject)} must be at most ${limit(error)}; this is ${error.data}.`),
  minItems: (error, subject) => {
    const least = Number(error.params.limit);
    return outOfRange(`${capital(subject)} needs at least ${least} ${least === 1 ? "item" : "items"}.`);
  },
  uniqueItems: (error, subject) => {
    const index = Math.max(Number(error.params.i), Number(error.params.j));
    const item = Array.isArray(error.data) ? error.data[index] : undefined;
    return {
      code: "document.duplicate-item",
      message: `${capital(subject)} has ${JSON.stringify(item)} twice. Remove one of them.`,
      place: { on: "item", index },
    };
  },
};

function wrongType(error: SchemaError, subject: string): SchemaMessage {
  const replacements = likelyValues(error.schema, error.data);
  const wanted = typeNames(error.schema);
  const what = error.data === null ? "here is nothing" : `this is ${shapeName(error.data)}`;
  return {
    code: "document.wrong-type",
    message: `${capital(subject)} must be ${wanted}${exampleOf(error.schema)}; ${what}.`,
    // The quotes may be what makes it text.
    place: { on: "value", quotes: true },
    ...(replacements.length > 0 && { replacements }),
  };
}

function wrongValue(error: SchemaError, subject: string): SchemaMessage {
  const allowed = (error.schema.enum ?? [error.schema.const]).map(String);
  const given = shortened(String(error.data));
  const replacements = allowed.length === 1 ? allowed : closest(given, allowed);
  const rest = allowed.length === 1 ? ` It must be ${allowed[0]}.` : ` It can be ${listed(allowed)}.`;
  return {
    code: "document.wrong-value",
    message: `${subject} cannot be "${given}".${allowed.length === 1 ? "" : didYouMean(replacements)}${rest}`.replace(
      /^[a-z]/,
      (letter) => letter.toUpperCase(),
    ),
    place: { on: "value" },
    replacements,
  };
}

function wrongFormat(error: SchemaError, subject: string): SchemaMessage {
  const { schema, data } = error;
  const replacements = likelyValues(schema, data);
  const example = `Write it${exampleOf(schema).replace(/^, for example/, " like")}.`;
  return {
    code: "document.wrong-format",
    message: `${capital(subject)}: "${shortened(String(data))}" ${formProblem(schema, String(data))}.${didYouMean(replacements) || ` ${example}`}`,
    place: { on: "value" },
    ...(replacements.length > 0 && { replacements }),
  };
}

function formProblem(schema: SchemaNode, text: string): string {
  if (schema["x-format"] === "money" && /€|£|¥|\b(?!USD)[A-Z]{3}\b/.test(text))
    return "is not in US dollars, and no exchange rate is known here. Convert it";
  const form =
    FORMS[schema["x-format"] ?? schema.format ?? ""] ?? (schema.pattern === ID_PATTERN ? ID_FORM : undefined);
  return form === undefined ? "is not in the right form" : `is not ${form}`;
}

/** Values may be whole books; a message is one line. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}

/** The form of all ids, as the schemas have it. */
const ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";

const ID_FORM = "an id (a letter or a digit, then letters, digits, dots, hyphens and underscores)";

const FORMS: Readonly<Record<string, string>> = {
  date: "a calendar date (year-month-day)",
  uri: "a web address with http:// or https://",
  money: "an amount in US dollars (at most six decimals, a space, USD)",
  percent: "a percentage (digits and %)",
};

function outOfRange(message: string): SchemaMessage {
  return { code: "document.out-of-range", message, place: { on: "value" } };
}

function otherMessage(error: SchemaError, subject: string): SchemaMessage {
  const message = `${capital(subject)} is not right (${error.keyword})${exampleOf(error.schema)}.`;
  return { code: "document.wrong-value", message, place: { on: "value" } };
}

function typeNames(schema: SchemaNode): string {
  const unit = schema["x-unit"] && schema["x-unit"] !== "none" ? ` (${schema["x-unit"]})` : "";
  const names: Readonly<Record<string, string>> = {
    object: "a map with keys",
    array: "a list",
    string: "text",
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
  };
  const words = [schema.type ?? []].flat().map((type) => names[type] ?? type);
  return `${words.join(" or ")}${unit}`;
}

function shapeName(data: unknown): string {
  if (data === null || data === undefined) return "nothing";
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object") return "a map";
  if (typeof data === "string") return "text";
  return typeof data === "number" ? `the number ${data}` : String(data);
}

function exampleOf(schema: SchemaNode): string {
  const example = schema.examples?.[0];
  if (example !== null && typeof example === "object" && !Array.isArray(example))
    return ` such as ${listed(Object.keys(example))}`;
  if (example === undefined || example === "") return "";
  return `, for example ${typeof example === "string" ? example : JSON.stringify(example)}`;
}

function limit(error: SchemaError): string {
  const unit = error.schema["x-unit"];
  const value = String(error.params.limit);
  return unit && unit !== "none" && !unit.includes(":") ? `${value} (${unit})` : value;
}

function nounOf(schema: SchemaNode): string {
  return (schema.title ?? "this").toLowerCase();
}

function withArticle(schema: SchemaNode): string {
  const noun = nounOf(schema);
  if (noun === "this" || noun.endsWith("s")) return noun;
  return `${/^[aeio]|^u(?!n?i)/.test(noun) ? "an" : "a"} ${noun}`;
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function listed(words: readonly string[]): string {
  const shown = words.slice(0, MAX_LISTED);
  const more = words.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}
