import { readFile } from "node:fs/promises";
import path from "node:path";
import { closest, didYouMean } from "@fairlead/runtime/documents";
import {
  compareInvoice,
  type Invoice,
  InvoiceError,
  type MeteringDefinition,
  meteredUsage,
  productMatcher,
  type RecordFilter,
  readInvoice,
} from "@fairlead/runtime/ledger";
import { compile } from "@fairlead/runtime/policy";
import { type CommandContext, UsageError } from "../context.ts";
import { withLedger } from "../ledger-file.ts";
import { momentOf } from "../moment.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import type { ReconcileOptions } from "./reconcile-options.ts";
import { type Findings, findingsJson, findingsText } from "./reconcile-text.ts";

const DAY_MS = 86_400_000;

/** The period: as asked for, else the days that the invoice names. */
function periodOf(options: ReconcileOptions, invoice: Invoice, now: number): { since: number; until: number } {
  const moments = invoice.lines.flatMap(({ at }) => at ?? []);
  const named = options.since !== undefined && options.until !== undefined;
  if (moments.length === 0 && !named) {
    throw new UsageError(
      "cli.bad-option",
      "The invoice names no dates. Give its period: --since 2026-11-01 --until 2026-12-01 (the first day after it).",
    );
  }
  const first = moments.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = moments.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return {
    since: options.since === undefined ? Math.floor(first / DAY_MS) * DAY_MS : momentOf(options.since, now, "--since"),
    until:
      options.until === undefined ? (Math.floor(last / DAY_MS) + 1) * DAY_MS : momentOf(options.until, now, "--until"),
  };
}

function rateOf(options: ReconcileOptions, { currencies }: Invoice): number {
  if (currencies.length > 1)
    throw new UsageError("cli.bad-option", `The invoice mixes currencies: ${currencies.join(", ")}. Split it first.`);
  const [currency = "USD"] = currencies;
  if (currency === "USD") return 1;
  if (options.rate !== undefined) return options.rate;
  throw new UsageError("cli.bad-option", `The invoice is in ${currency}. Say what one ${currency} is in USD: --rate.`);
}

async function invoiceOf(
  file: string,
  options: ReconcileOptions,
  contract: MeteringDefinition,
  context: CommandContext,
): Promise<Invoice> {
  let text: string;
  try {
    text = await readFile(path.resolve(context.cwd, file), "utf8");
  } catch (error) {
    throw new UsageError("cli.unreadable-path", `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return readInvoice(text, options.column, contract);
  } catch (error) {
    if (error instanceof InvoiceError) throw new UsageError("cli.bad-invoice", `${file}: ${error.message}`);
    throw error;
  }
}

/** `fairlead ledger reconcile`: names each difference. Exit code 1 where there is one. */
export async function reconcile(file: string, options: ReconcileOptions, context: CommandContext): Promise<void> {
  const { documents } = await loadPolicyWorkspace(context, path.resolve(context.cwd, options.workspace));
  const { catalog } = documents;
  const known = Object.keys(catalog.providers);
  if (!known.includes(options.provider)) {
    const hint = didYouMean(closest(options.provider, known));
    throw new UsageError("cli.unknown-provider", `There is no provider "${options.provider}" in the catalog.${hint}`);
  }
  const deployments = compile(documents).deployments.filter(({ provider }) => provider === options.provider);
  const stray = options.map.find(({ deployment }) => deployments.every(({ id }) => id !== deployment));
  if (stray) {
    throw new UsageError(
      "cli.unknown-deployment",
      `--map: ${options.provider} has no deployment "${stray.deployment}". It has: ${deployments.map(({ id }) => id).join(", ")}.`,
    );
  }
  const contractId = catalog.providers[options.provider]?.contract;
  const contract: MeteringDefinition =
    (contractId === undefined ? undefined : catalog.contracts[contractId]?.metering) ?? {};
  const invoice = await invoiceOf(file, options, contract, context);
  const rate = rateOf(options, invoice);
  const period = periodOf(options, invoice, context.now());
  const wanted = options.match?.toLowerCase();
  const lines = invoice.lines.filter(
    ({ at, product }) =>
      (at === undefined || (at >= period.since && at < period.until)) &&
      (wanted === undefined || product.toLowerCase().includes(wanted)),
  );
  const filter: RecordFilter = { ...period, provider: options.provider };
  await withLedger(options, context, async (ledger) => {
    const usage = await meteredUsage(ledger.records(filter));
    const comparisons = compareInvoice(lines, usage.rows, {
      contract,
      tolerance: options.tolerance,
      rate,
      deploymentOf: productMatcher(deployments, options.map),
    });
    const found: Findings = {
      comparisons,
      usage,
      invoice,
      period,
      contract: contractId,
      leftOut: invoice.lines.length - lines.length,
      provider: options.provider,
      tolerance: options.tolerance,
    };
    if (invoice.unread.length > 0 || comparisons.some(({ differences }) => differences.length > 0))
      context.setExitCode(1);
    context.stdout(options.json ? `${JSON.stringify(findingsJson(found), null, 2)}\n` : findingsText(found));
  });
}
