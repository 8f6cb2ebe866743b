import * as fc from "fast-check";
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
  ["hour", "Asia/Kolkata", "2026-11-22T12:10:00Z", "2026-11-22T11:30:00.000Z", "2026-11-22T12:30:00.000Z"],
] as const)("%s in %s at %s", (window, zone, at, start, end) => {
  const bounds = budgetWindow(window, zone, Date.parse(at));
  expect([iso(bounds.start), iso(bounds.end)]).toEqual([start, end]);
});

test("windows follow one another without a gap, and each moment lies in its own", () => {
  const zone = fc.constantFrom("UTC", "Europe/Stockholm", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu");
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
