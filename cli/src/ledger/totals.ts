import { formatUsd, microUsd } from "@fairlead/runtime/documents";
import { csvRow, TOTALS_DIMENSIONS, type TotalsDimension, type TotalsRow } from "@fairlead/runtime/ledger";
import { type CommandContext, UsageError } from "../context.ts";
import { withLedger } from "../ledger-file.ts";
import type { LedgerOptions } from "../ledger-options.ts";
import { type FilterOptions, filterOf } from "./filter-options.ts";
import { type FormatOptions, formatOf, table } from "./format.ts";

export type TotalsOptions = LedgerOptions & FilterOptions & FormatOptions & { by: string };

function dimensionsOf(text: string): TotalsDimension[] {
  if (text.trim() === "") return [];
  return text.split(",").map((name) => {
    const dimension = TOTALS_DIMENSIONS.find((known) => known === name.trim());
    if (dimension) return dimension;
    throw new UsageError("cli.unknown-dimension", `--by ${name}: choose from ${TOTALS_DIMENSIONS.join(", ")}.`);
  });
}

const NUMBERS = ["requests", "served", "refused", "failed", "inputTokens", "outputTokens", "unpriced"] as const;

function cells(by: readonly TotalsDimension[], row: TotalsRow): string[] {
  return [
    ...by.map((dimension) => row.group[dimension] ?? ""),
    ...NUMBERS.map((name) => String(row[name])),
    formatUsd(microUsd(row.costMicroUsd)),
  ];
}

/** `fairlead ledger totals`: requests, tokens and money by dimensions. */
export function totals(options: TotalsOptions, context: CommandContext): Promise<void> {
  const by = dimensionsOf(options.by);
  return withLedger(options, context, async (ledger) => {
    const rows = await ledger.totals(by, filterOf(options, context.now()));
    switch (formatOf(options)) {
      case "json":
        context.stdout(`${JSON.stringify(rows, null, 2)}\n`);
        break;
      case "csv":
        context.stdout(csvRow([...by, ...NUMBERS, "costUsd"]));
        for (const row of rows) context.stdout(csvRow(cells(by, row)));
        break;
      case "text": {
        const header = [...by, "requests", "served", "refused", "failed", "tokens in", "tokens out", "unpriced", "USD"];
        const lines = rows.map((row) => cells(by, row).map((cell) => cell || "-"));
        context.stdout(table(header, lines, by.length));
      }
    }
  });
}
