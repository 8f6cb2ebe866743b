import { expect, test } from "vitest";
import { caseRows, filterCases } from "./case-rows.ts";
import { sampleRecord, sampleResult } from "./sample-result.ts";

const result = sampleResult({
  records: [
    sampleRecord({
      arm: "b",
      caseIndex: 1,
      outcome: "blocked",
      errorCode: "policy.residency",
      passed: undefined,
      output: undefined,
    }),
    sampleRecord({ arm: "a", caseIndex: 1, passed: undefined }),
    sampleRecord({ arm: "a", caseIndex: 0, trial: 0 }),
    sampleRecord({
      arm: "a",
      caseIndex: 0,
      trial: 1,
      passed: false,
      assertions: [
        { type: "contains", passed: true, reason: "it does" },
        { type: "equals", passed: false, reason: "it is not equal" },
      ],
    }),
    sampleRecord({ arm: "b", caseIndex: 0, trial: 0 }),
    sampleRecord({ arm: "b", caseIndex: 0, trial: 1 }),
    sampleRecord({
      arm: "a",
      caseIndex: 2,
      outcome: "error",
      errorCode: "provider.timeout",
      errorMessage: "no answer",
      passed: undefined,
    }),
    sampleRecord({ arm: "b", caseIndex: 2, outcome: "error", errorCode: "provider.timeout", passed: undefined }),
  ],
});

test("rows follow the suite, cells follow the arms", () => {
  const rows = caseRows(result);
  expect(rows.map((row) => row.caseIndex)).toEqual([0, 1, 2]);
  expect(rows[0]?.cells[0]).toMatchObject({ passed: 1, failed: 1, reason: "it is not equal" });
  expect(rows[0]?.cells[1]).toMatchObject({ passed: 2, failed: 0, reason: undefined });
  expect(rows[1]?.cells[0]).toMatchObject({ unjudged: 1, passed: 0 });
  expect(rows[1]?.cells[1]).toMatchObject({ blocked: 1, reason: "policy.residency", output: undefined });
  expect(rows[2]?.cells[0]).toMatchObject({ errors: 1, reason: "provider.timeout: no answer" });
});

test("a case that an arm never came to has an empty cell", () => {
  const [row] = caseRows(sampleResult({ records: [sampleRecord({ arm: "a" })] }));
  expect(row?.cells[1]).toEqual({
    passed: 0,
    failed: 0,
    errors: 0,
    blocked: 0,
    unjudged: 0,
    reason: undefined,
    output: undefined,
  });
});

test.each([
  ["all", [0, 1, 2]],
  ["failures", [0]],
  ["errors", [1, 2]],
  ["different", [0, 1]],
] as const)("the filter %s leaves the cases %j", (filter, cases) => {
  expect(filterCases(caseRows(result), filter).map((row) => row.caseIndex)).toEqual(cases);
});

test("a case goes by its name, or by its number where it has none", () => {
  const named = { ...result, caseNames: ["late parcel", null, ""] };
  expect(caseRows(named).map(({ name }) => name)).toEqual(["late parcel", "2", "3"]);
  expect(caseRows(result).map(({ name }) => name)).toEqual(["1", "2", "3"]);
});
