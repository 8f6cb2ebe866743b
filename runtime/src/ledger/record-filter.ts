/** Which records are meant. */
import type { RecordFilter } from "./types.ts";

const EQUALS = {
  key: "key_id",
  workload: "workload",
  businessUnit: "business_unit",
  sensitivity: "sensitivity",
  provider: "provider",
  model: "model",
  deployment: "deployment",
  outcome: "outcome",
} as const satisfies Partial<Record<keyof RecordFilter, string>>;

/** What a filter can ask for by value. */
export const FILTER_DIMENSIONS = Object.keys(EQUALS) as readonly (keyof typeof EQUALS)[];

/** The condition of a filter, beginning with ` WHERE ` where there is one, and the values of its parameters. */
export function whereOf(filter: RecordFilter): { where: string; values: (string | number)[] } {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  add("at >= ?", filter.since);
  add("at < ?", filter.until);
  for (const dimension of FILTER_DIMENSIONS) add(`${EQUALS[dimension]} = ?`, filter[dimension]);
  return { where: conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "", values };
}
