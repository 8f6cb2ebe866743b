/** Reading JSON that may be anything. */
import { InvalidPromptError } from "../prompt.ts";

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object, or none. */
export function membersOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A body as a JSON object. Throws InvalidPromptError with the given words. */
export function parseBody(body: Uint8Array, words: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new InvalidPromptError(words);
  }
  if (!isObject(value)) throw new InvalidPromptError(words);
  return value;
}
