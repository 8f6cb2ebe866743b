import { sampleArm } from "@fairlead/runtime/bench/testing";
import { expect, test } from "vitest";
import { measureRows } from "./arm-rows.ts";
import { unknown } from "./format.ts";

function row(measure: string, ...arms: ReturnType<typeof sampleArm>[]): string[] | undefined {
  return measureRows(arms)
    .find((one) => one.measure === measure)
    ?.cells.map((cell) => cell.replaceAll("\u00a0", " "));
}

test("there is a cell for each arm, in their order", () => {
  const arms = [sampleArm({ ok: 18 }), sampleArm({ ok: 20 })];
  expect(row("Answers", ...arms)).toEqual(["18 of 20", "20 of 20"]);
  for (const { cells } of measureRows(arms)) expect(cells).toHaveLength(2);
});

test("a pass rate shows what it stands on and its interval", () => {
  expect(row("Pass rate", sampleArm())).toEqual(["9 of 18, 50 % (29 % to 71 %)"]);
});

test("a pass rate without an interval shows none", () => {
  expect(row("Pass rate", sampleArm({ passRateInterval: undefined }))).toEqual(["9 of 18, 50 %"]);
});

test("an arm that nothing judged has no pass rate", () => {
  expect(row("Pass rate", sampleArm({ judged: 0, passed: 0, passRateInterval: undefined }))).toEqual(["not judged"]);
});

test("an unknown cost is not a zero, and a zero is not unknown", () => {
  const arms = [sampleArm({ costMicroUsd: undefined }), sampleArm({ costMicroUsd: 0 })];
  expect(row("Cost, whole run", ...arms)).toEqual([unknown, "$0.00"]);
});

test("errors show their share, and an arm that was never asked has none", () => {
  expect(row("Errors", sampleArm(), sampleArm({ errors: 0 }), sampleArm({ requests: 0, errors: 0 }))).toEqual([
    "1 (5 %)",
    "0",
    unknown,
  ]);
});
