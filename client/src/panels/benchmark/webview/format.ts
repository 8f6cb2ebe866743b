/** Numbers as people read them. What is unknown is a dash, never a zero. */

export const unknown = "–";

/** A number and its unit must not be torn apart at the end of a line. */
const joint = "\u00a0";

function digits(value: number, least: number, most: number): string {
  return new Intl.NumberFormat("en", { minimumFractionDigits: least, maximumFractionDigits: most }).format(value);
}

/** Milliseconds: `812 ms`, from ten seconds on `12.3 s`. */
export function milliseconds(value: number | undefined | null): string {
  if (!isNumber(value)) return unknown;
  return Math.abs(value) >= 10_000 ? `${digits(value / 1000, 1, 1)}${joint}s` : `${digits(value, 0, 0)}${joint}ms`;
}

/** Micro-USD as dollars, with as many digits as the amount needs: `$1.20`, `$0.0031`, `$0.000004`. */
export function dollars(microUsd: number | undefined | null): string {
  if (!isNumber(microUsd)) return unknown;
  const size = Math.abs(microUsd);
  const most = size === 0 || size >= 1_000_000 ? 2 : size >= 1_000 ? 4 : 6;
  return `${microUsd < 0 ? "-" : ""}$${digits(size / 1_000_000, 2, most)}`;
}

/** A whole number with its thousands apart. */
export function number(value: number): string {
  return digits(value, 0, 0);
}

/** A span of time in the unit that fits: `2 s`, `5 min`, `1.5 h`. */
export function duration(ms: number): string {
  if (ms < 90_000) return `${digits(ms / 1000, 0, 0)}${joint}s`;
  return ms < 5_400_000 ? `${digits(ms / 60_000, 0, 0)}${joint}min` : `${digits(ms / 3_600_000, 0, 1)}${joint}h`;
}

/** A change as percent or points, with its sign: `+4.2 %`, `-3 points`. */
export function signed(part: number | undefined | null, unit: string): string {
  if (!isNumber(part)) return unknown;
  const text = digits(part * 100, 0, 1);
  return `${part > 0 && text !== "0" ? "+" : ""}${text === "-0" ? "0" : text}${joint}${unit}`;
}

/** A part of one as percent: `87.5 %`. */
export function percent(part: number | undefined | null): string {
  if (!isNumber(part)) return unknown;
  return `${digits(part * 100, 0, 1)}${joint}%`;
}

function isNumber(value: number | undefined | null): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
