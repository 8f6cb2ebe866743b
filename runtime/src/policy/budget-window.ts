/** Calendar windows of budgets in their time zone. */
import { DateTime, type Zone } from "luxon";
import type { BudgetWindow } from "../documents/vocabulary.ts";

export interface WindowBounds {
  /** Milliseconds since 1970, inclusive. */
  start: number;
  /** Milliseconds since 1970, exclusive: when the budget starts anew. */
  end: number;
}

/** Offsets lie between 12 hours behind and 14 hours ahead of UTC; a quarter of an hour more is looked at. */
const MOST_BEHIND_MS = 12.25 * 3_600_000;
const MOST_AHEAD_MS = 14.25 * 3_600_000;

/**
 * The calendar window that a moment falls in. It lasts from the first moment at which the clocks of the zone have
 * reached its beginning to the first at which they have reached its end. So days may have 23 or 25 hours, an hour, or
 * a midnight, that the clocks show twice begins one window and not two, and one that they leap over begins none. Weeks
 * begin on Monday (ISO 8601).
 * @param at milliseconds since 1970
 * @param timezone IANA name; the documents are checked to hold a known one
 */
export function budgetWindow(window: BudgetWindow, timezone: string, at: number): WindowBounds {
  const { zone } = DateTime.fromMillis(at, { zone: timezone });
  if (!zone.isValid) throw new RangeError(`time zone ${timezone} is not known`);
  // The clock's own reading as if it were UTC, where no clock is ever put forward or back.
  const reading = DateTime.fromMillis(at + offsetOf(zone, at), { zone: "utc" });
  // Put back over a beginning, clocks show once more what was before it: the window goes on.
  let begins = reading.startOf(window);
  let start = reached(zone, begins.toMillis());
  for (;;) {
    const next = begins.plus({ [window]: 1 });
    const end = reached(zone, next.toMillis());
    if (end > at) return { start, end };
    [begins, start] = [next, end];
  }
}

function offsetOf(zone: Zone, at: number): number {
  return zone.offset(at) * 60_000;
}

/** The first moment at which the clocks of a zone show this or later. `reading` is what they show, as if it were UTC. */
function reached(zone: Zone, reading: number): number {
  let before = reading - MOST_AHEAD_MS;
  let after = reading + MOST_BEHIND_MS;
  const [first, last] = [offsetOf(zone, before), offsetOf(zone, after)];
  if (first === last) return reading - first;
  // They are changed in between: when?
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetOf(zone, middle) === first) before = middle;
    else after = middle;
  }
  return reading - first < after ? reading - first : Math.max(after, reading - last);
}
