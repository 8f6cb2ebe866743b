import { describe, expect, test } from "vitest";
import { seededRandom } from "../randomness.ts";
import { accelerationOf, bcaInterval } from "./bootstrap.ts";
import { smallestDetectable } from "./detectable.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { percentileDifference } from "./percentile-difference.ts";

/** Spatial Test Data, 26 children, measure A: Efron and Tibshirani, An Introduction to the Bootstrap, table 14.1. */
const SPATIAL = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];
const plugInVariance = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

describe("BCa", () => {
  test("the published example: variance 171.5, acceleration 0.061, 90 % interval 115.8 to 259.6", () => {
    expect(plugInVariance(SPATIAL)).toBeCloseTo(171.5, 1);
    expect(accelerationOf(SPATIAL, plugInVariance)).toBeCloseTo(0.061, 3);
    const options = { level: 0.9, draws: 20_000 };
    const [low, high] = bcaInterval(SPATIAL, plugInVariance, seededRandom(3), options) ?? [0, 0];
    // The book drew 2,000 times, so its ends carry an error of some units.
    expect(Math.abs(low - 115.8)).toBeLessThan(4);
    expect(Math.abs(high - 259.6)).toBeLessThan(8);
  });

  test("what can not be said is not said", () => {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(bcaInterval([1], mean, seededRandom(1))).toBeUndefined();
    expect(accelerationOf([2, 2, 2], mean)).toBe(0);
  });
});

test("normal quantiles as in the tables", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
  expect(normalQuantile(0.8)).toBeCloseTo(0.841621, 5);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 6);
  expect(normalCdf(normalQuantile(0.0005))).toBeCloseTo(0.0005, 8);
});

test("smallest detectable: a standard error of 1 is 2.80, as in the tables of sample size", () => {
  expect(smallestDetectable([-1.959964, 1.959964])).toBeCloseTo(2.8016, 4);
});

describe("difference of a percentile", () => {
  test("needs a hundred pairs for p95", () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    expect(percentileDifference(values.slice(1), values.slice(1), 0.95, seededRandom(1))).toBeUndefined();
    expect(percentileDifference(values, values, 0.95, seededRandom(1))).toEqual({ estimate: 0, interval: [0, 0] });
  });

  test("a shift of all values is found exactly", () => {
    const random = seededRandom(4);
    const first = Array.from({ length: 300 }, () => random() ** 3);
    const shifted = first.map((value) => value + 7);
    const found = percentileDifference(first, shifted, 0.95, random);
    expect(found?.estimate).toBeCloseTo(7, 9);
    expect(found?.interval[0]).toBeCloseTo(7, 9);
    expect(found?.interval[1]).toBeCloseTo(7, 9);
  });

  test("trials of one case are drawn together: copies of the same pairs make nothing more certain", () => {
    const random = seededRandom(6);
    const first = Array.from({ length: 120 }, random);
    const second = first.map((value) => value + random());
    const copies = (values: readonly number[]) => values.flatMap((value) => [value, value, value, value]);
    const clusters = copies(first.map((_, index) => index));
    const width = (found: { interval: [number, number] } | undefined) =>
      found ? found.interval[1] - found.interval[0] : 0;
    const alone = width(percentileDifference(first, second, 0.95, seededRandom(1)));
    const together = width(percentileDifference(copies(first), copies(second), 0.95, seededRandom(1), clusters));
    const naive = width(percentileDifference(copies(first), copies(second), 0.95, seededRandom(1)));
    expect(together).toBeGreaterThan(0.8 * alone);
    expect(naive).toBeLessThan(0.8 * alone);
  });

  test("the interval holds a known difference in about 95 % of samples", () => {
    let held = 0;
    const random = seededRandom(8);
    // Uniform up to 1 and up to 2: p95 is 0.95 and 1.9.
    for (let run = 0; run < 200; run += 1) {
      const first = Array.from({ length: 200 }, random);
      const second = Array.from({ length: 200 }, () => 2 * random());
      const [low, high] = percentileDifference(first, second, 0.95, random)?.interval ?? [0, 0];
      if (low <= 0.95 && high >= 0.95) held += 1;
    }
    // 95 % of 200, four standard errors around; the percentile interval of a p95 of 200 is a little short.
    expect(held).toBeGreaterThan(174);
  });
});
