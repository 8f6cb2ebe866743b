import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closest, didYouMean } from "./suggest.ts";

describe("closest", () => {
  test.each([
    ["mas", ["msa", "zzz"], ["msa"]],
    ["openia", ["openai", "azure"], ["openai"]],
    ["gpt-5", ["gpt-5.5", "claude"], ["gpt-5.5"]],
    ["HIGH", ["high", "low"], ["high"]],
    ["suport", ["support", "report", "finance"], ["support", "report"]],
    ["xyz", ["openai", "azure"], []],
    ["", ["a", "openai"], ["a"]],
    ["ed", ["redacted"], []],
  ])("%s among %j", (word, candidates, expected) => {
    expect(closest(word, candidates)).toEqual(expected);
  });

  test("stays quick among very many", () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `model-${index}`);
    const started = process.cpuUsage();
    expect(closest("modle-4242", many)[0]).toBe("model-4242");
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(6_000);
  });

  test("gives candidates only, each once, at most three", () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.string()), (word, candidates) => {
        const found = closest(word, candidates);
        expect(found.length).toBeLessThanOrEqual(3);
        expect(new Set(found).size).toBe(found.length);
        for (const one of found) expect(candidates).toContain(one);
      }),
    );
  });
});

test("didYouMean is nothing where there is nothing", () => {
  expect(didYouMean([])).toBe("");
  expect(didYouMean(["a", "b"])).toBe(' Did you mean "a"?');
});
