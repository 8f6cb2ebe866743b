/** Dates that contracts, notices and measurements often have, reckoned from today. All in UTC, as the documents' are. */
import type { CommonValue } from "./common-values.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Keys whose date has been; for all others it is to come. */
const PAST: ReadonlySet<string> = new Set(["checked", "measured", "announced", "starts"]);

/** Dates for a key, the likeliest first. `now` is in milliseconds since 1970. */
export function suggestedDates(key: string | undefined, now: number): CommonValue[] {
  const today = new Date(now);
  const year = today.getUTCFullYear();
  const month = today.getUTCMonth();
  const nextQuarter = Math.floor(month / 3) * 3 + 3;
  const at = (detail: string, date: number): CommonValue => ({
    value: new Date(date).toISOString().slice(0, 10),
    detail,
  });
  const said = at("today", now);
  if (PAST.has(key ?? ""))
    return [
      said,
      at("yesterday", now - DAY),
      at("the first of this month", Date.UTC(year, month, 1)),
      at("the first of this quarter", Date.UTC(year, nextQuarter - 3, 1)),
      at("the first of this year", Date.UTC(year, 0, 1)),
    ];
  const ends = [
    at("the end of this month", Date.UTC(year, month + 1, 0)),
    at("the end of this quarter", Date.UTC(year, nextQuarter, 0)),
    at("the end of the next quarter", Date.UTC(year, nextQuarter + 3, 0)),
    at("the end of this year", Date.UTC(year, 12, 0)),
    at("the end of next year", Date.UTC(year + 1, 12, 0)),
  ];
  const ahead = [30, 90, 180].map((days) => at(`in ${days} days`, now + days * DAY));
  return [...ends, ...ahead, at("in a year", Date.UTC(year + 1, month, today.getUTCDate())), said];
}
