import { expect, test } from "vitest";
import { seededRandom } from "./randomness.ts";
import { findTails } from "./tails.ts";
import { sampleRecord } from "./testing/sample-result.ts";

const TRIALS = 10;

test("a p95 is of answers, not of the means of cases", () => {
  // One answer of ten is slow, in another trial for each case: the means of all cases are alike.
  const records = Array.from({ length: 20 * TRIALS }, (_, n) => {
    const [caseIndex, trial] = [Math.floor(n / TRIALS), n % TRIALS];
    const slow = trial === caseIndex % TRIALS;
    return [
      sampleRecord({ arm: "a", caseIndex, trial, ttftMs: 100, totalMs: 200 }),
      sampleRecord({ arm: "b", caseIndex, trial, ttftMs: slow ? 220 : 100, totalMs: 200 }),
    ];
  }).flat();
  const [first, whole] = findTails(records, ["a", "b"], seededRandom(1));
  expect(first).toMatchObject({ metric: "ttft", baseline: "a", arm: "b", n: 200, p95: 120, interval: [120, 120] });
  expect(whole).toMatchObject({ metric: "total", p95: 0 });
});

test("fewer than a hundred pairs have no tail", () => {
  const records = Array.from({ length: 99 }, (_, caseIndex) => [
    sampleRecord({ arm: "a", caseIndex }),
    sampleRecord({ arm: "b", caseIndex }),
  ]).flat();
  expect(findTails(records, ["a", "b"], seededRandom(1))).toEqual([]);
});
