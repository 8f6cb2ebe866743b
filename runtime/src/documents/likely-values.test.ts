import { describe, expect, test } from "vitest";
import { likelyValues } from "./likely-values.ts";
import { schemaAt } from "./schema-lookup.ts";
import { type SchemaNode, schemaOf } from "./schemas.ts";

function schema(kind: "Catalog" | "RoutingPolicy", ...path: (string | number)[]): SchemaNode {
  const found = schemaAt(schemaOf(kind), path);
  if (!found) throw new Error(`no ${path.join("/")}`);
  return found;
}

describe("dates", () => {
  test.each([
    ["2026-2-3", ["2026-02-03"]],
    ["2026/02/03", ["2026-02-03"]],
    ["2026.2.3", ["2026-02-03"]],
    ["20260203", ["2026-02-03"]],
    [20260203, ["2026-02-03"]],
    ["2026-02-03T00:00:00Z", ["2026-02-03"]],
    ["2026-02-03 12:00", ["2026-02-03"]],
    ["1 Nov 2026", ["2026-11-01"]],
    ["1st November 2026", ["2026-11-01"]],
    ["01-Nov-2026", ["2026-11-01"]],
    ["Sunday, 1 Nov 2026", ["2026-11-01"]],
    ["Nov 1, 2026", ["2026-11-01"]],
    ["Sept. 3 2026", ["2026-09-03"]],
    ["2026 Nov 1", ["2026-11-01"]],
    ["1.11.2026", ["2026-11-01"]],
    ["11/01/2026", ["2026-01-11", "2026-11-01"]],
    ["31/01/2026", ["2026-01-31"]],
    ["01/31/2026", ["2026-01-31"]],
    ["2026-02-30", []],
    ["1 Nop 2026", []],
    ["1 Nov 26", []],
    ["tomorrow", []],
    ["", []],
    [null, []],
  ])("%j", (written, meant) => {
    expect(likelyValues(schema("Catalog", "contracts", "c", "renews"), written)).toEqual(meant);
  });
});

describe("money", () => {
  test.each([
    ["$5000", ["5000 USD"]],
    ["$ 5,000", ["5000 USD"]],
    [5000, ["5000 USD"]],
    [0.25, ["0.25 USD"]],
    ["5000", ["5000 USD"]],
    ["5,000 USD", ["5000 USD"]],
    ["1 000 000 USD", ["1000000 USD"]],
    ["5000USD", ["5000 USD"]],
    ["5000 usd", ["5000 USD"]],
    ["USD 5000", ["5000 USD"]],
    ["5k USD", ["5000 USD"]],
    ["1.5m USD", ["1500000 USD"]],
    ["5000 EUR", []],
    ["€5000", []],
    ["5,00 USD", []],
    ["1.2345678 USD", []],
    ["-5 USD", []],
    ["lots", []],
    [["5000"], []],
  ])("%j", (written, meant) => {
    expect(likelyValues(schema("RoutingPolicy", "budgets", "b", "limit"), written)).toEqual(meant);
  });
});

describe("percentages", () => {
  test.each([
    [80, ["80%"]],
    ["80", ["80%"]],
    ["80 %", ["80%"]],
    ["80 percent", ["80%"]],
    [0.8, ["80%", "0.8%"]],
    ["0.8", ["80%", "0.8%"]],
    ["0.8 %", ["0.8%"]],
    [0.005, ["0.5%", "0.005%"]],
    [1, ["100%", "1%"]],
    [0, ["0%"]],
    ["most", []],
  ])("%j", (written, meant) => {
    expect(likelyValues(schema("RoutingPolicy", "budgets", "b", "thresholds", 0, "at"), written)).toEqual(meant);
  });
});

test.each([
  ["contextWindow", "128_000", ["128000"]],
  ["contextWindow", "128,000", ["128000"]],
  ["contextWindow", "128k", ["128000"]],
  ["contextWindow", "1.05M", ["1050000"]],
  ["contextWindow", "0.0005k", []],
  ["contextWindow", "big", []],
  ["supplier", 5, ['"5"']],
])("%s %j", (key, written, meant) => {
  expect(likelyValues(schema("Catalog", "models", "m", key), written)).toEqual(meant);
});

test.each([
  ["acme.openai.azure.com", ["https://acme.openai.azure.com"]],
  ["llm.acme.internal:8080/v1", ["https://llm.acme.internal:8080/v1"]],
  ["the usual one", []],
])("address %j", (written, meant) => {
  expect(likelyValues(schema("Catalog", "providers", "p", "endpoint"), written)).toEqual(meant);
});

test.each([
  ["gpt@openai", ['["gpt@openai"]']],
  ["a, b", ['["a", "b"]']],
  ["", []],
  [1, []],
])("%j for a list", (written, meant) => {
  expect(likelyValues(schema("RoutingPolicy", "workloads", "w", "route", "candidates"), written)).toEqual(meant);
});
