/** Numbers as people read them. What is unknown is a dash, never a zero. */

export const unknown = "–";

const groups = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** Milliseconds: `812 ms`, from ten seconds on `12.3 s`. */
export function milliseconds(value: number | undefined | null): string {
  if (!isNumber(value)) return unknown;
  return Math.abs(value) >= 10_000 ? `${groups(1).format(value / 1000)} s` : `${groups(0).format(value)} ms`;
}

/** Micro-USD as dollars, with as many digits as the amount needs: `$1.20`, `$0.0031`, `$0.000004`. */
export function dollars(microUsd: number | undefined | null): string {
  if (!isNumber(microUsd)) return unknown;
  const size = Math.abs(microUsd);
  const digits = size === 0 || size >= 1_000_000 ? 2 : size >= 1_000 ? 4 : 6;
  return `${microUsd < 0 ? "-" : ""}$${groups(digits).format(size / 1_000_000)}`;
}

/** A part of one as percent: `87.5 %`. */
export function percent(part: number | undefined | null): string {
  if (!isNumber(part)) return unknown;
  return `${new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(part * 100)} %`;
}

function isNumber(value: number | undefined | null): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
