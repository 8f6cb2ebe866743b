/** What an invoice and the ledger say of the same things, and where they differ. */
import { formatUsd, microUsd as money } from "../../documents/money.ts";
import type { Comparison, InvoiceLine, Metered, MeteringDefinition, MeterKind } from "./types.ts";

export interface CompareOptions {
  contract: MeteringDefinition;
  /** The part of a quantity or an amount that may differ: 0.005 is half a percent. */
  tolerance: number;
  /** USD for one unit of the invoice's currency. */
  rate: number;
  /** The deployment that an invoice's words mean; undefined where none is known. */
  deploymentOf: (product: string) => string | undefined;
}

/** Amounts that differ by less than a cent do not differ: invoices are rounded. */
const SMALLEST_MICRO_USD = 10_000;

const NAMES: Record<MeterKind, string> = {
  input: "input tokens",
  "cached-input": "cached input tokens",
  "cache-write": "cache write tokens",
  "cache-write-hour": "cache write tokens for an hour",
  output: "output tokens",
  tokens: "tokens",
  requests: "requests",
  "tool-calls": "tool calls",
  other: "units",
};

function usd(micro: number): string {
  return `${micro < 0 ? "-" : ""}${formatUsd(money(Math.abs(Math.round(micro))))} USD`;
}

function apart(a: number, b: number, tolerance: number, atLeast: number): boolean {
  return Math.abs(a - b) > Math.max(tolerance * Math.max(Math.abs(a), Math.abs(b)), atLeast);
}

/** How the contract says that a kind is metered. */
function definition(kind: MeterKind, contract: MeteringDefinition): "counted" | "billed" | "not-metered" | undefined {
  if (kind === "requests") return contract.requests;
  if (kind === "tool-calls") return contract.toolCalls;
  if (kind === "other") return undefined;
  return contract.tokens === "not-metered" ? "not-metered" : "billed";
}

function differencesOf(one: Comparison, { contract, tolerance }: CompareOptions): string[] {
  const { invoiced, metered, kind } = one;
  const found: string[] = [];
  const name = NAMES[kind];
  const rule = definition(kind, contract);
  const amount = invoiced.microUsd;
  if (one.deployment === undefined) {
    const what = invoiced.quantity === undefined ? "" : ` ${invoiced.quantity} ${name},`;
    return amount === undefined && !invoiced.quantity ? [] : [`on the invoice only:${what} ${usd(amount ?? 0)}`];
  }
  if (rule === "not-metered") {
    if (amount) found.push(`the contract does not meter ${name}, the invoice bills ${usd(amount)}`);
    return found;
  }
  if (rule === "counted" && amount)
    found.push(`the contract counts ${name} without billing them, the invoice bills ${usd(amount)}`);
  if (invoiced.quantity !== undefined && apart(invoiced.quantity, metered.quantity, tolerance, 0)) {
    const difference = invoiced.quantity - metered.quantity;
    found.push(
      `${name}: invoice ${invoiced.quantity}, metered ${metered.quantity} (${difference > 0 ? "+" : ""}${difference})`,
    );
  }
  if (rule !== "counted" && amount !== undefined && apart(amount, metered.microUsd, tolerance, SMALLEST_MICRO_USD)) {
    const difference = amount - metered.microUsd;
    found.push(
      `amount for ${name}: invoice ${usd(amount)}, metered ${usd(metered.microUsd)} (${difference > 0 ? "+" : ""}${usd(difference)})`,
    );
  }
  return found;
}

/**
 * An invoice that gives one amount for all tokens is compared with the sum over their kinds, and one that does not tell
 * how long something is cached with the sum over the times.
 */
function fold(metered: readonly Metered[], lines: readonly InvoiceLine[], options: CompareOptions): Metered[] {
  const having = (kind: MeterKind): Set<string | undefined> =>
    new Set(
      lines
        .filter((line) => line.kind === kind && line.quantity !== undefined)
        .map(({ product }) => options.deploymentOf(product)),
    );
  const [coarse, writing, writingHour] = [having("tokens"), having("cache-write"), having("cache-write-hour")];
  return metered.map((row) => {
    const { deployment, kind } = row;
    if (coarse.has(deployment) && kind !== "requests" && kind !== "tool-calls") return { ...row, kind: "tokens" };
    const isOneTime = writing.has(deployment) && !writingHour.has(deployment);
    return kind === "cache-write-hour" && isOneTime ? { ...row, kind: "cache-write" } : row;
  });
}

/** Where quantities come by kind and one amount for all of them, the amounts of the kinds count for the one. */
function foldAmounts(rows: Map<string, Comparison>): void {
  for (const one of rows.values()) {
    if (one.kind !== "tokens" || one.invoiced.microUsd === undefined || one.invoiced.quantity !== undefined) continue;
    for (const other of rows.values()) {
      if (other === one || other.deployment !== one.deployment || other.invoiced.microUsd !== undefined) continue;
      one.metered.microUsd += other.metered.microUsd;
      other.metered.microUsd = 0;
    }
  }
}

/** Compares, deployment by deployment and kind by kind. What only one side has is compared with nothing. */
export function compareInvoice(
  lines: readonly InvoiceLine[],
  metered: readonly Metered[],
  options: CompareOptions,
): Comparison[] {
  const rows = new Map<string, Comparison>();
  const row = (deployment: string | undefined, kind: MeterKind, product: string | undefined): Comparison => {
    const key = JSON.stringify([deployment ?? null, kind, deployment === undefined ? product : null]);
    let found = rows.get(key);
    if (!found) {
      const nothing = { quantity: 0, microUsd: 0 };
      found = {
        deployment,
        kind,
        product,
        invoiced: { quantity: undefined, microUsd: undefined },
        metered: nothing,
        differences: [],
      };
      rows.set(key, found);
    }
    return found;
  };
  for (const { deployment, kind, quantity, microUsd } of fold(metered, lines, options)) {
    const { metered: sum } = row(deployment, kind, undefined);
    sum.quantity += quantity;
    sum.microUsd += microUsd;
  }
  for (const line of lines) {
    const deployment = options.deploymentOf(line.product);
    const { invoiced } = row(deployment, line.kind, deployment === undefined ? line.product : undefined);
    if (line.quantity !== undefined) invoiced.quantity = (invoiced.quantity ?? 0) + line.quantity;
    if (line.microAmount !== undefined)
      invoiced.microUsd = (invoiced.microUsd ?? 0) + Math.round(line.microAmount * options.rate);
  }
  // The wide forms say nothing of amounts, the narrow ones nothing of requests: what a form can not say is not missing.
  const saysRequests = lines.some(({ kind }) => kind === "requests") || options.contract.requests === "billed";
  const saysAmounts = lines.some(({ microAmount }) => microAmount !== undefined);
  const saysQuantities = lines.some(({ quantity }) => quantity !== undefined);
  foldAmounts(rows);
  for (const one of rows.values()) {
    const silent = one.invoiced.quantity === undefined && one.invoiced.microUsd === undefined;
    if (silent && one.deployment !== undefined && (one.kind !== "requests" || saysRequests)) {
      if (saysQuantities) one.invoiced.quantity = 0;
      if (saysAmounts && one.metered.microUsd > 0) one.invoiced.microUsd = 0;
    }
    one.differences = differencesOf(one, options);
  }
  return [...rows.values()].toSorted((a, b) => {
    const [first, second] = [a.deployment ?? "\uFFFF", b.deployment ?? "\uFFFF"];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}
