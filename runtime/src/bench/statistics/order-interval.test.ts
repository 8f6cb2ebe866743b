import fc from "fast-check";
import { expect, test } from "vitest";
import { medianInterval } from "./order-interval.ts";
import { median } from "./percentile.ts";

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

// Ranks of the tables for the sign test at a two-sided level of 5 %: D. J. Sheskin's handbook, R's qbinom(0.025, n, 0.5).
test.each([
  [6, [1, 6]],
  [8, [1, 8]],
  [9, [2, 8]],
  [10, [2, 9]],
  [12, [3, 10]],
  [15, [4, 12]],
  [20, [6, 15]],
  [25, [8, 18]],
  [50, [18, 33]],
  [100, [40, 61]],
])("of %i values it goes from rank to rank %j", (n, ranks) => expect(medianInterval(upTo(n))).toEqual(ranks));

test.each([0, 1, 5])("%i values are too few", (n) => expect(medianInterval(upTo(n))).toBeUndefined());

test("many values are no trouble", () => {
  const [low = 0, high = 0] = medianInterval(upTo(50_000)) ?? [];
  // The normal approximation, n/2 -+ 1.96 sqrt(n)/2, is 24,781 to 25,220 here.
  expect(low).toBeGreaterThan(24_775);
  expect(high).toBeLessThan(25_226);
  expect(low + high).toBe(50_001);
});

test("the median is always inside", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 6, maxLength: 60 }), (values) => {
      const [low = Number.NaN, high = Number.NaN] = medianInterval(values.toSorted((a, b) => a - b)) ?? [];
      const middle = median(values) ?? Number.NaN;
      expect(low <= middle && middle <= high).toBe(true);
    }),
  );
});
