/** Money as integer micro-USD (one millionth of a US dollar), never as a floating-point number of dollars. */
declare const microUsdBrand: unique symbol;

/** An integer number of micro-USD. Safe up to about nine thousand million dollars. */
export type MicroUsd = number & { readonly [microUsdBrand]: true };

export const ZERO_USD = 0 as MicroUsd;

/** Marks an integer as micro-USD. Throws a RangeError where it is not a safe integer: a programming error. */
export function microUsd(value: number): MicroUsd {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number of micro-USD`);
  return value as MicroUsd;
}

/**
 * Reads the documents' form of money, `5000 USD` or `0.25 USD`, with at most six decimals.
 * Returns undefined where the text is not money. Works on the digits, so that no decimal is rounded.
 */
export function parseMoney(text: string): MicroUsd | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))? USD$/.exec(text);
  if (!match) return undefined;
  return microUsd(Number(match[1]) * 1_000_000 + Number((match[2] ?? "").padEnd(6, "0")));
}

/** Dollars as a decimal string, exact, with at least two decimals: `1234.50`, `0.000012`. */
export function formatUsd(amount: MicroUsd): string {
  const sign = amount < 0 ? "-" : "";
  const absolute = Math.abs(amount);
  const whole = Math.floor(absolute / 1_000_000);
  const decimals = String(absolute % 1_000_000)
    .padStart(6, "0")
    .replace(/0{1,4}$/, "");
  return `${sign}${whole}.${decimals}`;
}
