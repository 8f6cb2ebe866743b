/** Sums over the decision records. */
import { type Placeholder, whereOf } from "./record-filter.ts";
import type { RecordFilter, TotalsDimension, TotalsRow } from "./types.ts";

/** How a database writes what databases write differently. */
export interface Dialect {
  placeholder: Placeholder;
  /** The beginning of a period in UTC, written so that it sorts, from milliseconds since 1970. */
  period: (name: "hour" | "day" | "month") => string;
  /** The table or view of decisions. */
  decisions: string;
}

const PATTERNS = { hour: "%Y-%m-%dT%H:00Z", day: "%Y-%m-%d", month: "%Y-%m" } as const;

const SQLITE: Dialect = {
  placeholder: () => "?",
  period: (name) => `strftime('${PATTERNS[name]}', at / 1000, 'unixepoch')`,
  decisions: "decisions",
};

const COLUMNS: Record<Exclude<TotalsDimension, Period>, string> = {
  businessUnit: "business_unit",
  workload: "workload",
  provider: "provider",
  model: "model",
  deployment: "deployment",
  outcome: "outcome",
  key: "key_id",
  sensitivity: "sensitivity",
};

type Period = keyof typeof PATTERNS;

/** What totals can be grouped by. */
export const TOTALS_DIMENSIONS = [...Object.keys(COLUMNS), ...Object.keys(PATTERNS)] as readonly TotalsDimension[];

function isPeriod(dimension: TotalsDimension | undefined): dimension is Period {
  return dimension !== undefined && Object.hasOwn(PATTERNS, dimension);
}

/** The statement that sums by the dimensions given, over the records that the filter means. */
export function totalsQuery(
  by: readonly TotalsDimension[],
  filter: RecordFilter,
  dialect: Dialect = SQLITE,
): { sql: string; values: (string | number)[] } {
  const { where, values } = whereOf(filter, dialect.placeholder);
  const expression = (dimension: TotalsDimension): string =>
    isPeriod(dimension) ? dialect.period(dimension) : COLUMNS[dimension];
  const columns = by.map((dimension, index) => `${expression(dimension)} AS g${index}, `);
  const groups = by.map((_, index) => `g${index}`);
  // Periods in their order, all else the dearest first.
  const order = [...groups.filter((_, index) => isPeriod(by[index])), "cost DESC", "requests DESC", ...groups];
  const group = groups.length > 0 ? ` GROUP BY ${groups.join(", ")} ORDER BY ${order.join(", ")}` : "";
  // A request that went on elsewhere counts once, in the record of its end; what its parts cost counts in each.
  const sql = `SELECT ${columns.join("")} count(*) FILTER (WHERE outcome <> 'continued') AS requests,
    count(*) FILTER (WHERE outcome IN ('served', 'orphaned')) AS served,
    count(*) FILTER (WHERE outcome LIKE 'budget.%' OR outcome LIKE 'policy.%' OR outcome LIKE 'limit.%') AS refused,
    coalesce(sum(input_tokens), 0) AS input, coalesce(sum(output_tokens), 0) AS output,
    coalesce(sum(cost), 0) AS cost, count(*) FILTER (WHERE outcome IN ('served', 'continued') AND cost IS NULL) AS unpriced
    FROM ${dialect.decisions}${where}${group}`;
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
