import { formatUsd, microUsd } from "@fairlead/runtime/documents";
import { csvRow, type DecisionRecord } from "@fairlead/runtime/ledger";
import type { CommandContext } from "../context.ts";
import { withLedger } from "../ledger-file.ts";
import type { LedgerOptions } from "../ledger-options.ts";
import { type FilterOptions, filterOf } from "./filter-options.ts";
import { type FormatOptions, formatOf } from "./format.ts";

export type QueryOptions = LedgerOptions & FilterOptions & FormatOptions & { limit: number };

const COLUMNS: Record<string, (record: DecisionRecord) => string | number | boolean | null | undefined> = {
  at: ({ at }) => new Date(at).toISOString(),
  id: ({ id }) => id,
  key: ({ key }) => key,
  businessUnit: ({ businessUnit }) => businessUnit,
  workload: ({ workload }) => workload,
  sensitivity: ({ sensitivity }) => sensitivity,
  generation: ({ generation }) => generation,
  stream: ({ stream }) => stream,
  outcome: ({ outcome }) => outcome,
  status: ({ status }) => status,
  provider: ({ provider }) => provider,
  model: ({ model }) => model,
  deployment: ({ deployment }) => deployment,
  attempts: ({ attempts }) => attempts.length,
  inputTokens: ({ usage }) => usage?.input,
  cachedInputTokens: ({ usage }) => usage?.cachedInput,
  cacheWriteTokens: ({ usage }) => usage?.cacheWrite,
  cacheWriteHourTokens: ({ usage }) => usage?.cacheWriteHour,
  outputTokens: ({ usage }) => usage?.output,
  usageBasis: ({ usageBasis }) => usageBasis,
  costUsd: ({ costMicroUsd }) => (costMicroUsd === null ? null : formatUsd(microUsd(costMicroUsd))),
  priceBasis: ({ priceBasis }) => priceBasis,
  ttftMs: ({ ttftMs }) => ttftMs,
  totalMs: ({ totalMs }) => totalMs,
};

function line(record: DecisionRecord): string {
  const cost = record.costMicroUsd === null ? "unknown" : formatUsd(microUsd(record.costMicroUsd));
  const where = record.deployment ?? "-";
  return `${new Date(record.at).toISOString()}  ${record.id}  ${record.workload}  ${where}  ${record.outcome}  ${record.attempts.length} attempts  ${cost} USD\n`;
}

/** `fairlead ledger query`: the records that the options mean, the newest first. */
export function query(options: QueryOptions, context: CommandContext): Promise<void> {
  return withLedger(options, context, async (ledger) => {
    const records = await ledger.decisions(options.limit, filterOf(options, context.now()));
    switch (formatOf(options)) {
      case "json":
        context.stdout(`${JSON.stringify(records, null, 2)}\n`);
        break;
      case "csv":
        context.stdout(csvRow(Object.keys(COLUMNS)));
        for (const record of records) context.stdout(csvRow(Object.values(COLUMNS).map((value) => value(record))));
        break;
      case "text":
        for (const record of records) context.stdout(line(record));
        if (records.length === 0) context.stdout("No decisions.\n");
    }
  });
}
