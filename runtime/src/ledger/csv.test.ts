import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRow, parseCsv } from "./csv.ts";

test("what is written is read again, whatever the cells hold", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom("a,b", 'say "hi"', "two\nlines", "x\r\ny", ";", " "),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const header = ["a", "b", "c", "d"];
      const kept = rows.filter((row) => row.some((one) => one.trim() !== ""));
      expect(parseCsv([header, ...rows].map(csvRow).join(""))).toEqual([header, ...kept]);
    }),
    { seed: 3, numRuns: 300 },
  );
});

test.each([
  [
    "\uFEFFa,b\n1,2\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "a;b\r\n1,5;2\r\n",
    [
      ["a", "b"],
      ["1,5", "2"],
    ],
  ],
  [
    "a\tb\r1\t2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ['a,b\n"open,2', [["a", "b"], ["open,2"]]],
  ["", []],
  ["\n\n,\n", []],
])("%j", (text, rows) => expect(parseCsv(text)).toEqual(rows));
