import { describe, expect, test } from "vitest";
import { focusCsv, focusRows } from "../export/focus.ts";
import { testRecord } from "../testing.ts";
import type { DecisionRecord } from "../types.ts";
import { type CompareOptions, compareInvoice } from "./compare.ts";
import { productMatcher } from "./match-product.ts";
import { meterKind } from "./meter-kind.ts";
import { meteredUsage } from "./metered.ts";
import { parseMoment, parseNumber, unitFactor } from "./numbers.ts";
import { InvoiceError, readInvoice } from "./read-invoice.ts";
import type { Comparison, MeteringDefinition } from "./types.ts";

const DEPLOYMENTS = [
  { id: "gpt-5.5@azure", model: "gpt-5.5", upstream: "gpt-5-5-prod" },
  { id: "gpt-5.5-mini@azure", model: "gpt-5.5-mini", upstream: "mini-prod" },
];
const AT = Date.parse("2026-11-10T00:00:00Z");

/** 100,000 fresh input, 60,000 cached and 20,000 output tokens in 20 requests: 0.25 + 0.015 + 0.20 USD. */
function records(): DecisionRecord[] {
  const price = {
    inputPerMillion: 2_500_000,
    outputPerMillion: 10_000_000,
    cachedInputPerMillion: 250_000,
    cacheWritePerMillion: 2_500_000,
    perRequest: 0,
  };
  const usage = { input: 8000, cachedInput: 3000, output: 1000, cacheWrite: undefined, reasoning: undefined };
  return Array.from({ length: 20 }, (_, index) =>
    testRecord(`dec_${index}`, {
      at: AT,
      provider: "azure",
      model: "gpt-5.5",
      deployment: "gpt-5.5@azure",
      usage,
      price,
      costMicroUsd: 23_250,
    }),
  );
}

async function compare(
  csv: string,
  contract: MeteringDefinition = {},
  change: Partial<CompareOptions> = {},
): Promise<Comparison[]> {
  const { lines } = readInvoice(csv, {}, contract);
  const { rows } = await meteredUsage(records());
  const deploymentOf = productMatcher(DEPLOYMENTS, []);
  return compareInvoice(lines, rows, { contract, tolerance: 0.005, rate: 1, deploymentOf, ...change });
}

function differences(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap((one) => one.differences);
}

describe("invoices that agree", () => {
  test.each([
    [
      "OpenAI's usage",
      "start_time_iso,model,input_tokens,input_cached_tokens,output_tokens,num_model_requests\n2026-11-10,gpt-5.5,160000,60000,20000,20\n",
    ],
    [
      "OpenAI's costs, with a day on which nothing was bought",
      "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id\n" +
        "1794182400,1794268800,2026-11-09T00:00:00,2026-11-10T00:00:00,,,,,,\n" +
        '1794268800,1794355200,2026-11-10T00:00:00,2026-11-11T00:00:00,0.25000000000000000000,usd,100000,tokens,"gpt-5.5, input_tokens",proj_a\n' +
        '1794268800,1794355200,2026-11-10T00:00:00,2026-11-11T00:00:00,0.015,usd,60000,tokens,"gpt-5.5, cached input_tokens",proj_a\n' +
        '1794268800,1794355200,2026-11-10T00:00:00,2026-11-11T00:00:00,0.2,usd,20000,tokens,"gpt-5.5, output_tokens",proj_a\n',
    ],
    [
      "AWS",
      "line_item_usage_start_date,line_item_usage_type,line_item_usage_amount,pricing_unit,line_item_unblended_cost,line_item_currency_code\n" +
        "2026-11-10T00:00:00Z,EUC1-gpt-5.5-input-tokens,100,1K tokens,0.25,USD\n" +
        "2026-11-10T00:00:00Z,EUC1-gpt-5.5-cache-read-input-token-count,60,1K tokens,1.5E-02,USD\n" +
        "2026-11-10T00:00:00Z,EUC1-gpt-5.5-output-tokens,20,1K tokens,0.2,USD\n",
    ],
    [
      "Azure, from a country of decimal commas",
      "\uFEFFDate;MeterName;Quantity;UnitOfMeasure;CostInBillingCurrency;BillingCurrency\r\n" +
        "11/10/2026;gpt 5.5 Inp glbl Tokens;0,1;1M;0,25;USD\r\n" +
        "11/10/2026;gpt 5.5 cchd Inp glbl Tokens;0,06;1M;0,015;USD\r\n" +
        "11/10/2026;gpt 5.5 Outp glbl Tokens;0,02;1M;0,2;USD\r\n",
    ],
    ["one line for all tokens", "Date,Product,Quantity,Unit,Cost\n2026-11-10,GPT-5.5 tokens,180,1K Tokens,0.465\n"],
  ])("%s", async (_name, csv) => {
    const found = await compare(csv);
    expect(differences(found)).toEqual([]);
    const invoiced = found.reduce((sum, one) => sum + (one.invoiced.quantity ?? 0), 0);
    expect(invoiced).toBeGreaterThanOrEqual(180_000);
  });

  test("our own FOCUS export", async () => {
    const csv = focusCsv(await focusRows(records(), { period: "day", describe: () => undefined }));
    const found = await compare(csv);
    expect(differences(found)).toEqual([]);
    expect(found.reduce((sum, one) => sum + (one.invoiced.microUsd ?? 0), 0)).toBe(20 * 23_250);
  });

  test("in another currency", async () => {
    expect(
      differences(
        await compare("Product,Quantity,Unit,Cost\ngpt-5.5 tokens,180,1K Tokens,0.4306\n", {}, { rate: 1.08 }),
      ),
    ).toEqual([]);
  });
});

