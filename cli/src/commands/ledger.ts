import { formatUsd, microUsd } from "@fairlead/runtime/documents";
import { TOTALS_DIMENSIONS, type TotalsDimension, type TotalsRow } from "@fairlead/runtime/ledger";
import { type CommandContext, UsageError } from "../context.ts";
import { ledgerPath, openExistingLedger } from "../ledger-file.ts";
import { type LedgerOptions, withLedgerOptions } from "../ledger-options.ts";
import { wholeNumber } from "../whole-number.ts";
import type { RegisterSubcommand } from "./index.ts";

function dimensionsOf(text: string): TotalsDimension[] {
  return text.split(",").map((name) => {
    const dimension = TOTALS_DIMENSIONS.find((known) => known === name.trim());
    if (dimension) return dimension;
    throw new UsageError("cli.unknown-dimension", `--by ${name}: choose from ${TOTALS_DIMENSIONS.join(", ")}.`);
  });
}

function totalsTable(by: readonly TotalsDimension[], rows: readonly TotalsRow[]): string {
  const header = [...by, "requests", "served", "refused", "failed", "tokens in", "tokens out", "USD"];
  const lines = rows.map((row) => [
    ...by.map((dimension) => row.group[dimension] ?? "-"),
    String(row.requests),
    String(row.served),
    String(row.refused),
    String(row.failed),
    String(row.inputTokens),
    String(row.outputTokens),
    formatUsd(microUsd(row.costMicroUsd)),
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const write = (cells: string[]): string =>
    cells
      .map((cell, column) =>
        column < by.length ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return `${[header, ...lines].map(write).join("\n")}\n`;
}

async function totals(options: LedgerOptions & { by: string }, context: CommandContext): Promise<void> {
  const by = dimensionsOf(options.by);
  const ledger = openExistingLedger(ledgerPath(context, options.workspace, options.ledger));
  try {
    const rows = await ledger.totals(by);
    context.stdout(options.json ? `${JSON.stringify(rows, null, 2)}\n` : totalsTable(by, rows));
  } finally {
    ledger.close();
  }
}

async function decisions(options: LedgerOptions & { limit: number }, context: CommandContext): Promise<void> {
  const ledger = openExistingLedger(ledgerPath(context, options.workspace, options.ledger));
  try {
    const records = await ledger.decisions(options.limit);
    if (options.json) context.stdout(`${JSON.stringify(records, null, 2)}\n`);
    else {
      for (const record of records) {
        const cost = record.costMicroUsd === null ? "unknown" : formatUsd(microUsd(record.costMicroUsd));
        const where = record.deployment ?? "-";
        context.stdout(
          `${new Date(record.at).toISOString()}  ${record.id}  ${record.workload}  ${where}  ${record.outcome}  ${record.attempts.length} attempts  ${cost} USD\n`,
        );
      }
      if (records.length === 0) context.stdout("No decisions.\n");
    }
  } finally {
    ledger.close();
  }
}

/** Adds `fairlead ledger totals|decisions`. */
export const registerLedger: RegisterSubcommand = (program, context) => {
  const ledger = program.command("ledger").description("what was decided, used and paid");
  withLedgerOptions(ledger.command("totals"))
    .description("sum requests, tokens and money")
    .option("--by <dimensions>", `comma-separated: ${TOTALS_DIMENSIONS.join(", ")}`, "workload,provider")
    .action((options: LedgerOptions & { by: string }) => totals(options, context));
  withLedgerOptions(ledger.command("decisions"))
    .description("show the decision records, the newest first")
    .option("--limit <number>", "how many", wholeNumber, 20)
    .action((options: LedgerOptions & { limit: number }) => decisions(options, context));
};
