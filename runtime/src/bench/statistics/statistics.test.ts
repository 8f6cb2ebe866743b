import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../randomness.ts";
import { hodgesLehmann, lowerPlace } from "./hodges-lehmann.ts";
import { holm } from "./holm.ts";
import { exactMcNemar } from "./mcnemar.ts";
import { normalCdf, Z_95 } from "./normal.ts";
import { pairedRateInterval } from "./paired-rate.ts";
import { percentile, sortNumbers } from "./percentile.ts";
import { signFlipPValue } from "./sign-flip.ts";
import { signedRankPValue } from "./signed-rank.ts";
import { wilsonInterval } from "./wilson.ts";

// Hollander and Wolfe, table 3.1: depression scale before and after tranquilliser therapy.
const BEFORE = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const DEPRESSION = BEFORE.map((value, index) => value - (AFTER[index] ?? 0));

test("normal distribution, against printed tables", () => {
  expect(normalCdf(0)).toBeCloseTo(0.5, 6);
  expect(normalCdf(1)).toBeCloseTo(0.841345, 6);
  expect(normalCdf(-Z_95)).toBeCloseTo(0.025, 6);
  expect(normalCdf(-5)).toBeCloseTo(2.8665e-7, 10);
});

describe("percentiles of type 7, as R's quantile()", () => {
  const tens = Array.from({ length: 10 }, (_, index) => index + 1);
  test.each([
    [tens, 0.5, 5.5],
    [tens, 0.95, 9.55],
    [tens, 0.99, 9.91],
    [[7], 0.95, 7],
    [[1, 2], 0.25, 1.25],
    [[], 0.5, undefined],
  ])("%j at %d", (values, part, expected) => {
    if (expected === undefined) expect(percentile(values, part)).toBeUndefined();
    else expect(percentile(values, part)).toBeCloseTo(expected, 10);
  });
});

describe("Wilson's interval, Newcombe 1998 (Statistics in Medicine 17), table I", () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%d of %d", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval?.[0]).toBeCloseTo(low, 4);
    expect(interval?.[1]).toBeCloseTo(high, 4);
  });
  test("no trials, no interval", () => expect(wilsonInterval(0, 0)).toBeUndefined());
});

describe("exact McNemar", () => {
  test.each([
    [0, 0, 1],
    [5, 5, 1],
    [1, 8, 20 / 512],
    [8, 1, 20 / 512],
    [0, 6, 2 / 64],
    [3, 9, (2 * (1 + 12 + 66 + 220)) / 4096],
  ])("%d against %d", (a, b, expected) => expect(exactMcNemar(a, b)).toBeCloseTo(expected, 12));

  test("Agresti's approval ratings, 86 against 150, by the normal approximation that he gives (z = 4.17)", () => {
    expect(exactMcNemar(86, 150)).toBeGreaterThan(2e-5);
    expect(exactMcNemar(86, 150)).toBeLessThan(5e-5);
  });
  test("thousands of pairs do not vanish", () => expect(exactMcNemar(4900, 5100)).toBeCloseTo(0.0466, 3));
});

describe("signed ranks", () => {
  test("Hollander and Wolfe, example 3.1: V = 40, p = 0.0195 one-sided", () => {
    expect(signedRankPValue(DEPRESSION)).toBeCloseTo(20 / 512, 10);
  });
  test("ties and zeros are counted out: 1, 1, 1, 1, 1, -1 and a 0", () => {
    // With six equal ranks the sum depends on the number of signs only: 2 * (1 + 6) / 64.
    expect(signedRankPValue([1, 1, 1, 1, 1, -1, 0])).toBeCloseTo(14 / 64, 12);
  });
  test("all zero is no difference", () => expect(signedRankPValue([0, 0, 0])).toBe(1));
  test("the normal approximation meets the exact distribution where it takes over", () => {
    const random = seededRandom(3);
    const many = Array.from({ length: 51 }, () => random() - 0.4);
    const exact = signedRankPValue(many.slice(1));
    expect(Math.abs(signedRankPValue(many) - exact)).toBeLessThan(0.05);
  });
  test("is fair: p below 0.05 in at most about 5 % of symmetric samples", () => {
    const random = seededRandom(11);
    let below = 0;
    for (let run = 0; run < 2000; run += 1) {
      const sample = Array.from({ length: 12 }, () => random() + random() - random() - random());
      if (signedRankPValue(sample) < 0.05) below += 1;
    }
    expect(below / 2000).toBeLessThan(0.065);
    expect(below / 2000).toBeGreaterThan(0.03);
  });
});

