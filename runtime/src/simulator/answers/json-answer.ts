/** JSON answers: values for a JSON Schema, taken from the question where its words help. */
import { type Draw, pick } from "../randomness.ts";
import { classify } from "./classification.ts";
import { extractField } from "./extraction.ts";
import type { Question } from "./skill.ts";
import { keySentence } from "./summary.ts";
import { contentStems } from "./words.ts";
import { holds } from "./yes-no.ts";

type Schema = Record<string, unknown>;

const MOST_DEPTH = 12;

/** A value that fits a JSON Schema (draft-07 or later, the part that structured output and tools use). */
export function valueFor(schema: unknown, name: string, question: Question, draw: Draw): unknown {
  return build(schema, name, { question, draw, root: asSchema(schema), depth: 0 });
}

interface Builder {
  question: Question;
  draw: Draw;
  root: Schema;
  depth: number;
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

function build(raw: unknown, name: string, builder: Builder): unknown {
  const schema = resolve(asSchema(raw), builder.root);
  const inner = { ...builder, depth: builder.depth + 1 };
  if (inner.depth > MOST_DEPTH) return null;
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return chooseEnum(schema.enum, builder.question.material);
  for (const key of ["anyOf", "oneOf"] as const) {
    const options = schema[key];
    if (Array.isArray(options) && options.length > 0) {
      return build(options.find((option) => asSchema(option).type !== "null") ?? options[0], name, inner);
    }
  }
  if (Array.isArray(schema.allOf)) {
    const merged = schema.allOf.reduce<Schema>(
      (all, part) => mergeSchemas(all, resolve(asSchema(part), builder.root)),
      {
        ...schema,
        allOf: undefined,
      },
    );
    return build(merged, name, inner);
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const type =
    types.find((candidate) => candidate !== "null") ?? types[0] ?? ("properties" in schema ? "object" : "string");
  switch (type) {
    case "object":
      return buildObject(schema, inner);
    case "array": {
      const wanted = typeof schema.minItems === "number" ? Math.max(1, schema.minItems) : 1;
      return Array.from({ length: Math.min(wanted, 20) }, () => build(schema.items, name, inner));
    }
    case "boolean":
      return holds(`${name} ${String(schema.description ?? "")}`, builder.question);
    case "integer":
    case "number":
      return buildNumber(schema, name, type, builder);
    case "null":
      return null;
    default:
      return buildString(schema, name, builder);
  }
}

function buildObject(schema: Schema, builder: Builder): Schema {
  const properties = asSchema(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required.filter((key) => typeof key === "string") : [];
  const names = new Set([...Object.keys(properties), ...required]);
  return Object.fromEntries([...names].map((name) => [name, build(properties[name], name, builder)]));
}

function mergeSchemas(a: Schema, b: Schema): Schema {
  const required = [a.required, b.required].flatMap((names) => (Array.isArray(names) ? names : []));
  return { ...a, ...b, properties: { ...asSchema(a.properties), ...asSchema(b.properties) }, required };
}

function resolve(schema: Schema, root: Schema): Schema {
  const reference = schema.$ref;
  if (typeof reference !== "string" || !reference.startsWith("#/")) return schema;
  let target: unknown = root;
  for (const part of reference.slice(2).split("/"))
    target = asSchema(target)[part.replace(/~1/g, "/").replace(/~0/g, "~")];
  return asSchema(target);
}

function chooseEnum(values: readonly unknown[], text: string): unknown {
  const words = values.filter((value) => typeof value === "string");
  return words.length > 0 ? classify(text, words) : values[0];
}

function buildNumber(schema: Schema, name: string, type: string, builder: Builder): number {
  const found = extractField(name, builder.question.material)?.replace(/,(?=\d{3})/g, "");
  const digits = /-?\d+(?:\.\d+)?/.exec(found ?? "")?.[0];
  let value = digits === undefined ? Math.round(builder.draw(`number ${name}`) * 10) : Number(digits);
  if (typeof schema.minimum === "number") value = Math.max(value, schema.minimum);
  if (typeof schema.exclusiveMinimum === "number" && value <= schema.exclusiveMinimum)
    value = schema.exclusiveMinimum + 1;
  if (typeof schema.maximum === "number") value = Math.min(value, schema.maximum);
  return type === "integer" ? Math.trunc(value) : value;
}

function buildString(schema: Schema, name: string, builder: Builder): string {
  const { material } = builder.question;
  const format = { "date-time": "2026-01-15T09:30:00Z", date: "2026-01-15", email: "customer@example.com" }[
    String(schema.format)
  ];
  let text: string;
  if (/summary|description|title|reason|message|explanation|text|answer|query|question/i.test(name))
    text = keySentence(material);
  else text = extractField(name, material) ?? format ?? subjectOf(material, builder.draw);
  if (typeof schema.maxLength === "number") text = text.slice(0, schema.maxLength);
  if (typeof schema.minLength === "number") text = text.padEnd(schema.minLength, "x");
  return text;
}

function subjectOf(material: string, draw: Draw): string {
  const words = contentStems(material);
  return words.length > 0 ? pick(words, draw("subject")) : "unknown";
}

/** What a model that does not keep to the wanted JSON says: no JSON, or a member too few. */
export function wrongJson(value: unknown, draw: Draw): string {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && draw("json mistake") < 0.5) {
    return JSON.stringify(Object.fromEntries(Object.entries(value).slice(0, -1)));
  }
  return `Sure, here is what I found: ${JSON.stringify(value).slice(0, -1)}`;
}

/** Names of members that an instruction asks for: `JSON with the keys category and order_number`. */
export function namedKeys(instruction: string): string[] {
  const list = /\b(?:keys?|fields?|propert(?:y|ies)|members?)\b[:\s]+([^.\n;]+)/i.exec(instruction)?.[1];
  const names = list?.match(/[A-Za-z_]\w*/g) ?? [];
  return [...new Set(names.filter((name) => !/^(?:and|or|the|named|called|only|as|with|of)$/i.test(name)))].slice(
    0,
    20,
  );
}
