/** Values that people often want, where a schema leaves a wide choice: dates, amounts, parts, times and sizes. */
import type { SchemaNode } from "@fairlead/runtime/documents";
import { suggestedDates } from "./suggested-dates.ts";

export interface CommonValue {
  value: string | number;
  /** What it comes to, in words. */
  detail: string;
}

/** Values for a schema, the likeliest first. `now` is in milliseconds since 1970; `typed` is what stands there already. */
export function commonValues(schema: SchemaNode, key: string | undefined, typed: string, now: number): CommonValue[] {
  const example = schema.examples?.[0];
  const own = typeof example === "string" || typeof example === "number" ? [{ value: example, detail: "example" }] : [];
  const values = [...asTyped(schema, typed), ...valuesFor(schema, key, now), ...own].filter(({ value }) =>
    fits(schema, value),
  );
  const seen = new Set<string>();
  return values.filter(({ value }) => !seen.has(String(value)) && seen.add(String(value)));
}

/** A number that is typed already, with the unit that it lacks. */
function asTyped({ "x-format": format }: SchemaNode, typed: string): CommonValue[] {
  const number = /^["']?\$?(\d{1,9}(?:\.\d{1,6})?)/.exec(typed)?.[1];
  if (number === undefined) return [];
  if (format === "money") return [{ value: `${number} USD`, detail: "as typed" }];
  return format === "percent" && Number(number) <= 100 ? [{ value: `${number}%`, detail: "as typed" }] : [];
}

function valuesFor(schema: SchemaNode, key: string | undefined, now: number): CommonValue[] {
  if (schema.format === "date") return suggestedDates(key, now);
  if (schema["x-format"] === "money")
    return ["100 USD", "500 USD", "1000 USD", "5000 USD", "10000 USD"].map((value) => ({ value, detail: "" }));
  if (schema["x-format"] === "percent")
    return (PARTS[key ?? ""] ?? PARTS.at ?? []).map((part) => ({ value: `${part}%`, detail: "" }));
  if (schema.type !== "integer") return [];
  if (schema["x-unit"] === "milliseconds")
    return (/ttft|latency/i.test(key ?? "") ? QUICK : PATIENT).map((value) => ({ value, detail: inSeconds(value) }));
  if (schema["x-unit"] === "days") return DAYS.map((value) => ({ value, detail: inDays(value) }));
  if (schema["x-unit"] === "tokens")
    return (key === "contextWindow" ? WINDOWS : OUTPUTS).map((value) => ({
      value,
      detail: `${value.toLocaleString("en")} tokens`,
    }));
  return [];
}

const PARTS: Readonly<Record<string, readonly number[]>> = {
  at: [50, 75, 80, 90, 95, 100],
  errorRate: [0.1, 0.5, 1, 2, 5],
  passRate: [80, 85, 90, 95, 99],
};
const QUICK = [200, 500, 800, 1_000, 2_000, 5_000];
const PATIENT = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000];
const DAYS = [0, 7, 14, 30, 60, 90, 180, 365];
const WINDOWS = [32_000, 128_000, 200_000, 400_000, 1_000_000];
const OUTPUTS = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_000];

function inSeconds(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return milliseconds === 60_000 ? "1 minute" : `${milliseconds / 60_000} minutes`;
  return milliseconds === 1_000 ? "1 second" : `${milliseconds / 1_000} seconds`;
}

function inDays(days: number): string {
  if (days === 0) return "none";
  if (days === 365) return "a year";
  return days % 7 === 0 && days < 30 ? `${days / 7} ${days === 7 ? "week" : "weeks"}` : `${days} days`;
}

function fits({ minimum, maximum, pattern }: SchemaNode, value: string | number): boolean {
  if (typeof value === "number") return value >= (minimum ?? value) && value <= (maximum ?? value);
  return pattern === undefined || new RegExp(pattern, "u").test(value);
}