describe("Hodges-Lehmann", () => {
  test("Hollander and Wolfe, examples 3.3 and 3.4: 0.46, interval 0.010 to 0.786", () => {
    const shift = hodgesLehmann(DEPRESSION);
    expect(shift?.estimate).toBeCloseTo(0.46, 3);
    expect(shift?.interval?.[0]).toBeCloseTo(0.01, 3);
    expect(shift?.interval?.[1]).toBeCloseTo(0.786, 3);
  });
  test.each([
    [5, 0],
    [6, 1],
    [7, 3],
    [10, 9],
    [15, 26],
    [25, 90],
  ])("the critical place for n = %d is %d, as R's qsignrank(0.025, n) gives it", (n, place) => {
    expect(lowerPlace(n)).toBe(place);
  });
  test("so few that 95 %% can not be reached have no interval", () => {
    expect(hodgesLehmann([1, 2, 3, 4, 5])?.interval).toBeUndefined();
    expect(hodgesLehmann([])).toBeUndefined();
  });
  test("the interval holds the truth in about 95 % of samples, also beyond fifty", () => {
    const random = seededRandom(5);
    for (const [n, runs] of [
      [12, 600],
      [80, 300],
      [1500, 20],
    ] as const) {
      let held = 0;
      for (let run = 0; run < runs; run += 1) {
        const shift = hodgesLehmann(Array.from({ length: n }, () => 3 + random() + random() - 1));
        if (shift?.interval && shift.interval[0] <= 3 && 3 <= shift.interval[1]) held += 1;
      }
      expect(held / runs).toBeGreaterThanOrEqual(0.9);
    }
  });
  test("moves with its values", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 }), (values) => {
        const shift = hodgesLehmann(values);
        const moved = hodgesLehmann(values.map((value) => value + 8));
        expect((moved?.estimate ?? 0) - (shift?.estimate ?? 0)).toBeCloseTo(8, 9);
        const sorted = sortNumbers(values);
        expect(shift?.estimate).toBeGreaterThanOrEqual(sorted[0] ?? 0);
        expect(shift?.estimate).toBeLessThanOrEqual(sorted.at(-1) ?? 0);
      }),
    );
  });
});

describe("differences of pass rates", () => {
  test("Agresti and Min: approval of 1600 people, 150 against 86", () => {
    const differences = [...new Array(150).fill(-1), ...new Array(86).fill(1), ...new Array(1364).fill(0)];
    const interval = pairedRateInterval(differences);
    expect(interval?.[0]).toBeCloseTo(-0.0587, 4);
    expect(interval?.[1]).toBeCloseTo(-0.0212, 4);
  });
  test("no disagreement is no certainty", () => {
    const interval = pairedRateInterval([0, 0, 0, 0, 0, 0]);
    expect(interval?.[0]).toBeLessThan(-0.2);
    expect(interval?.[1]).toBeGreaterThan(0.2);
    expect(pairedRateInterval([])).toBeUndefined();
  });
});

describe("sign flips", () => {
  test("of ones it is McNemar's test", () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), (a, b) => {
        const differences = [...new Array(a).fill(1), ...new Array(b).fill(-1), 0];
        expect(signFlipPValue(differences, seededRandom(1))).toBeCloseTo(exactMcNemar(a, b), 10);
      }),
    );
  });
  test("Fisher's reading of Darwin's maize: 15 pairs, 1726 of 32768 patterns", () => {
    const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expect(signFlipPValue(maize, seededRandom(1))).toBeCloseTo(1726 / 32768, 10);
  });
  test("drawn patterns come near to all of them", () => {
    const values = Array.from({ length: 17 }, (_, index) => (index % 5 === 0 ? -1 : 1));
    expect(signFlipPValue(values, seededRandom(2))).toBeCloseTo(exactMcNemar(4, 13), 2);
  });
});

describe("Holm", () => {
  test("as R's p.adjust", () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((value, index) => {
      expect(adjusted[index]).toBeCloseTo(value, 12);
    });
  });
  test("never below the p-value, never above 1, same order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        const adjusted = holm(values);
        for (const [index, value] of values.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(value);
          expect(adjusted[index]).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
