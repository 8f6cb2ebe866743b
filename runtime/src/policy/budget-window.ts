/** Calendar windows of budgets in their time zone. */
import { DateTime } from "luxon";
import type { BudgetWindow } from "../documents/vocabulary.ts";

export interface WindowBounds {
  /** Milliseconds since 1970, inclusive. */
  start: number;
  /** Milliseconds since 1970, exclusive: when the budget starts anew. */
  end: number;
}

/**
 * The calendar window that a moment falls in. Hours are hours of the wall clock, days may have 23 or 25 hours,
 * weeks begin on Monday (ISO 8601).
 * @param at milliseconds since 1970
 * @param timezone IANA name; the documents are checked to hold a known one
 */
export function budgetWindow(window: BudgetWindow, timezone: string, at: number): WindowBounds {
  const start = DateTime.fromMillis(at, { zone: timezone }).startOf(window);
  if (!start.isValid) throw new RangeError(`time zone ${timezone} is not known`);
  // Plus a unit and back to its start, so that a change of the clocks in between does not shift the end.
  const end = start.plus({ [window]: 1 }).startOf(window);
  return { start: start.toMillis(), end: end.toMillis() };
}
