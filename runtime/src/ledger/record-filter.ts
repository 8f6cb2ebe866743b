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

/** How a database writes the parameter of a place, from 1. */
export type Placeholder = (place: number) => string;

const QUESTION_MARK: Placeholder = () => "?";

/** The condition of a filter, beginning with ` WHERE ` where there is one, and the values of its parameters. */
export function whereOf(
  filter: RecordFilter,
  placeholder: Placeholder = QUESTION_MARK,
): { where: string; values: (string | number)[] } {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(`${condition} ${placeholder(values.length)}`);
  };
  add("at >=", filter.since);
  add("at <", filter.until);
  for (const dimension of FILTER_DIMENSIONS) add(`${EQUALS[dimension]} =`, filter[dimension]);
  return { where: conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "", values };
}
