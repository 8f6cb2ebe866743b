import { expect, test } from "vitest";
import { findDifferences } from "./differences.ts";
import { seededRandom } from "./randomness.ts";
import { fragmentOf } from "./sentences.ts";
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