test("what is cached for an hour is a line of its own, or within the line of all that is written", async () => {
  const price = {
    ...{ inputPerMillion: 1_000_000, outputPerMillion: 1_000_000, cachedInputPerMillion: 100_000, perRequest: 0 },
    ...{ cacheWritePerMillion: 1_250_000, cacheWriteHourPerMillion: 2_000_000 },
  };
  const usage = { input: 1_000_000, cachedInput: 0, cacheWrite: 1_000_000, cacheWriteHour: 400_000, output: 0 };
  const record = testRecord("dec_hour", {
    ...{ at: AT, provider: "azure", model: "gpt-5.5", deployment: "gpt-5.5@azure", price },
    ...{ usage: { ...usage, reasoning: undefined }, costMicroUsd: 750_000 + 800_000 },
  });
  const { rows } = await meteredUsage([record]);
  const compareWith = (csv: string): Comparison[] =>
    compareInvoice(readInvoice(csv, {}, {}).lines, rows, {
      ...{ contract: {}, tolerance: 0.005, rate: 1, deploymentOf: productMatcher(DEPLOYMENTS, []) },
    });
  const apart = focusCsv(await focusRows([record], { period: "day", describe: () => undefined }));
  expect(apart).toContain("One Hour Cache Write Tokens");
  expect(differences(compareWith(apart))).toEqual([]);
  const header = "Product,Meter,Quantity,Unit,Cost\n";
  expect(differences(compareWith(`${header}gpt-5.5,Cache Write Tokens,1000000,Tokens,1.55\n`))).toEqual([]);
  expect(differences(compareWith(`${header}gpt-5.5,Cache Write Tokens,1000000,Tokens,1.25\n`))).toEqual([
    "amount for cache write tokens: invoice 1.25 USD, metered 1.55 USD (-0.30 USD)",
  ]);
});

