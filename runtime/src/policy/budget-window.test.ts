import fc from "fast-check";
import { expect, test } from "vitest";
import { budgetWindow } from "./budget-window.ts";

const iso = (at: number): string => new Date(at).toISOString();

test.each([
  ["month", "UTC", "2026-11-22T12:00:00Z", "2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
  ["month", "Europe/Stockholm", "2026-10-31T23:30:00Z", "2026-10-31T23:00:00.000Z", "2026-11-30T23:00:00.000Z"],
  // The clocks go back on 25 October: the day has 25 hours.
  ["day", "Europe/Stockholm", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
  // And forward on 29 March: 23 hours.
  ["day", "Europe/Stockholm", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  ["week", "UTC", "2026-11-22T12:00:00Z", "2026-11-16T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
  ["quarter", "America/New_York", "2026-11-22T12:00:00Z", "2026-10-01T04:00:00.000Z", "2027-01-01T05:00:00.000Z"],
  ["year", "UTC", "2026-11-22T12:00:00Z", "2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
  // Midnight comes twice in Havana: the month, and its first day, begin at the first.
  ["month", "America/Havana", "2026-11-20T12:00:00Z", "2026-11-01T04:00:00.000Z", "2026-12-01T05:00:00.000Z"],
  ["day", "America/Havana", "2026-11-01T20:00:00Z", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"],
  // And is leapt over in Cairo: the day begins at one o'clock.
  ["day", "Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00.000Z", "2026-04-24T21:00:00.000Z"],
  // St John's went back over midnight: what is shown of the evening once more is the new day's.
  ["day", "America/St_Johns", "2009-11-01T03:00:00Z", "2009-11-01T02:30:00.000Z", "2009-11-02T03:30:00.000Z"],
  // Apia had no 30 December in 2011.
  ["day", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00.000Z", "2011-12-31T10:00:00.000Z"],
  // Lord Howe puts its clocks back by half an hour, and shows half of an hour twice.
  ["hour", "Australia/Lord_Howe", "2026-04-04T15:10:00Z", "2026-04-04T14:00:00.000Z", "2026-04-04T15:30:00.000Z"],
  ["hour", "Australia/Lord_Howe", "2026-10-03T15:40:00Z", "2026-10-03T15:30:00.000Z", "2026-10-03T16:00:00.000Z"],
  // Elsewhere a whole hour is shown twice, and is one window.
  ["hour", "Europe/Stockholm", "2026-10-25T01:10:00Z", "2026-10-25T00:00:00.000Z", "2026-10-25T02:00:00.000Z"],
  ["hour", "Asia/Kolkata", "2026-11-22T12:10:00Z", "2026-11-22T11:30:00.000Z", "2026-11-22T12:30:00.000Z"],
] as const)("%s in %s at %s", (window, zone, at, start, end) => {
  const bounds = budgetWindow(window, zone, Date.parse(at));
  expect([iso(bounds.start), iso(bounds.end)]).toEqual([start, end]);
});

test("the windows around a change of the clocks follow one another, and each moment lies in its own", () => {
  const changes: [zone: string, at: string][] = [
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
    ["Australia/Lord_Howe", "2026-10-03T15:30:00Z"],
    ["America/Havana", "2026-11-01T05:00:00Z"],
    ["America/Havana", "2026-03-08T05:00:00Z"],
    ["Pacific/Apia", "2011-12-30T10:00:00Z"],
    ["America/St_Johns", "2009-11-01T02:31:00Z"],
    ["Antarctica/Troll", "2026-10-25T01:00:00Z"],
  ];
  for (const [timezone, change] of changes) {
    for (const window of ["hour", "day", "week", "month", "quarter", "year"] as const) {
      const at = Date.parse(change);
      let one = budgetWindow(window, timezone, at - 4 * 3_600_000);
      while (one.end < at + 4 * 3_600_000) {
        const next = budgetWindow(window, timezone, one.end);
        expect([timezone, window, iso(next.start)]).toEqual([timezone, window, iso(one.end)]);
        for (const moment of [next.start, next.end - 1, at - 1, at, at + 60_000, at + 1_799_999]) {
          if (moment >= next.start && moment < next.end) expect(budgetWindow(window, timezone, moment)).toEqual(next);
        }
        one = next;
      }
    }
  }
});

test("windows follow one another without a gap, and each moment lies in its own", () => {
  const zone = fc.constantFrom(
    ...["UTC", "Europe/Stockholm", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana"],
    ...["Africa/Cairo", "Asia/Gaza", "Atlantic/Azores", "America/St_Johns", "Pacific/Apia", "Antarctica/Troll"],
  );
  const window = fc.constantFrom(
    "hour" as const,
    "day" as const,
    "week" as const,
    "month" as const,
    "quarter" as const,
    "year" as const,
  );
  const moment = fc.integer({ min: Date.parse("2015-01-01"), max: Date.parse("2035-01-01") });
  fc.assert(
    fc.property(window, zone, moment, (name, timezone, at) => {
      const { start, end } = budgetWindow(name, timezone, at);
      expect(start).toBeLessThanOrEqual(at);
      expect(end).toBeGreaterThan(at);
      expect(budgetWindow(name, timezone, end).start).toBe(end);
      expect(budgetWindow(name, timezone, end - 1)).toEqual({ start, end });
    }),
  );
});
