import type { TranslationLoss } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

/** Words that hold schemas in a list, and by name. */
const LISTS = ["anyOf", "prefixItems"] as const;
const MAPS = ["properties", "$defs", "definitions"] as const;

/**
 * Whether OpenAI takes a schema as a strict one: all objects are closed, and all their members required. Other providers
 * hold a model to schemas with members that may be missing. Source: OpenAI's guide to structured outputs.
 */
export function fitsStrict(schema: unknown): boolean {
  return isObject(schema) && schema.anyOf === undefined && fits(schema);
}

function fits(schema: unknown): boolean {
  if (!isObject(schema)) return schema !== undefined;
  if (schema.oneOf !== undefined || schema.allOf !== undefined) return false;
  if (isOfObject(schema) && !isClosed(schema)) return false;
  const inner: unknown[] = schema.items === undefined ? [] : [schema.items];
  for (const name of LISTS) if (Array.isArray(schema[name])) inner.push(...schema[name]);
  for (const name of MAPS) if (isObject(schema[name])) inner.push(...Object.values(schema[name]));
  return inner.every(fits);
}

function isOfObject({ type, properties }: JsonObject): boolean {
  return type === "object" || (Array.isArray(type) && type.includes("object")) || isObject(properties);
}

function isClosed({ properties, required, additionalProperties }: JsonObject): boolean {
  if (additionalProperties !== false) return false;
  const names = isObject(properties) ? Object.keys(properties) : [];
  return names.every((name) => Array.isArray(required) && required.includes(name));
}

/** OpenAI refuses a strict schema with members that may be missing: it is sent as a hint instead. */
export function strictFor(
  strict: boolean | undefined,
  schema: unknown,
  path: string,
  losses: TranslationLoss[],
): { strict?: boolean } {
  if (strict !== true || fitsStrict(schema)) return strict === undefined ? {} : { strict };
  losses.push({ path, reason: "a schema with members that may be missing or have any name is only a hint here" });
  return {};
}
