import { expect, test } from "vitest";
import { findDifferences } from "./differences.ts";
import { seededRandom } from "./randomness.ts";
import { fragmentOf } from "./sentences.ts";
import { meanDifference, studentQuantile95 } from "./statistics/mean-difference.ts";
import { sampleRecord } from "./testing/sample-result.ts";

test("an arm that costs half as much every time costs half as much, however skewed the costs are", () => {
  const random = seededRandom(6);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const records = Array.from({ length: 400 }, (_, caseIndex) => {
    const costMicroUsd = 2 * Math.round(5_000 * Math.exp(normal()));
    const shared = { caseIndex, ttftMs: costMicroUsd / 10, totalMs: costMicroUsd / 5 };
    return [
      sampleRecord({ ...shared, arm: "a", costMicroUsd }),
      sampleRecord({ ...shared, arm: "b", costMicroUsd: costMicroUsd / 2 }),
    ];
  }).flat();
  const found = findDifferences(records, ["a", "b"], seededRandom(1)).find(({ metric }) => metric === "cost");
  expect(found?.sentence).toMatch(/^b costs less than a \(-0\.\d+ USD an answer, -50(?:\.0)? %,/);
  expect(found && fragmentOf(found)).toMatch(/^costs 50 % less /);
});

test("a fifth of the answers that cost ten times as much is a difference of money", () => {
  const records = Array.from({ length: 60 }, (_, caseIndex) => [
    sampleRecord({ arm: "a", caseIndex, costMicroUsd: 1_000 }),
    sampleRecord({ arm: "b", caseIndex, costMicroUsd: caseIndex % 5 === 0 ? 10_000 : 1_000 }),
  ]).flat();
  const cost = findDifferences(records, ["a", "b"], seededRandom(1)).find(({ metric }) => metric === "cost");
  expect(cost).toMatchObject({ verdict: "higher", estimate: 1_800, baselineMedian: 1_000 });
  expect(cost && fragmentOf(cost)).toMatch(/^costs 180 % more /);
});

// Student's table, as printed in every textbook.
test.each([
  [5, 2.571],
  [9, 2.262],
  [19, 2.093],
  [59, 2.001],
  [999, 1.962],
])("Student's 97.5 %% point with %i degrees of freedom is %d", (degrees, point) => {
  expect(studentQuantile95(degrees)).toBeCloseTo(point, 2.7);
});

test("Student's sleep data: the paired interval 0.70 to 2.46 hours, as R's t.test gives it", () => {
  const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
  const { estimate, interval } = meanDifference(sleep, seededRandom(1));
  expect(estimate).toBeCloseTo(1.58, 10);
  expect(interval[0]).toBeCloseTo(0.7001, 3);
  expect(interval[1]).toBeCloseTo(2.4599, 3);
});

test("thousands of pairs", () => {
  const many = Array.from({ length: 3_000 }, (_, n) => 100 + (n % 2 === 0 ? 300 : -300));
  const { interval, pValue } = meanDifference(many, seededRandom(1));
  expect(interval[1] - interval[0]).toBeCloseTo((2 * 1.96 * 300) / Math.sqrt(3_000), 0);
  expect(pValue).toBeLessThan(1e-6);
  const none = meanDifference(new Array<number>(2_000).fill(0), seededRandom(1));
  expect(none).toEqual({ estimate: 0, interval: [0, 0], pValue: 1 });
});
