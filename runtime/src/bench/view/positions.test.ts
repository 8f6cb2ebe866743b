import { expect, test } from "vitest";
import { sampleArm, sampleDifference, sampleRecord } from "../testing/sample-result.ts";
import { armPosition, findDominations } from "./positions.ts";
import type { ArmPosition } from "./types.ts";

function position(arm: string, cost: number, total: number, quality?: number, spread = 1): ArmPosition {
  const around = (value: number) => ({ value, interval: [value - spread, value + spread] as [number, number] });
  return {
    arm,
    cases: 20,
    cost: around(cost),
    ttft: undefined,
    total: around(total),
    quality: quality === undefined ? undefined : { value: quality, interval: [quality - 0.01, quality + 0.01] },
  };
}

test("trials of a case are averaged before cases are compared", () => {
  const records = [0, 1, 2].flatMap((caseIndex) =>
    [100, 300].map((ms, trial) => sampleRecord({ caseIndex, trial, totalMs: ms * (caseIndex + 1), costMicroUsd: 10 })),
  );
  const failed = sampleRecord({ caseIndex: 9, outcome: "error", totalMs: 1 });
  const found = armPosition(sampleArm({ arm: "a", passed: 1, judged: 4 }), [...records, failed]);
  expect(found).toMatchObject({ cases: 3, total: { value: 400, interval: undefined }, cost: { value: 10 } });
  expect(found.quality?.value).toBe(0.25);
});

test("from six cases on there is an interval", () => {
  const records = [1, 2, 3, 4, 5, 6].map((n) => sampleRecord({ caseIndex: n, totalMs: n * 100 }));
  expect(armPosition(sampleArm(), records).total).toEqual({ value: 350, interval: [100, 600] });
});

test("what is unknown has no position", () => {
  const records = [sampleRecord({ costMicroUsd: undefined, ttftMs: undefined })];
  const found = armPosition(sampleArm({ judged: 0, passed: 0 }), records);
  expect(found).toMatchObject({ cost: undefined, ttft: undefined, quality: undefined });
});

test("an arm that is worse in everything is dominated; one that is cheaper is not", () => {
  const arms = [position("a", 10, 100, 0.9), position("b", 20, 200, 0.8), position("c", 5, 300, 0.9)];
  expect(findDominations(arms, [])).toEqual([
    { arm: "b", by: "a", better: ["cost", "total", "quality"], shown: ["cost", "total", "quality"] },
  ]);
});

test("equal in one and better in another is enough; equal in all is not", () => {
  expect(findDominations([position("a", 10, 100), position("b", 10, 150)], [])).toMatchObject([
    { arm: "b", by: "a", better: ["total"] },
  ]);
  expect(findDominations([position("a", 10, 100), position("b", 10, 100)], [])).toEqual([]);
});

test("intervals that overlap show nothing", () => {
  const arms = [position("a", 10, 100, undefined, 50), position("b", 20, 120, undefined, 50)];
  expect(findDominations(arms, [])).toMatchObject([{ arm: "b", shown: [] }]);
});

test("the test on pairs decides where there is one, in both directions and but for noise", () => {
  const arms = [position("a", 10, 100), position("b", 20, 200)];
  const differ = sampleDifference({ metric: "total", arm: "b", baseline: "a", verdict: "higher" });
  expect(findDominations(arms, [differ])[0]?.shown).toEqual(["cost", "total"]);
  expect(findDominations(arms, [{ ...differ, verdict: "no-difference-shown" }])[0]?.shown).toEqual(["cost"]);
  expect(findDominations(arms, [{ ...differ, withinNoise: true }])[0]?.shown).toEqual(["cost"]);
});

test("an arm whose cost is unknown dominates none and is dominated by none", () => {
  const unknown = { ...position("a", 10, 100), cost: undefined };
  expect(findDominations([unknown, position("b", 20, 200)], [])).toEqual([]);
});
