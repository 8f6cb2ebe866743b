/**
 * Gemini's bodies are protocol buffers in JSON, where every member may be spelt `inlineData` or `inline_data`. Names
 * here are in camel case; what is found keeps the caller's spelling in its pointer.
 */
import { appendPointer } from "../../documents/pointer.ts";
import type { TranslationLoss } from "../neutral.ts";
import type { JsonObject } from "../shared/json.ts";

const snakeNames = new Map<string, string>();

/** `inlineData` as `inline_data`. */
export function snakeCase(name: string): string {
  let snake = snakeNames.get(name);
  if (snake === undefined) {
    snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    // Names come from the code alone, so there are few.
    snakeNames.set(name, snake);
  }
  return snake;
}

/** `inline_data` as `inlineData`; other names as they are. */
export function camelCase(name: string): string {
  return name.replaceAll(/(?<=[A-Za-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The value of a member in either spelling. */
export function member(object: JsonObject, name: string): unknown {
  return object[name] ?? object[snakeCase(name)];
}

/** The value of a member in either spelling, and the pointer to it as the caller spelt it. */
export function memberAt(object: JsonObject, name: string, path: string): { value: unknown; path: string } {
  const snake = snakeCase(name);
  const spelling = object[name] === undefined && object[snake] !== undefined ? snake : name;
  return { value: object[spelling], path: `${path}/${spelling}` };
}

/** Lists the members that no translation knows, empty ones aside, so that none is dropped silently. */
export function noteUnknownMembers(
  object: JsonObject,
  known: ReadonlySet<string>,
  path: string,
  losses: TranslationLoss[],
): void {
  for (const name in object) {
    const value = object[name];
    if (known.has(camelCase(name)) || value === null || value === undefined) continue;
    losses.push({ path: appendPointer(path, name), reason: "other protocols have no such member" });
  }
}
