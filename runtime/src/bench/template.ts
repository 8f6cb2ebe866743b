/** Fills in `{{variables}}`. */
import { BenchmarkInputError } from "./benchmark-input-error.ts";

export type Variables = Readonly<Record<string, string | number | boolean>>;

const VARIABLE = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** Throws BenchmarkInputError for a variable that the case does not have. */
export function fillIn(text: string, variables: Variables, pointer: string): string {
  return text.replace(VARIABLE, (_, name: string) => {
    if (Object.hasOwn(variables, name)) return String(variables[name]);
    const known = Object.keys(variables);
    const hint = known.length > 0 ? `It has ${known.join(", ")}.` : "It has none.";
    throw new BenchmarkInputError(
      "bench.unknown-variable",
      pointer,
      `The case has no variable "${name}". ${hint} Add it to vars, or take {{${name}}} out.`,
    );
  });
}

/** The same for every string within a value. */
export function fillInDeep(value: unknown, variables: Variables, pointer: string): unknown {
  if (typeof value === "string") return fillIn(value, variables, pointer);
  if (Array.isArray(value)) return value.map((item) => fillInDeep(item, variables, pointer));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillInDeep(item, variables, pointer)]));
}
