/** Sums over the decision records. */
import { whereOf } from "./record-filter.ts";
import type { RecordFilter, TotalsDimension, TotalsRow } from "./types.ts";

/** Periods are those of UTC, written so that they sort. */
const EXPRESSIONS: Record<TotalsDimension, string> = {
  businessUnit: "business_unit",
  workload: "workload",
  provider: "provider",
  model: "model",
  deployment: "deployment",
  outcome: "outcome",
  key: "key_id",
  sensitivity: "sensitivity",
  hour: "strftime('%Y-%m-%dT%H:00Z', at / 1000, 'unixepoch')",
  day: "strftime('%Y-%m-%d', at / 1000, 'unixepoch')",
  month: "strftime('%Y-%m', at / 1000, 'unixepoch')",
};

/** What totals can be grouped by. */
export const TOTALS_DIMENSIONS = Object.keys(EXPRESSIONS) as readonly TotalsDimension[];

const PERIODS: ReadonlySet<TotalsDimension> = new Set(["hour", "day", "month"]);

/** The statement that sums by the dimensions given, over the records that the filter means. */
export function totalsQuery(
  by: readonly TotalsDimension[],
  filter: RecordFilter,
): { sql: string; values: (string | number)[] } {
  const { where, values } = whereOf(filter);
  const columns = by.map((dimension, index) => `${EXPRESSIONS[dimension]} AS g${index}, `);
  const groups = by.map((_, index) => `g${index}`);
  // Periods in their order, all else the dearest first.
  const order = [
    ...groups.filter((_, index) => PERIODS.has(by[index] as TotalsDimension)),
    "cost DESC",
    "requests DESC",
    ...groups,
  ];
  const group = groups.length > 0 ? ` GROUP BY ${groups.join(", ")} ORDER BY ${order.join(", ")}` : "";
  const sql = `SELECT ${columns.join("")} count(*) AS requests,
    coalesce(sum(outcome IN ('served', 'orphaned')), 0) AS served,
    coalesce(sum(outcome GLOB 'budget.*' OR outcome GLOB 'policy.*' OR outcome GLOB 'limit.*'), 0) AS refused,
    coalesce(sum(input_tokens), 0) AS input, coalesce(sum(output_tokens), 0) AS output,
    coalesce(sum(cost), 0) AS cost, coalesce(sum(outcome = 'served' AND cost IS NULL), 0) AS unpriced
    FROM decisions${where}${group}`;
  return { sql, values };
}

/** One row of that statement's answer. */
export function totalsRow(by: readonly TotalsDimension[], row: Record<string, string | number | null>): TotalsRow {
  const number = (column: string): number => Number(row[column]);
  const text = (column: string): string | null => (row[column] === null ? null : String(row[column]));
  return {
    group: Object.fromEntries(by.map((dimension, index) => [dimension, text(`g${index}`)])),
    requests: number("requests"),
    served: number("served"),
    refused: number("refused"),
    failed: number("requests") - number("served") - number("refused"),
    inputTokens: number("input"),
    outputTokens: number("output"),
    costMicroUsd: number("cost"),
    unpriced: number("unpriced"),
  };
}
