import { expect, test } from "vitest";
import { omissionSentences, withUnsent } from "./omission.ts";
import { seededRandom } from "./randomness.ts";
import { sampleRecord } from "./testing/sample-result.ts";
import type { RequestRecord } from "./types.ts";

/** One answer for each time. */
function answers(arm: string, times: readonly number[]): RequestRecord[] {
  return times.map((totalMs, caseIndex) => sampleRecord({ arm, caseIndex, totalMs }));
}

test("an answer stands for those that were not asked meanwhile, each an interval less, as HdrHistogram adds them", () => {
  expect(withUnsent([10, 1000], 300)).toEqual([10, 1000, 700, 400]);
  expect(withUnsent([600], 300)).toEqual([600, 300]);
  expect(withUnsent([299], 300)).toEqual([299]);
});

test("a stall of five seconds in twenty, which a closed load meets once in 76 requests", () => {
  // 75 answers of 200 ms, then one that waits out the stall; the other arm is steady.
  const stalling = Array.from({ length: 380 }, (_, index) => (index % 76 === 75 ? 5000 : 200));
  const records = [
    ...answers("a", stalling),
    ...answers(
      "b",
      stalling.map(() => 200),
    ),
  ];
  const [sentence, ...others] = omissionSentences(["a", "b"], records, "closed");
  expect(others).toEqual([]);
  expect(sentence).toMatch(
    /^a stalled \(longest answer 5000 ms\) and was asked nothing meanwhile, as the load is closed/,
  );
  // A quarter of the time is within a stall, so the p95 of steady requests is four fifths into it: 4 s.
  const [, p95 = 0] = /p95 of the whole answer would be about (\d+) ms, not 200\./.exec(sentence ?? "") ?? [];
  expect(Number(p95)).toBeGreaterThan(3800);
  expect(Number(p95)).toBeLessThan(4200);
  expect(omissionSentences(["a", "b"], records, "paired")[0]).toMatch(/as the load is paired/);
});

test("answers that merely differ hide nothing, and few say nothing", () => {
  const random = seededRandom(4);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const times = Array.from({ length: 2000 }, () => 300 * Math.exp(0.6 * normal()));
  expect(omissionSentences(["a"], answers("a", times), "closed")).toEqual([]);
  expect(omissionSentences(["a"], answers("a", [1, 1, 1, 9000]), "closed")).toEqual([]);
  expect(omissionSentences(["a"], [], "paired")).toEqual([]);
});
