import fc from "fast-check";
import { expect, test } from "vitest";
import type { MicroUsd } from "../documents/money.ts";
import { compilePrice, costOf, expectedCost, priceAt, reservationFor, tierFor } from "./cost.ts";

const price = compilePrice({ input: 5, output: 30, cachedInput: 0.5, cacheWrite: 6.25 }, "catalog");

test.each([
  ["one token of each", { input: 1, output: 1 }, 35],
  [
    "cached tokens are part of the input and cost their own price",
    { input: 1000, output: 0, cachedInput: 800 },
    1000 + 400,
  ],
  ["cache writes cost their own price", { input: 1000, output: 0, cacheWrite: 400 }, 3000 + 2500],
  ["more cached tokens than input count as the input", { input: 10, output: 0, cachedInput: 50 }, 5],
  ["nothing", { input: 0, output: 0 }, 0],
])("%s", (_name, tokens, micro) => {
  expect(costOf(price, tokens)).toBe(micro);
});

test("what is cached for an hour costs its own price, and without one nobody knows what it costs", () => {
  const hourly = compilePrice({ input: 5, output: 30, cacheWrite: 6.25, cacheWriteHour: 10 }, "catalog");
  const tokens = { input: 1000, output: 0, cacheWrite: 400, cacheWriteHour: 300 };
  expect(costOf(hourly, tokens)).toBe(600 * 5 + 100 * 6.25 + 300 * 10);
  expect(costOf(price, tokens)).toBeUndefined();
  expect(costOf(price, { ...tokens, cacheWriteHour: 0 })).toBe(600 * 5 + 400 * 6.25);
  // More than was written at all counts as what was written.
  expect(costOf(hourly, { input: 10, output: 0, cacheWrite: 4, cacheWriteHour: 90 })).toBe(6 * 5 + 4 * 10);
  const most = { inputAtMost: 1000, outputAtMost: 0 };
  expect(reservationFor(hourly, most)).toBe(6250);
  expect(reservationFor(hourly, { ...most, cachesForHour: true })).toBe(10_000);
  expect(reservationFor(price, { ...most, cachesForHour: true })).toBeUndefined();
  // A tier or a time of day that can be reached and has none makes it unknown.
  const partly = compilePrice(
    { input: 5, output: 30, cacheWriteHour: 10, tiers: [{ aboveInputTokens: 500, input: 10, output: 60 }] },
    "catalog",
  );
  expect(reservationFor(partly, { ...most, cachesForHour: true })).toBeUndefined();
  expect(reservationFor(partly, { ...most, inputAtMost: 500, cachesForHour: true })).toBe(5000);
});

test("a fraction of a micro-USD is rounded up, once", () => {
  const cheap = compilePrice({ input: 0.075, output: 0.3 }, "catalog");
  expect(costOf(cheap, { input: 1, output: 1 })).toBe(1);
  expect(costOf(cheap, { input: 1000, output: 1000 })).toBe(375);
});

test("prices of six decimals stay exact", () => {
  expect(compilePrice({ input: 0.1, output: 0.7 }, "catalog")).toMatchObject({
    inputPerMillion: 100_000,
    outputPerMillion: 700_000,
  });
  expect(compilePrice({ input: 0.000001, output: 1.1 }, "catalog")).toMatchObject({
    inputPerMillion: 1,
    outputPerMillion: 1_100_000,
  });
});

test("a fixed price of a request is added", () => {
  expect(costOf(compilePrice({ input: 1, output: 1, perRequest: 0.005 }, "catalog"), { input: 100, output: 0 })).toBe(
    5100,
  );
});

test("the expected cost assumes a third of the input as output, within the limit", () => {
  expect(expectedCost(price, 3000, 4096)).toBe(15_000 + 30_000);
  expect(expectedCost(price, 3000, 100)).toBe(15_000 + 3_000);
  expect(expectedCost(price, 3, 4096)).toBe(15 + 64 * 30);
});

