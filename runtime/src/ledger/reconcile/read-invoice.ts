/** From the rows of a CSV file to the lines of an invoice. */
import { parseCsv, separatorOf } from "../csv.ts";
import { meterKind } from "./meter-kind.ts";
import { parseMoment, parseNumber, unitFactor } from "./numbers.ts";
import type { Invoice, InvoiceLine, MeteringDefinition, MeterKind } from "./types.ts";

/**
 * What a column may hold. `quantity` with `meter` and `unit` is one amount a row; `input`, `cachedInput`, `output` and
 * `requests` are several amounts in one row, of which the input counts the cached input too.
 */
export const INVOICE_FIELDS = [
  "date",
  "product",
  "meter",
  "quantity",
  "unit",
  "amount",
  "currency",
  "input",
  "cachedInput",
  "output",
  "requests",
] as const;

export type InvoiceField = (typeof INVOICE_FIELDS)[number];

const AMOUNTS = ["quantity", "amount", "input", "cachedInput", "output", "requests"] as const;

/** Which headers hold what in the exports of FOCUS, AWS (both spellings), Azure and OpenAI (usage, and costs); the first there is counts. */
const KNOWN: Record<InvoiceField, readonly string[]> = {
  date: [
    "ChargePeriodStart",
    "line_item_usage_start_date",
    "lineItem/UsageStartDate",
    "start_time_iso",
    "start_time",
    "Date",
    "UsageDate",
  ],
  product: [
    "line_item_usage_type",
    "lineItem/UsageType",
    "model",
    "line_item",
    "SkuId",
    "MeterName",
    "Meter",
    "Product",
    "ChargeDescription",
    "Description",
  ],
  meter: [
    "SkuMeter",
    "line_item",
    "line_item_usage_type",
    "lineItem/UsageType",
    "MeterName",
    "Meter",
    "ChargeDescription",
    "Description",
  ],
  quantity: ["ConsumedQuantity", "line_item_usage_amount", "lineItem/UsageAmount", "Quantity", "UsageQuantity"],
  unit: ["ConsumedUnit", "pricing_unit", "pricing/unit", "UnitOfMeasure", "quantity_unit", "Unit"],
  amount: [
    "BilledCost",
    "line_item_unblended_cost",
    "lineItem/UnblendedCost",
    "CostInBillingCurrency",
    "Cost",
    "amount_value",
    "Amount",
  ],
  currency: [
    "BillingCurrency",
    "line_item_currency_code",
    "lineItem/CurrencyCode",
    "BillingCurrencyCode",
    "amount_currency",
    "Currency",
  ],
  input: ["input_tokens", "n_context_tokens_total"],
  cachedInput: ["input_cached_tokens"],
  output: ["output_tokens", "n_generated_tokens_total"],
  requests: ["num_model_requests", "num_requests", "n_requests"],
};

/** A header that the caller named is not there, or no column says how much. */
export class InvoiceError extends Error {}

type Columns = Partial<Record<InvoiceField, number>> & {
  /** All that may say what a row is for: some exports have ids that mean nothing beside names that do. */
  words: number[];
};

function columnsOf(header: readonly string[], named: Partial<Record<InvoiceField, string>>): Columns {
  const places = new Map(header.map((title, at) => [title.trim().toLowerCase(), at]));
  const columns: Columns = { words: [] };
  for (const field of INVOICE_FIELDS) {
    const wanted = named[field];
    if (wanted !== undefined && !places.has(wanted.toLowerCase()))
      throw new InvoiceError(`There is no column "${wanted}". There are: ${header.join(", ")}.`);
    const known = (wanted === undefined ? KNOWN[field] : [wanted]).find((title) => places.has(title.toLowerCase()));
    if (known !== undefined) columns[field] = places.get(known.toLowerCase()) as number;
  }
  const products = named.product === undefined ? KNOWN.product : [named.product];
  columns.words = products.flatMap((title) => places.get(title.toLowerCase()) ?? []);
  const { quantity, amount, input, output, requests } = columns;
  if ([quantity, amount, input, output, requests].every((at) => at === undefined)) {
    throw new InvoiceError(
      `No column holds a quantity or an amount. There are: ${header.join(", ")}. Name one: --column quantity=HEADER.`,
    );
  }
  return columns;
}

