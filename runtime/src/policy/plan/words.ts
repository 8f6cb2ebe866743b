/** Figures and lists in words. */
import { formatUsd, microUsd } from "../../documents/money.ts";

/** Money for people; null is unknown. */
export function usd(amount: number | null): string {
  return amount === null ? "an unknown price" : `${formatUsd(microUsd(amount))} USD`;
}

/** By how much a figure changes: `+12 %`, `−3 %`, `×25`; undefined where that can not be said. */
export function changeText(before: number | null, after: number | null): string | undefined {
  if (before === null || after === null || before <= 0 || before === after) return undefined;
  const percent = (100 * (after - before)) / before;
  if (percent >= 900) return `×${Math.round(after / before)}`;
  const size = Math.abs(percent);
  const digits = size < 1 ? size.toPrecision(1) : String(Math.round(size));
  return `${percent < 0 ? "−" : "+"}${digits} %`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** A number and its word: `1 workload`, `2 workloads`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** A value of a document on one line; long ones are cut. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** The calendar date of a moment, UTC: `2027-01-15`. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `all traffic would have cost`, `its declared traffic costs a month`: what an amount of money is for. */
export function trafficWords(whose: "all" | "its", basis: "recorded" | "declared"): string {
  return basis === "recorded"
    ? `${whose} traffic would have cost`
    : `${whose} declared traffic costs a month (30 days)`;
}
