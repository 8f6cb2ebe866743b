/** What comparing an invoice found, for people and for programs. */
import { formatUsd, microUsd } from "@fairlead/runtime/documents";
import type { Comparison, Invoice, MeteredUsage } from "@fairlead/runtime/ledger";
import { table } from "./format.ts";

export interface Findings {
  comparisons: readonly Comparison[];
  usage: MeteredUsage;
  invoice: Invoice;
  period: { since: number; until: number };
  contract: string | undefined;
  leftOut: number;
  provider: string;
  tolerance: number;
}

/** What was found, as JSON. */
export function findingsJson({ comparisons, usage, invoice, period, contract, leftOut }: Findings): unknown {
  return {
    since: new Date(period.since).toISOString(),
    until: new Date(period.until).toISOString(),
    contract: contract ?? null,
    comparisons,
    uncertain: usage.uncertain,
    unreadRows: invoice.unread,
    linesLeftOut: leftOut,
  };
}

function amount(micro: number | undefined): string {
  return micro === undefined ? "-" : `${micro < 0 ? "-" : ""}${formatUsd(microUsd(Math.abs(micro)))}`;
}

const WIDEST = 48;

function shortened(words: string): string {
  return words.length > WIDEST ? `${words.slice(0, WIDEST - 1)}…` : words;
}

/** What was found, as a table and a line for each difference. */
export function findingsText(found: Findings): string {
  const { comparisons, usage, invoice, period, contract, leftOut, provider, tolerance } = found;
  const days = [period.since, period.until].map((at) => new Date(at).toISOString().slice(0, 16)).join(" to ");
  const rows = comparisons.map((one) => [
    shortened(one.deployment ?? one.product ?? "-"),
    one.kind,
    one.invoiced.quantity === undefined ? "-" : String(one.invoiced.quantity),
    String(one.metered.quantity),
    amount(one.invoiced.microUsd),
    amount(one.metered.microUsd),
    one.differences.length > 0 ? "differs" : "",
  ]);
  const header = ["deployment", "what", "invoice", "metered", "invoice USD", "metered USD", ""];
  const lines = [
    `${provider}, ${days} UTC, ${contract === undefined ? "no contract in the catalog" : `contract ${contract}`}\n`,
    table(header, rows, 2),
  ];
  const differing = comparisons.filter(({ differences }) => differences.length > 0);
  for (const one of differing)
    for (const difference of one.differences) lines.push(`${one.deployment ?? one.product ?? "-"}: ${difference}\n`);
  for (const { row, reason } of invoice.unread) lines.push(`Row ${row} of the invoice was not read: ${reason}.\n`);
  if (leftOut > 0) lines.push(`${leftOut} lines of the invoice are outside of the period, or do not match.\n`);
  const { requests, microUsd: uncertain } = usage.uncertain;
  if (requests > 0) {
    lines.push(
      `${requests} requests were settled at an estimate or at their reservation (${amount(uncertain)} USD): the provider reported no usage for them.\n`,
    );
  }
  if (differing.length === 0 && invoice.unread.length === 0)
    lines.push(`Nothing differs by more than ${tolerance * 100} %.\n`);
  return lines.join("");
}
