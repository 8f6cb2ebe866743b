import fc from "fast-check";
import { expect, test } from "vitest";
import { linearScale, logScale } from "./scale.ts";

test.each([
  [0, 730, [0, 200, 400, 600, 800]],
  [0, 1, [0, 0.5, 1]],
  [0, 0.003, [0, 0.001, 0.002, 0.003]],
  [-12, 31, [-20, 0, 20, 40]],
  [0, 0, [0, 0.5]],
  [7, 7, [6, 8]],
])("from %s to %s it has the ticks %j", (low, high, ticks) => {
  expect(linearScale(low, high).ticks.map(({ value }) => value)).toEqual(ticks);
});

test.each([
  [80, 900, [10, 20, 50, 100, 200, 500, 1_000]],
  [3, 90_000, [1, 10, 100, 1_000, 10_000, 100_000]],
  [100, 100, [100, 200, 500, 1_000]],
])("by factors from %s to %s it has the ticks %j", (low, high, ticks) => {
  expect(logScale(low, high).ticks.map(({ value }) => value)).toEqual(ticks);
});

test("what is not above 0 stands at the low end of a scale of factors", () => expect(logScale(1, 100).at(0)).toBe(0));

test("whatever the ends, both are inside, ticks are few and in order", () => {
  const ends = fc.tuple(
    fc.double({ min: -1e7, max: 1e7, noNaN: true }),
    fc.double({ min: 1e-6, max: 1e7, noNaN: true }),
  );
  fc.assert(
    fc.property(ends, ([low, spread]) => {
      const high = low + spread;
      const { ticks, at } = linearScale(low, high);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(9);
      expect((ticks[0]?.value ?? Number.NaN) <= low + spread * 1e-6 + Math.abs(low) * 1e-9).toBe(true);
      expect((ticks.at(-1)?.value ?? Number.NaN) >= high - spread * 1e-6 - Math.abs(high) * 1e-9).toBe(true);
      expect(at(low) >= 0 && at(low) <= at(high) && at(high) <= 1).toBe(true);
      const positions = ticks.map(({ position }) => position);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    }),
  );
});
