import fc from "fast-check";
import { expect, test } from "vitest";
import { pagesOf, rowWindow, scrollToRow } from "./row-window.ts";

test("only rows near the seen ones are drawn", () => {
  expect(rowWindow(25_000, 50, 500_000, 400)).toEqual({ from: 9_992, count: 25, above: 499_600, below: 749_150 });
  expect(rowWindow(3, 50, 0, 400)).toEqual({ from: 0, count: 3, above: 0, below: 0 });
  expect(rowWindow(0, 50, 900, 400)).toEqual({ from: 0, count: 0, above: 0, below: 0 });
});

test("whatever the place, what is seen is drawn and the height stays", () => {
  fc.assert(
    fc.property(
      fc.nat(30_000),
      fc.integer({ min: 20, max: 90 }),
      fc.nat(2_000_000),
      fc.integer({ min: 50, max: 900 }),
      (total, row, top, height) => {
        const { from, count, above, below } = rowWindow(total, row, top, height);
        expect(above + count * row + below).toBe(total * row);
        expect(count).toBeLessThanOrEqual(Math.ceil(height / row) + 17);
        const seen = Math.min(Math.floor(top / row), total - 1);
        if (total > 0) expect(from <= seen && seen < from + count).toBe(true);
      },
    ),
  );
});

test.each([
  [5, 0, 0],
  [0, 300, 0],
  [20, 0, 650],
])("row %i, seen from %i, is seen from %i", (row, top, to) => expect(scrollToRow(row, 50, top, 400)).toBe(to));

test.each([
  [0, 0, []],
  [0, 50, [0]],
  [0, 51, [0, 1]],
  [149, 2, [2, 3]],
])("rows from %i, %i of them, are on the pages %j", (from, count, pages) =>
  expect(pagesOf(from, count, 50)).toEqual(pages),
);
