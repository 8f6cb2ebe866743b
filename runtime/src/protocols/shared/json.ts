/** Reading JSON of unknown shape: each reader says with a JSON pointer what it did not find. */
import { appendPointer } from "../../documents/pointer.ts";
import { MalformedRequestError, type TranslationLoss } from "../neutral.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses JSON, or returns undefined where the text is none. JSON has no `undefined`, so the answer is unambiguous. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a value is, in words for an error message. */
function kind(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}

function wrong(path: string, wanted: string, value: unknown): MalformedRequestError {
  return new MalformedRequestError(path, `${path || "The body"} must be ${wanted}, not ${kind(value)}.`);
}

export function requireObject(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw wrong(path, "an object", value);
  return value;
}

export function requireArray(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(path, "an array", value);
  return value;
}

export function requireString(value: unknown, path: string): string {
  if (typeof value !== "string") throw wrong(path, "a string", value);
  return value;
}

/** Absent members and `null` are undefined: the wire protocols treat them alike. */
export function optionalString(value: unknown, path: string): string | undefined {
  return value === undefined || value === null ? undefined : requireString(value, path);
}

export function optionalNumber(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number") throw wrong(path, "a number", value);
  return value;
}

export function optionalBoolean(value: unknown, path: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw wrong(path, "true or false", value);
  return value;
}

/** A count of at least `least`: tokens, answers. */
export function optionalCount(value: unknown, path: string, least: number): number | undefined {
  const count = optionalNumber(value, path);
  if (count === undefined) return undefined;
  if (!Number.isSafeInteger(count) || count < least) {
    throw new MalformedRequestError(path, `${path} must be a whole number of at least ${least}, not ${count}.`);
  }
  return count;
}

/** Parses a request body, and says where it stops being JSON. */
export function parseBody(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MalformedRequestError(
      "",
      `The body is not JSON: ${error instanceof Error ? error.message : "unreadable"}.`,
    );
  }
  return requireObject(value, "");
}

/** A token count as providers report it, or undefined where it is none: never a false 0. */
export function tokenCount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Lists the members of an object that no translation knows, empty ones aside, so that none is dropped silently. */
export function noteUnknown(
  object: JsonObject,
  known: ReadonlySet<string>,
  path: string,
  losses: TranslationLoss[],
): void {
  for (const name in object) {
    const value = object[name];
    if (known.has(name) || value === null || value === undefined || (Array.isArray(value) && value.length === 0))
      continue;
    losses.push({ path: appendPointer(path, name), reason: "other protocols have no such member" });
  }
}
