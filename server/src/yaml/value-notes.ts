/** What a value comes to: a date as a day of the week and a distance, a part of a budget as an amount. */
import {
  type DocumentNode,
  findNode,
  formatUsd,
  microUsd,
  parseMoney,
  type SchemaNode,
  toPointer,
} from "@fairlead/runtime/documents";

const DAY = 24 * 60 * 60 * 1000;

/** A sentence about a value, or undefined where it says all itself. `now` is in milliseconds since 1970. */
export function valueNote(
  schema: SchemaNode,
  value: string,
  path: readonly (string | number)[],
  root: DocumentNode,
  now: number,
): string | undefined {
  if (schema.format === "date") return dateNote(value, now);
  if (schema["x-format"] === "percent" && path[0] === "budgets" && path[2] === "thresholds")
    return partNote(value, textAt(root, ["budgets", path[1] ?? "", "limit"]));
  return undefined;
}

/** The day of the week of a date and how far it is; undefined where it is no date. */
export function dateNote(text: string, now: number): string | undefined {
  const distance = dateDistance(text, now);
  if (distance === undefined) return undefined;
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat("en-GB", options).format(Date.parse(text))}: ${distance}.`;
}

/** How far off a date is, in words: `in 54 days`; undefined where it is none. `now` is in milliseconds since 1970. */
export function dateDistance(text: string, now: number): string | undefined {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  // The thirty-first of February is read as a day in March.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(text)) return undefined;
  const days = Math.round((day - Math.floor(now / DAY) * DAY) / DAY);
  return days === 0 ? "today" : days > 0 ? `in ${counted(days)}` : `${counted(-days)} ago`;
}

function counted(days: number): string {
  return days === 1 ? "1 day" : `${days.toLocaleString("en")} days`;
}

function partNote(text: string, limit: string | undefined): string | undefined {
  const amount = limit === undefined ? undefined : thresholdAmount(text, limit);
  return amount === undefined ? undefined : `${amount} of ${limit}.`;
}

/** What a percentage of a limit comes to: `2000.00 USD`; undefined where either cannot be read. */
export function thresholdAmount(text: string, limit: string): string | undefined {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  const whole = parseMoney(limit);
  if (percent === undefined || whole === undefined) return undefined;
  const amount = Math.round((whole * Number(percent)) / 100);
  return Number.isSafeInteger(amount) ? `${formatUsd(microUsd(amount))} USD` : undefined;
}

function textAt(root: DocumentNode, path: readonly (string | number)[]): string | undefined {
  const node = findNode(root, toPointer(path))?.node;
  return node?.type === "scalar" && typeof node.value === "string" ? node.value : undefined;
}
