import type { CaseCell } from "@fairlead/runtime/bench/view";
import { expect, test } from "vitest";
import { caseVerdict } from "./case-verdict.ts";

const cell = (over: Partial<CaseCell>): CaseCell => ({
  passed: 0,
  failed: 0,
  errors: 0,
  blocked: 0,
  unjudged: 0,
  reason: undefined,
  output: undefined,
  ...over,
});

test.each([
  [[cell({ passed: 2 }), cell({ passed: 2 })], "passed", []],
  [[cell({ passed: 2 }), cell({ passed: 1, failed: 1, reason: "no x", output: "y" })], "failed", ["b: no x\ny"]],
  [
    [cell({ failed: 1, reason: "no x" }), cell({ blocked: 1, reason: "policy.no" })],
    "errored",
    ["a: no x", "b: policy.no"],
  ],
  [[cell({ unjudged: 2 }), cell({})], "skipped", []],
] as const)("%j", (cells, state, messages) => {
  expect(caseVerdict({ caseIndex: 0, name: "1", cells: [...cells] }, ["a", "b"])).toEqual({ state, messages });
});
