import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../randomness.ts";
import { hodgesLehmann } from "./hodges-lehmann.ts";
import { median } from "./percentile.ts";
import { walshAverage } from "./walsh-averages.ts";

function writtenDown(values: readonly number[]): number[] {
  const averages = values.flatMap((value, index) => values.slice(0, index + 1).map((other) => (value + other) / 2));
  return averages.sort((a, b) => a - b);
}

test("every place has the average that a list of all of them has there", () => {
  const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 14 }), (values) => {
      const sorted = Float64Array.from(values).sort();
      const expected = writtenDown(values);
      for (const [index, average] of expected.entries())
        expect(walshAverage(sorted, index + 1)).toBeCloseTo(average, 9);
    }),
  );
});

test("many skewed differences have the shift that few have: the median of the averages, not the mean", () => {
  const random = seededRandom(8);
  const skewed = Array.from({ length: 1400 }, () => 100 * Math.log(1 - random()) ** 4);
  const shift = hodgesLehmann(skewed)?.estimate ?? 0;
  expect(shift).toBeCloseTo(median(writtenDown(skewed)) ?? Number.NaN, 6);
});

test("fifty thousand differences: a shift of ten, between long tails", () => {
  const random = seededRandom(21);
  const symmetric = Array.from({ length: 50_000 }, () => 10 + Math.tan(Math.PI * (random() - 0.5)));
  const shift = hodgesLehmann(symmetric);
  expect(shift?.estimate).toBeCloseTo(10, 1);
  expect((shift?.interval?.[1] ?? 0) - (shift?.interval?.[0] ?? 0)).toBeLessThan(0.1);
});
