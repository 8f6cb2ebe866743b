import { expect, test } from "vitest";
import { dollars, duration, milliseconds, number, percent, signed, unknown } from "./format.ts";

/** The space before a unit does not break; these tests are about the digits. */
function plain(text: string): string {
  return text.replaceAll("\u00a0", " ");
}

test("a number and its unit stay on one line", () => expect(milliseconds(7)).toBe("7\u00a0ms"));

test.each([
  [0, "0 ms"],
  [812.4, "812 ms"],
  [9_999, "9,999 ms"],
  [12_345, "12.3 s"],
  [undefined, unknown],
  [null, unknown],
  [Number.NaN, unknown],
  [Number.POSITIVE_INFINITY, unknown],
])("milliseconds(%s) is %s", (value, text) => expect(plain(milliseconds(value))).toBe(text));

test.each([
  [0, "$0.00"],
  [4, "$0.000004"],
  [3_100, "$0.0031"],
  [1_200_000, "$1.20"],
  [500_000, "$0.50"],
  [-3_100, "-$0.0031"],
  [1_234_567_890_000, "$1,234,567.89"],
  [undefined, unknown],
])("dollars(%s) is %s", (value, text) => expect(dollars(value)).toBe(text));

test.each([
  [0, "0 %"],
  [0.875, "87.5 %"],
  [1, "100 %"],
  [undefined, unknown],
])("percent(%s) is %s", (value, text) => expect(plain(percent(value))).toBe(text));

test.each([
  [1_400, "1 s"],
  [89_000, "89 s"],
  [300_000, "5 min"],
  [5_400_000, "1.5 h"],
])("duration(%s) is %s", (value, text) => expect(plain(duration(value))).toBe(text));

test.each([
  [0.042, "+4.2 %"],
  [-0.03, "-3 %"],
  [0, "0 %"],
  [0.0001, "0 %"],
  [-0.0001, "0 %"],
  [undefined, unknown],
])("signed(%s) is %s", (value, text) => expect(plain(signed(value, "%"))).toBe(text));

test("thousands stand apart", () => expect(number(50_000)).toBe("50,000"));
