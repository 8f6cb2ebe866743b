import { INVOICE_FIELDS, type InvoiceField } from "@fairlead/runtime/ledger";
import { UsageError } from "../context.ts";
import type { LedgerOptions } from "../ledger-options.ts";

export interface ReconcileOptions extends LedgerOptions {
  provider: string;
  since?: string;
  until?: string;
  tolerance: number;
  rate?: number;
  column: Partial<Record<InvoiceField, string>>;
  map: { part: string; deployment: string }[];
  match?: string;
}

/** Reads `FIELD=HEADER`, as commander hands it over. */
export function parseColumn(
  text: string,
  earlier: Partial<Record<InvoiceField, string>>,
): Partial<Record<InvoiceField, string>> {
  const [name = "", header] = splitOnce(text);
  const field = INVOICE_FIELDS.find((known) => known === name);
  if (field && header) return { ...earlier, [field]: header };
  throw new UsageError(
    "cli.bad-option",
    `--column ${text}: write FIELD=HEADER with one of ${INVOICE_FIELDS.join(", ")}.`,
  );
}

/** Reads `TEXT=DEPLOYMENT`. */
export function parseMapping(text: string, earlier: ReconcileOptions["map"]): ReconcileOptions["map"] {
  const [part, deployment] = splitOnce(text);
  if (part && deployment) return [...earlier, { part, deployment }];
  throw new UsageError("cli.bad-option", `--map ${text}: write TEXT=DEPLOYMENT.`);
}

/** Reads `0.5%` or `0.005`. */
export function parseTolerance(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  const value = match ? Number(match[1]) / (match[2] ? 100 : 1) : Number.NaN;
  if (value >= 0 && value < 1) return value;
  throw new UsageError("cli.bad-option", `--tolerance ${text}: write a percentage such as 0.5%.`);
}

/** Reads what one unit of another currency is worth. */
export function parseRate(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(
    "cli.bad-option",
    `--rate ${text}: write the USD for one unit of the invoice's currency, such as 1.08.`,
  );
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.lastIndexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