test("what is more than all money counts as the most that money can be, so that deciding stays total", () => {
  expect(reservationFor(price, { inputAtMost: Number.MAX_SAFE_INTEGER, outputAtMost: Number.MAX_SAFE_INTEGER })).toBe(
    Number.MAX_SAFE_INTEGER,
  );
  expect(costOf(price, { input: 1e300, output: 0 })).toBe(Number.MAX_SAFE_INTEGER);
});

const tiered = compilePrice(
  {
    input: 5,
    output: 30,
    cachedInput: 0.5,
    tiers: [
      { aboveInputTokens: 500_000, input: 20, output: 90 },
      { aboveInputTokens: 272_000, input: 10, output: 45, cachedInput: 1 },
    ],
    times: [{ from: "16:30", until: "00:30", input: 2.5, output: 15 }],
  },
  "catalog",
);

test.each([
  [0, 5, "catalog"],
  [272_000, 5, "catalog"],
  [272_001, 10, "catalog, above 272000 input tokens"],
  [500_001, 20, "catalog, above 500000 input tokens"],
])("with %i input tokens a million cost %i USD", (tokens, usd, basis) => {
  const price = tierFor(tiered, tokens);
  expect([price.inputPerMillion, price.basis]).toEqual([usd * 1_000_000, basis]);
  // From any tier the way leads to any other: what is used may be less, or more, than what was expected.
  expect(tierFor(tierFor(tiered, 900_000), tokens)).toBe(price);
});

test.each([
  ["2026-11-22T16:29:59Z", 5],
  ["2026-11-22T16:30:00Z", 2.5],
  ["2026-11-23T00:29:59Z", 2.5],
  ["2026-11-23T00:30:00Z", 5],
  ["1969-12-31T23:00:00Z", 2.5],
])("at %s a million input tokens cost %d USD", (at, usd) => {
  const price = priceAt(tiered, Date.parse(at));
  expect(price.inputPerMillion).toBe(usd * 1_000_000);
  expect(tierFor(price, 300_000).inputPerMillion).toBe(10_000_000);
});

test("the reservation covers whatever tier is reached and whatever time it is", () => {
  const usd = fc.double({ min: 0, max: 50, noNaN: true });
  const rates = fc.record({ input: usd, output: usd, cachedInput: usd, cacheWrite: usd, cacheWriteHour: usd });
  const clock = fc.integer({ min: 0, max: 1439 }).map((minute) => {
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  });
  fc.assert(
    fc.property(
      rates,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 2000 }), rates), { maxLength: 3 }),
      fc.array(fc.tuple(clock, clock, rates), { maxLength: 3 }),
      fc.array(fc.nat({ max: 3000 }), { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 0, max: 4e12 }),
      (base, tiers, times, [input = 0, output = 0, cachedInput, cacheWrite, cacheWriteHour], at) => {
        const facts = {
          ...base,
          perRequest: 0.001,
          tiers: tiers.map(([aboveInputTokens, one]) => ({ aboveInputTokens, ...one })),
          times: times.map(([from, until, one]) => ({ from, until, ...one })),
        };
        const compiled = compilePrice(facts, "catalog");
        const price = tierFor(priceAt(compiled, at), input);
        const bound = (more: number, cachesForHour: boolean): MicroUsd | undefined =>
          reservationFor(compiled, { inputAtMost: input + more, outputAtMost: output + more, cachesForHour });
        const cost = costOf(price, { input, output, cachedInput, cacheWrite });
        expect(bound(0, false)).toBeGreaterThanOrEqual(cost);
        expect(bound(500, false)).toBeGreaterThanOrEqual(cost);
        const hourly = costOf(price, { input, output, cachedInput, cacheWrite, cacheWriteHour });
        expect(bound(0, true)).toBeGreaterThanOrEqual(hourly ?? Number.NaN);
      },
    ),
    { seed: 6, numRuns: 500 },
  );
});