/** How many tokens one unit of a quantity is, where its row does not say: as the contract defines it. */
function contractFactor(kind: MeterKind, { tokens }: MeteringDefinition): number {
  if (kind === "requests" || kind === "tool-calls") return 1;
  return tokens === "per-million" ? 1_000_000 : tokens === "per-thousand" ? 1_000 : 1;
}

/**
 * Reads an invoice. Rows that can not be read are listed, never left out in silence.
 * @param named headers by field, where the known ones do not fit
 * Throws an InvoiceError where the columns can not be told.
 */
export function readInvoice(
  text: string,
  named: Partial<Record<InvoiceField, string>>,
  contract: MeteringDefinition,
): Invoice {
  const [header, ...rows] = parseCsv(text);
  if (!header) throw new InvoiceError("The file is empty.");
  const columns = columnsOf(header, named);
  // Where semicolons part the cells, commas part off decimals.
  const decimalComma = separatorOf(text) === ";";
  const invoice: Invoice = { lines: [], unread: [], currencies: [] };
  const currencies = new Set<string>();
  rows.forEach((cells, index) => {
    const row = index + 2;
    const cell = (field: InvoiceField): string => cells[columns[field] ?? -1]?.trim() ?? "";
    const unreadable = AMOUNTS.find(
      (field) => cell(field) !== "" && parseNumber(cell(field), decimalComma) === undefined,
    );
    // A day on which nothing was bought is a row of nothing in some exports.
    if (AMOUNTS.every((field) => cell(field) === "")) return;
    const at = parseMoment(cell("date"));
    if (unreadable) invoice.unread.push({ row, reason: `"${cell(unreadable)}" is no number` });
    else if (cell("date") !== "" && at === undefined)
      invoice.unread.push({ row, reason: `"${cell("date")}" is no date: write it as 2026-11-22` });
    else {
      if (cell("currency") !== "") currencies.add(cell("currency").toUpperCase());
      const number = (field: InvoiceField): number | undefined => parseNumber(cell(field), decimalComma);
      const words = new Set(columns.words.map((place) => cells[place]?.trim() ?? "").filter((word) => word !== ""));
      const common = { row, at, product: [...words].join(" / ") };
      if (columns.input !== undefined || columns.output !== undefined || columns.requests !== undefined)
        invoice.lines.push(...severalLines(common, number));
      else invoice.lines.push(oneLine(common, number, cell("meter"), cell("unit"), contract));
    }
  });
  invoice.currencies = [...currencies];
  return invoice;
}

type Common = Pick<InvoiceLine, "row" | "at" | "product">;
type ReadNumber = (field: InvoiceField) => number | undefined;

function micro(amount: number | undefined): number | undefined {
  return amount === undefined ? undefined : Math.round(amount * 1e6);
}

function oneLine(
  common: Common,
  number: ReadNumber,
  meter: string,
  unit: string,
  contract: MeteringDefinition,
): InvoiceLine {
  const kind = meterKind(`${meter} ${unit}`);
  const quantity = number("quantity");
  const factor = unitFactor(unit) ?? contractFactor(kind, contract);
  return {
    ...common,
    kind,
    quantity: quantity === undefined ? undefined : quantity * factor,
    microAmount: micro(number("amount")),
  };
}

function severalLines(common: Common, number: ReadNumber): InvoiceLine[] {
  const input = number("input");
  const cached = number("cachedInput") ?? 0;
  const lines: InvoiceLine[] = [];
  const add = (kind: MeterKind, quantity: number | undefined): void => {
    if (quantity !== undefined) lines.push({ ...common, kind, quantity, microAmount: undefined });
  };
  add("input", input === undefined ? undefined : input - cached);
  if (cached > 0) add("cached-input", cached);
  add("output", number("output"));
  add("requests", number("requests"));
  const amount = micro(number("amount"));
  if (amount !== undefined) lines.push({ ...common, kind: "tokens", quantity: undefined, microAmount: amount });
  return lines;
}
