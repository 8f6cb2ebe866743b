/** Numbers and units as invoices write them. */

/**
 * A decimal number: `1234.5`, `1,234.50`, `1.234,50`, `1 234,5`, `1.2E-05`, with or without a currency sign.
 * Undefined where the text is none.
 * @param decimalComma whether a lone comma is a decimal one even where it could part off thousands
 */
export function parseNumber(text: string, decimalComma = false): number | undefined {
  let digits = text.trim().replaceAll(/[\s\u00A0\u202F'$€£]/g, "");
  if (digits === "") return undefined;
  const comma = digits.lastIndexOf(",");
  const point = digits.lastIndexOf(".");
  if (comma >= 0 && point >= 0) {
    digits = comma > point ? digits.replaceAll(".", "").replace(",", ".") : digits.replaceAll(",", "");
  } else if (comma >= 0) {
    // One comma that does not part off thousands is a decimal comma.
    const thousands = !decimalComma && /^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(digits);
    digits = thousands ? digits.replaceAll(",", "") : digits.replace(",", ".");
  }
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

const FACTORS: Record<string, number> = { k: 1_000, thousand: 1_000, m: 1_000_000, million: 1_000_000 };

/**
 * How many tokens (or requests) one unit is: `1K`, `1000 Tokens`, `1M tokens`, `million tokens`, `Tokens`, `1`.
 * Undefined where the text does not say.
 */
export function unitFactor(text: string): number | undefined {
  const match = /^\s*(\d[\d,]*)?\s*(k|m|thousand|million)?\b\s*([a-z -]*)/i.exec(text);
  const [whole = "", count, scale, words = ""] = match ?? [];
  if (whole.trim() === "") return undefined;
  const known = /token|request|call|quer|count|unit|^$/i.test(words.trim());
  if (!known || (count === undefined && scale === undefined && words.trim() === "")) return undefined;
  return Number((count ?? "1").replaceAll(",", "")) * (FACTORS[(scale ?? "").toLowerCase()] ?? 1);
}

/** Milliseconds since 1970: a date, a date and time, or seconds since 1970. Dates are those of UTC. */
export function parseMoment(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d{9,10}$/.test(trimmed)) return Number(trimmed) * 1000;
  // Azure writes the month first.
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  if (american) return Date.UTC(Number(american[3]), Number(american[1]) - 1, Number(american[2]));
  if (!/^\d{4}-\d{2}-\d{2}/.test(trimmed)) return undefined;
  const zoned = /\d{2}:\d{2}/.test(trimmed) && !/(z|[-+]\d{2}:?\d{2}|utc)$/i.test(trimmed);
  const at = Date.parse(zoned ? `${trimmed.replace(" ", "T")}Z` : trimmed.replace(/ UTC$/i, "Z"));
  return Number.isNaN(at) ? undefined : at;
}