describe("differences are named, with amounts", () => {
  test("more tokens, another price, and something that nobody metered", async () => {
    const found = await compare(
      "Date,Product,Meter,Quantity,Unit,Cost\n" +
        "2026-11-10,gpt-5.5,Input Tokens,120000,Tokens,0.30\n" +
        "2026-11-10,gpt-5.5,Cached Input Tokens,60000,Tokens,0.015\n" +
        "2026-11-10,gpt-5.5,Output Tokens,20000,Tokens,0.40\n" +
        "2026-11-10,provisioned throughput,Hours,3,Hours,17.5\n",
    );
    expect(differences(found)).toEqual([
      "input tokens: invoice 120000, metered 100000 (+20000)",
      "amount for input tokens: invoice 0.30 USD, metered 0.25 USD (+0.05 USD)",
      "amount for output tokens: invoice 0.40 USD, metered 0.20 USD (+0.20 USD)",
      "on the invoice only: 3 units, 17.50 USD",
    ]);
  });

  test("cached tokens that were billed as fresh ones", async () => {
    const found = await compare("model,input_tokens,output_tokens\ngpt-5.5,160000,20000\n");
    expect(differences(found)).toEqual([
      "input tokens: invoice 160000, metered 100000 (+60000)",
      "cached input tokens: invoice 0, metered 60000 (-60000)",
    ]);
  });

  test("what was metered and is not on the invoice", async () => {
    const found = await compare("Product,Meter,Quantity,Unit,Cost\ngpt-5.5-mini,Input Tokens,1000000,Tokens,1\n");
    expect(differences(found).sort()).toEqual([
      "amount for cached input tokens: invoice 0.00 USD, metered 0.015 USD (-0.015 USD)",
      "amount for input tokens: invoice 0.00 USD, metered 0.25 USD (-0.25 USD)",
      "amount for input tokens: invoice 1.00 USD, metered 0.00 USD (+1.00 USD)",
      "amount for output tokens: invoice 0.00 USD, metered 0.20 USD (-0.20 USD)",
      "cached input tokens: invoice 0, metered 60000 (-60000)",
      "input tokens: invoice 0, metered 100000 (-100000)",
      "input tokens: invoice 1000000, metered 0 (+1000000)",
      "output tokens: invoice 0, metered 20000 (-20000)",
    ]);
  });
});

describe("the contract says what counts", () => {
  const requests = "Product,Meter,Quantity,Unit,Cost\ngpt-5.5,Requests,25,Requests,0.10\n";
  const kinds = (found: Comparison[], kind: string): string[] => differences(found.filter((one) => one.kind === kind));

  test.each([
    [
      "billed",
      ["requests: invoice 25, metered 20 (+5)", "amount for requests: invoice 0.10 USD, metered 0.00 USD (+0.10 USD)"],
    ],
    [
      "counted",
      [
        "the contract counts requests without billing them, the invoice bills 0.10 USD",
        "requests: invoice 25, metered 20 (+5)",
      ],
    ],
    ["not-metered", ["the contract does not meter requests, the invoice bills 0.10 USD"]],
  ] as const)("requests are %s", async (rule, expected) => {
    expect(kinds(await compare(requests, { requests: rule }), "requests")).toEqual(expected);
  });

  test("tool calls that the gateway never made", async () => {
    const csv = "Product,Meter,Quantity,Cost\ngpt-5.5,Web search tool calls,12,0.12\n";
    expect(kinds(await compare(csv, { toolCalls: "billed" }), "tool-calls")).toEqual([
      "tool calls: invoice 12, metered 0 (+12)",
      "amount for tool calls: invoice 0.12 USD, metered 0.00 USD (+0.12 USD)",
    ]);
    expect(kinds(await compare(csv, { toolCalls: "not-metered" }), "tool-calls")).toEqual([
      "the contract does not meter tool calls, the invoice bills 0.12 USD",
    ]);
  });

  test("a quantity without a unit is in the contract's unit", async () => {
    const csv = "Product,Meter,Quantity\ngpt-5.5,Output,20\n";
    expect(kinds(await compare(csv, { tokens: "per-thousand" }), "output")).toEqual([]);
    expect(kinds(await compare(csv, { tokens: "per-million" }), "output")).toHaveLength(1);
  });
});

test("records of before prices were kept count their tokens all the same", async () => {
  const { price: _, ...older } = records()[0] as DecisionRecord;
  const { rows } = await meteredUsage([older]);
  expect(rows.map(({ kind, quantity, microUsd }) => [kind, quantity, microUsd])).toEqual([
    ["requests", 1, 0],
    ["input", 5000, 0],
    ["cached-input", 3000, 0],
    ["output", 1000, 0],
    ["tokens", 0, 23_250],
  ]);
});

