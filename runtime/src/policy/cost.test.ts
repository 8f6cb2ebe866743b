import { expect, test } from "vitest";
import { compilePrice, costOf, expectedCost, reservationFor } from "./cost.ts";

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
  expect(reservationFor(price, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  expect(costOf(price, { input: 1e300, output: 0 })).toBe(Number.MAX_SAFE_INTEGER);
});
