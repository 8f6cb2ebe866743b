import { expect, test } from "vitest";
import { compile } from "./compile.ts";
import { canonicalJson } from "./generation.ts";
import { compiled, world } from "./testing.ts";

test("the generation depends on the content, not on the order of keys", () => {
  const reversed = world();
  const entries = Object.entries(reversed.catalog.deployments).reverse();
  reversed.catalog.deployments = Object.fromEntries(entries) as typeof reversed.catalog.deployments;
  expect(compile(reversed).generation).toBe(compiled().generation);
  expect(
    compiled((w) => {
      w.catalog.deployments["large@alpha"] = { upstream: "other" };
    }).generation,
  ).not.toBe(compiled().generation);
  expect(compiled().generation).toMatch(/^gen_[0-9a-f]{16}$/);
});

test("canonical JSON leaves undefined members out and keeps null", () => {
  expect(canonicalJson({ b: undefined, a: [null, undefined, { d: 1, c: "x" }] })).toBe(
    '{"a":[null,null,{"c":"x","d":1}]}',
  );
});

test("percentages of a limit are exact", () => {
  const policy = compiled((w) => {
    w.policy.budgets.odd = {
      scope: {},
      limit: "0.000333 USD",
      window: "day",
      thresholds: [{ at: "33.3333%", do: "block" }],
    };
    w.policy.budgets.large = {
      scope: {},
      limit: "999999999 USD",
      window: "year",
      thresholds: [{ at: "99.99%", do: "block" }],
    };
  });
  expect(policy.budgets.map((budget) => budget.blockAt)).toEqual([110, 999_899_999_000_100]);
});

test("a link that leads nowhere is a programming error", () => {
  expect(() =>
    compiled((w) => {
      w.policy.workloads.chat.route.candidates.push("no@where");
    }),
  ).toThrow(/no@where/);
});
