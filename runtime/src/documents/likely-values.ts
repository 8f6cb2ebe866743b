/** What was likely meant by a value that does not fit its schema: `128_000`, `yes`, `$5000`, `1 Nov 2026`. */
import { likelyDates } from "./likely-dates.ts";
import type { SchemaNode } from "./schemas.ts";

/** Texts that could stand in place of a value, the best first. They fit the schema's form, not always its limits. */
export function likelyValues(schema: SchemaNode, data: unknown): string[] {
  const types = [schema.type].flat();
  if (schema["x-format"] === "money") return likelyMoney(data);
  if (schema["x-format"] === "percent") return likelyPercents(data);
  if (schema.format === "date") return typeof data === "object" ? [] : likelyDates(String(data));
  if (schema.format === "uri") return typeof data === "string" ? likelyAddress(data) : [];
  if (typeof data === "string" && (types.includes("integer") || types.includes("number")))
    return likelyNumber(data, types.includes("number"));
  if (typeof data === "string" && types.includes("boolean")) {
    if (/^(yes|on|y|true)$/i.test(data)) return ["true"];
    return /^(no|off|n|false)$/i.test(data) ? ["false"] : [];
  }
  // In a form that JSON has too.
  if (typeof data === "string" && types.includes("array") && data.trim() !== "")
    return [
      `[${data
        .split(/\s*,\s*/)
        .map((item) => JSON.stringify(item))
        .join(", ")}]`,
    ];
  if ((typeof data === "number" || typeof data === "boolean") && types.includes("string")) return [`"${data}"`];
  return [];
}

const GROUPED = /(?<=\d)[_,' \u00a0](?=\d{3}(?!\d))/g;

function likelyNumber(text: string, mayHaveDecimals: boolean): string[] {
  const plain = text.trim().replace(GROUPED, "");
  if (/^-?\d+(\.\d+)?$/.test(plain)) return [plain];
  const short = /^(\d+(?:\.\d+)?) ?([km])$/i.exec(plain);
  if (!short) return [];
  // Suppliers that say 128k mean 128,000 tokens, if not always exactly.
  const value = Number((Number(short[1]) * (short[2]?.toLowerCase() === "k" ? 1e3 : 1e6)).toFixed(6));
  return mayHaveDecimals || Number.isInteger(value) ? [String(value)] : [];
}

/** Dollars only: an amount in another currency is not the same number of dollars. */
function likelyMoney(data: unknown): string[] {
  const text = String(data).trim();
  const amount = /^(?:(?:US)?\$|USD)? ?([\d_,' \u00a0]*\d(?:\.\d+)?) ?([km])? ?(?:\$|USD|US dollars?|dollars?)?$/i.exec(
    text,
  );
  const plain = amount?.[1]?.replace(GROUPED, "");
  if (typeof data === "object" || !amount || !plain || !/^\d+(\.\d{1,6})?$/.test(plain)) return [];
  const factor = { k: 1e3, m: 1e6 }[(amount[2] ?? "").toLowerCase()];
  return [`${factor ? Number((Number(plain) * factor).toFixed(6)) : plain} USD`];
}

function likelyPercents(data: unknown): string[] {
  const match = /^(\d+(?:\.\d+)?) ?(?:%|percent|per cent|pct)?$/i.exec(String(data).trim());
  if (typeof data === "object" || !match) return [];
  const value = Number(match[1]);
  const isBare = /[\d.]$/.test(String(data).trim());
  const whole = `${Number(value.toFixed(4))}%`;
  // A bare number up to 1 is more likely a share of 1.
  if (isBare && value > 0 && value <= 1) return [`${Number((value * 100).toFixed(4))}%`, whole];
  return [whole];
}

function likelyAddress(text: string): string[] {
  return /^[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+(:\d+)?(\/\S*)?$/.test(text) ? [`https://${text}`] : [];
}
