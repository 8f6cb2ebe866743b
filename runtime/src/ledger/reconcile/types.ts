/** Comparing a provider's invoice with what was metered. */

/** What an invoice counts. `tokens`: it does not say which kind. */
export type MeterKind =
  | "input"
  | "cached-input"
  | "cache-write"
  | "cache-write-hour"
  | "output"
  | "tokens"
  | "requests"
  | "tool-calls"
  | "other";

/** One amount of an invoice. */
export interface InvoiceLine {
  /** Where it stands in the file, from 1; the header is row 1. */
  row: number;
  /** Milliseconds since 1970, the beginning of what it is for; undefined where the invoice does not say. */
  at: number | undefined;
  /** What it is for, in the invoice's own words. */
  product: string;
  kind: MeterKind;
  /** Tokens, requests or calls; undefined where the invoice gives none. */
  quantity: number | undefined;
  /** In the invoice's currency, millionths; undefined where the invoice gives none. */
  microAmount: number | undefined;
}

/** A row that can not be read as a line, and why. */
export interface UnreadRow {
  row: number;
  reason: string;
}

export interface Invoice {
  lines: InvoiceLine[];
  unread: UnreadRow[];
  /** The currencies that it names; none where it names none. */
  currencies: string[];
}

/** A contract's definition of what is metered, as the catalog has it. */
export interface MeteringDefinition {
  tokens?: "per-million" | "per-thousand" | "not-metered" | undefined;
  requests?: "counted" | "billed" | "not-metered" | undefined;
  toolCalls?: "counted" | "billed" | "not-metered" | undefined;
}

/** What the ledger says of one deployment and kind. */
export interface Metered {
  deployment: string;
  kind: MeterKind;
  quantity: number;
  microUsd: number;
}

/** What invoice and ledger say of one thing. */
export interface Comparison {
  deployment: string | undefined;
  kind: MeterKind;
  /** The invoice's own words, where no deployment is known that they mean. */
  product: string | undefined;
  invoiced: { quantity: number | undefined; microUsd: number | undefined };
  metered: { quantity: number; microUsd: number };
  /** What differs by more than is tolerated, in words; empty where nothing does. */
  differences: string[];
}
