/** What assertions require of their value and threshold. */
import { BenchmarkInputError } from "../benchmark-input-error.ts";
import type { AssertionInput } from "./assertion.ts";

/** The value as text; numbers and booleans are written out. */
export function requireText({ value, pointer }: AssertionInput): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new BenchmarkInputError(
    "bench.bad-assertion",
    `${pointer}/value`,
    "This assertion needs a value that is text.",
  );
}

/** The threshold, in the unit that the words name. */
export function requireThreshold({ threshold, pointer }: AssertionInput, words: string): number {
  if (threshold !== undefined) return threshold;
  throw new BenchmarkInputError("bench.bad-assertion", pointer, `This assertion needs a threshold: ${words}.`);
}

/** The value as a list of texts; a single one is a list of itself. */
export function requireList({ value, pointer }: AssertionInput): string[] {
  const items = Array.isArray(value) ? value : [value];
  const isPlain = (item: unknown) => ["string", "number", "boolean"].includes(typeof item);
  if (items.length > 0 && items.every(isPlain)) return items.map(String);
  throw new BenchmarkInputError("bench.bad-assertion", `${pointer}/value`, "This assertion needs a list of texts.");
}
