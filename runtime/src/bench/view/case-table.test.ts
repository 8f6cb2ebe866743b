import { expect, test } from "vitest";
import { sampleRecord, sampleResult } from "../testing/sample-result.ts";
import { CaseTable } from "./case-table.ts";

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
    sampleRecord({
      arm: "a",
      caseIndex: 0,
      trial: 1,
      passed: false,
      output: "other",
      assertions: [
        { type: "contains", passed: true, reason: "it does" },
        { type: "equals", passed: false, reason: "it is NOT equal" },
      ],
    }),
    sampleRecord({ arm: "a", caseIndex: 0, trial: 0 }),
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
    sampleRecord({ arm: "a", caseIndex: 3, output: "left" }),
    sampleRecord({ arm: "b", caseIndex: 3, output: "right" }),
    sampleRecord({ arm: "a", caseIndex: 4, output: "same" }),
    sampleRecord({ arm: "b", caseIndex: 4, output: " same\n" }),
    sampleRecord({ arm: "a", caseIndex: 5 }),
    sampleRecord({ arm: "nobody", caseIndex: 5 }),
  ],
});
const table = new CaseTable(result);
const all = { filter: "all" as const, search: "", from: 0, count: 100 };

test("rows follow the suite, cells follow the arms", () => {
  const { rows, total } = table.page(all);
  expect(total).toBe(6);
  expect(rows.map(({ caseIndex }) => caseIndex)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(rows[0]?.cells[0]).toMatchObject({ passed: 1, failed: 1, reason: "it is NOT equal", output: "fine" });
  expect(rows[0]?.cells[1]).toMatchObject({ passed: 2, failed: 0, reason: undefined });
  expect(rows[1]?.cells[0]).toMatchObject({ unjudged: 1, passed: 0 });
  expect(rows[1]?.cells[1]).toMatchObject({ blocked: 1, reason: "policy.residency", output: undefined });
  expect(rows[2]?.cells[0]).toMatchObject({ errors: 1, reason: "provider.timeout: no answer" });
});

test("a case that an arm never came to has an empty cell, and makes no difference", () => {
  expect(table.page(all).rows[5]?.cells[1]).toMatchObject({ passed: 0, failed: 0, errors: 0, blocked: 0, unjudged: 0 });
});

test.each([
  ["all", [0, 1, 2, 3, 4, 5]],
  ["failures", [0]],
  ["errors", [1, 2]],
  ["different", [0, 1, 3]],
  ["disagreements", [0, 1]],
] as const)("the filter %s leaves the cases %j", (filter, cases) => {
  expect(table.page({ ...all, filter }).rows.map(({ caseIndex }) => caseIndex)).toEqual(cases);
  expect(table.counts[filter]).toBe(cases.length);
});

test.each([
  ["RIGHT", [3]],
  ["not equal", [0]],
  ["no answer", [2]],
  ["it does", []],
  ["5", [4]],
])("a search for %j finds the cases %j", (search, cases) => {
  expect(table.page({ ...all, search }).rows.map(({ caseIndex }) => caseIndex)).toEqual(cases);
});

test("a page is a part, and one beyond the end is empty", () => {
  expect(table.page({ ...all, from: 4, count: 10 }).rows.map(({ caseIndex }) => caseIndex)).toEqual([4, 5]);
  expect(table.page({ ...all, from: 60, count: 10 })).toEqual({ total: 6, from: 60, rows: [] });
});

test("a case goes by its name, or by its number where it has none", () => {
  const names = (caseNames: (string | null)[]) =>
    new CaseTable({ ...result, caseNames }).page(all).rows.map(({ name }) => name);
  expect(names(["late parcel", null, ""])).toEqual(["late parcel", "2", "3", "4", "5", "6"]);
});

test("a case in full has every trial in order, with whole texts", () => {
  const long = "x".repeat(1_000);
  const detail = new CaseTable(
    sampleResult({ records: [sampleRecord({ trial: 1 }), sampleRecord({ output: long })] }),
  ).detail(0);
  expect(detail?.arms[0]?.answers.map(({ output }) => output)).toEqual([long, "fine"]);
  expect(detail?.arms[1]?.answers).toEqual([]);
  expect(table.detail(99)).toBeUndefined();
});

test("a preview is one line, and never half a character", () => {
  const { rows } = new CaseTable(
    sampleResult({ records: [sampleRecord({ output: `a\n\n b ${"😀".repeat(300)}` })] }),
  ).page(all);
  const output = rows[0]?.cells[0]?.output ?? "";
  expect(output.startsWith("a b 😀")).toBe(true);
  expect(output.endsWith("😀…")).toBe(true);
  expect([...output]).toHaveLength(201);
});
