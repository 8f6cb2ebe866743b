import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "../csv.ts";
import { testRecord } from "../testing.ts";
import type { DecisionRecord } from "../types.ts";
import { costParts } from "./cost-parts.ts";
import { FOCUS_COLUMNS, focusCsv, focusRows } from "./focus.ts";

const DAY = Date.parse("2026-11-22T00:00:00Z");
const options = { period: "day" as const, describe: () => undefined };

function priced(change: Partial<DecisionRecord>): DecisionRecord {
  const price = {
    inputPerMillion: 2_500_000,
    outputPerMillion: 10_000_000,
    cachedInputPerMillion: 250_000,
    cacheWritePerMillion: 3_125_000,
    perRequest: 100,
  };
  return testRecord("dec", { at: DAY, price, ...change });
}

const usage = { input: 1000, output: 200, cachedInput: 400, cacheWrite: 100, reasoning: 50 };

test("each kind of token is a row of its own, at its own price, cached tokens counted once", async () => {
  // 500 × 2.5 + 400 × 0.25 + 100 × 3.125 + 200 × 10 + 100 = 3,762.5 micro-USD, rounded up.
  const rows = await focusRows([priced({ usage, costMicroUsd: 3763 })], options);
  expect(
    rows.map((row) => [row.SkuMeter, row.ConsumedQuantity, row.PricingQuantity, row.ListUnitPrice, row.BilledCost]),
  ).toEqual([
    ["Input Tokens", "500", "0.0005", "2.500000", "0.001250"],
    ["Cached Input Tokens", "400", "0.0004", "0.250000", "0.000100"],
    ["Cache Write Tokens", "100", "0.0001", "3.125000", "0.000312"],
    ["Output Tokens", "200", "0.0002", "10.000000", "0.002001"],
    ["Requests", "1", "1", "0.000100", "0.000100"],
  ]);
  expect(rows[0]).toMatchObject({ PricingUnit: "1000000 Tokens", ConsumedUnit: "Tokens", ChargeCategory: "Usage" });
});

test("a period, a business unit, a workload and a price make a row; the catalog gives the names", async () => {
  const rows = await focusRows(
    [
      testRecord("a", { at: DAY + 1 }),
      testRecord("b", { at: DAY + 3_600_000 * 23 }),
      testRecord("c", { at: DAY + 3_600_000 * 24 }),
      testRecord("d", { at: DAY, businessUnit: "support" }),
    ],
    {
      period: "day",
      describe: () => ({
        host: "Microsoft",
        service: "Azure OpenAI",
        supplier: "openai",
        region: "swedencentral",
        contract: "ea",
      }),
    },
  );
  const inputs = rows.filter((row) => row.x_TokenType === "input");
  expect(inputs.map((row) => [row.ChargePeriodStart, row.SubAccountId, row.x_Requests, row.ConsumedQuantity])).toEqual([
    ["2026-11-22T00:00:00Z", "sales", "2", "20"],
    ["2026-11-22T00:00:00Z", "support", "1", "10"],
    ["2026-11-23T00:00:00Z", "sales", "1", "10"],
  ]);
  expect(inputs[0]).toMatchObject({
    HostProviderName: "Microsoft",
    BillingAccountId: "ea",
    PublisherName: "openai",
    BillingPeriodStart: "2026-11-01T00:00:00Z",
    BillingPeriodEnd: "2026-12-01T00:00:00Z",
    Tags: '{"business-unit":"sales","workload":"chat"}',
  });
});

test("what is not priced has tokens and no price; what nobody knows has a cost and no tokens; a refusal has no row", async () => {
  const { price: _, ...older } = testRecord("older");
  const rows = await focusRows(
    [
      testRecord("unpriced", { costMicroUsd: null }),
      testRecord("orphan", { outcome: "orphaned", usage: null, usageBasis: "reservation", costMicroUsd: 77 }),
      older,
      testRecord("refused", { deployment: null, usage: null, costMicroUsd: 0, outcome: "budget.exhausted" }),
    ],
    options,
  );
  expect(
    rows.map((row) => [row.x_TokenType, row.BilledCost, row.SkuPriceId, row.PricingUnit, row.ConsumedQuantity]),
  ).toEqual([
    ["input", "0.000000", "", "", "20"],
    ["output", "0.000000", "", "", "40"],
    ["unattributed", "0.000077", "", "", "1"],
    ["unattributed", "0.000210", "", "", "1"],
  ]);
});

test("the parts of a cost add up to it, whatever the tokens and prices", () => {
  const tokens = fc.nat({ max: 3_000_000 });
  const perMillion = fc.nat({ max: 100_000_000 });
  fc.assert(
    fc.property(
      fc.record({ input: tokens, output: tokens, cachedInput: tokens, cacheWrite: tokens }),
      fc.tuple(perMillion, perMillion, perMillion, perMillion, fc.nat({ max: 5000 })),
      fc.nat({ max: 1000 }),
      (used, [inputPerMillion, outputPerMillion, cachedInputPerMillion, cacheWritePerMillion, perRequest], extra) => {
        const price = { inputPerMillion, outputPerMillion, cachedInputPerMillion, cacheWritePerMillion, perRequest };
        const cost = extra + Math.ceil((used.input * inputPerMillion) / 1e6) + perRequest;
        const parts = costParts(
          testRecord("a", { usage: { ...used, reasoning: undefined }, price, costMicroUsd: cost }),
        );
        expect(parts.reduce((sum, { microUsd }) => sum + (microUsd ?? 0), 0)).toBe(cost);
      },
    ),
    { seed: 4, numRuns: 300 },
  );
});

test("as CSV it has a header, and can be read again", async () => {
  const [header, ...rows] = parseCsv(focusCsv(await focusRows([testRecord("a", { at: DAY })], options)));
  expect(header).toEqual([...FOCUS_COLUMNS]);
  expect(rows).toHaveLength(2);
  expect(parseCsv(focusCsv([]))).toHaveLength(1);
});