test("what can not be read is listed, and what can not be understood refused", () => {
  const { lines, unread } = readInvoice(
    "Date,Product,Quantity,Cost\n2026-11-10,a,many,1\nsoon,b,1,1\n2026-11-10,c,2,1\n",
    {},
    {},
  );
  expect(lines.map(({ row, product }) => [row, product])).toEqual([[4, "c"]]);
  expect(unread).toEqual([
    { row: 2, reason: '"many" is no number' },
    { row: 3, reason: '"soon" is no date: write it as 2026-11-22' },
  ]);
  expect(() => readInvoice("", {}, {})).toThrow(InvoiceError);
  expect(() => readInvoice("a,b\n1,2\n", {}, {})).toThrow(/Name one: --column/);
  expect(() => readInvoice("a,b\n1,2\n", { amount: "c" }, {})).toThrow(/no column "c"/);
  expect(readInvoice("a,b\nx,2\n", { product: "a", amount: "b" }, {}).lines).toMatchObject([
    { product: "x", microAmount: 2e6 },
  ]);
});

test.each([
  ["1,234.50", 1234.5],
  ["1.234,50", 1234.5],
  ["1,234,567", 1234567],
  ["0,25", 0.25],
  ["1 234,5", 1234.5],
  ["1.2E-05", 0.000012],
  ["$ 3", 3],
  ["-4", -4],
  [".5", 0.5],
  ["", undefined],
  ["n/a", undefined],
  ["1e999", undefined],
])("the number %j", (text, value) => expect(parseNumber(text)).toBe(value));

test("a lone comma is decimal where cells are parted by semicolons", () => {
  expect([parseNumber("1,500"), parseNumber("1,500", true), parseNumber("0,015")]).toEqual([1500, 1.5, 0.015]);
});

test.each([
  ["1K tokens", 1000],
  ["1000 Tokens", 1000],
  ["1,000,000 Tokens", 1_000_000],
  ["1M", 1_000_000],
  ["million tokens", 1_000_000],
  ["Tokens", 1],
  ["Requests", 1],
  ["", undefined],
  ["Hours", undefined],
])("the unit %j", (text, factor) => expect(unitFactor(text)).toBe(factor));

test.each([
  ["2026-11-10", AT],
  ["2026-11-10 00:00:00 UTC", AT],
  ["2026-11-10T00:00:00", AT],
  ["2026-11-10T01:00:00+01:00", AT],
  ["11/10/2026", AT],
  [String(AT / 1000), AT],
  ["soon", undefined],
])("the moment %j", (text, at) => expect(parseMoment(text)).toBe(at));

test.each([
  ["EUC1-Sonnet-mantle-output-tokens-standard", "output"],
  ["USE1-cache-write-input-token-count", "cache-write"],
  ["USE1-cache-write-1h-input-token-count", "cache-write-hour"],
  ["cache_creation.ephemeral_1h_input_tokens", "cache-write-hour"],
  ["Claude Opus 4.1 Hosted Cache Write Tokens", "cache-write"],
  ["gpt 5.5 cchd Inp glbl Tokens", "cached-input"],
  ["Prompt tokens", "input"],
  ["Web search tool calls", "tool-calls"],
  ["API requests", "requests"],
  ["Hosting hours", "other"],
])("the meter %j", (words, kind) => expect(meterKind(words)).toBe(kind));

test("words mean the deployment whose name is longest in them, unless two fit or one is given", () => {
  const find = productMatcher(DEPLOYMENTS, [{ part: "Contoso PTU", deployment: "gpt-5.5@azure" }]);
  expect(find("GPT 5.5 Inp")).toBe("gpt-5.5@azure");
  expect(find("gpt-5.5-mini input")).toBe("gpt-5.5-mini@azure");
  expect(find("mini_prod")).toBe("gpt-5.5-mini@azure");
  expect(find("contoso-ptu units")).toBe("gpt-5.5@azure");
  expect(find("embeddings")).toBeUndefined();
  const twins = [
    { id: "m@p", model: "m-1", upstream: "a" },
    { id: "m2@p", model: "m-1", upstream: "b" },
  ];
  expect(productMatcher(twins, [])("M-1 tokens")).toBeUndefined();
});
