/** Sums over the decision records. */
import type { TotalsDimension, TotalsRow } from "./types.ts";

const COLUMNS: Record<TotalsDimension, string> = {
  businessUnit: "business_unit",
  workload: "workload",
  provider: "provider",
  model: "model",
  deployment: "deployment",
  outcome: "outcome",
};

/** What totals can be grouped by. */
export const TOTALS_DIMENSIONS = Object.keys(COLUMNS) as readonly TotalsDimension[];

/** The statement that sums by the dimensions given; its one parameter is the earliest time. */
export function totalsQuery(by: readonly TotalsDimension[]): string {
  const columns = by.map((dimension) => COLUMNS[dimension]);
  const group = columns.length > 0 ? `GROUP BY ${columns.join(", ")} ORDER BY cost DESC, requests DESC` : "";
  return `SELECT ${[...columns, ""].join(", ")} count(*) AS requests,
    coalesce(sum(outcome IN ('served', 'orphaned')), 0) AS served,
    coalesce(sum(outcome GLOB 'budget.*' OR outcome GLOB 'policy.*'), 0) AS refused,
    coalesce(sum(input_tokens), 0) AS input, coalesce(sum(output_tokens), 0) AS output,
    coalesce(sum(cost), 0) AS cost, coalesce(sum(outcome = 'served' AND cost IS NULL), 0) AS unpriced
    FROM decisions WHERE at >= ? ${group}`;
}

/** One row of that statement's answer. */
export function totalsRow(by: readonly TotalsDimension[], row: Record<string, string | number | null>): TotalsRow {
  const number = (column: string): number => Number(row[column]);
  const text = (column: string): string | null => (row[column] === null ? null : String(row[column]));
  return {
    group: Object.fromEntries(by.map((dimension) => [dimension, text(COLUMNS[dimension])])),
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
