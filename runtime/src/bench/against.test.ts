import { describe, expect, test } from "vitest";
import { compareRuns } from "./against.ts";
import { seededRandom } from "./randomness.ts";
import type { BenchmarkResult, RequestRecord } from "./types.ts";

type Make = (caseIndex: number, arm: string) => Partial<RequestRecord>;

function result(cases: number, make: Make, more: Partial<BenchmarkResult> = {}): BenchmarkResult {
  const arms = ["a", "b"];
  const records = arms.flatMap((arm) =>
    Array.from(
      { length: cases },
      (_, caseIndex) =>
        ({
          arm,
          caseIndex,
          trial: 0,
          outcome: "ok",
          assertions: [],
          ...make(caseIndex, arm),
        }) as unknown as RequestRecord,
    ),
  );
  return { arms: arms.map((arm) => ({ arm })), records, seed: 1, ...more } as unknown as BenchmarkResult;
}
const noisy = (seed: number, shift = 0): Make => {
  const random = seededRandom(seed);
  return () => ({ ttftMs: 300 + 50 * random() + shift, costMicroUsd: 100, passed: random() < 0.8 });
};
const regressions = (then: BenchmarkResult, now: BenchmarkResult) =>
  compareRuns(then, now).changes.flatMap(({ regression, arm, metric }) => (regression ? [`${arm} ${metric}`] : []));

describe("a regression", () => {
  test("is slower, dearer, worse or not answered any more, by more than chance", () => {
    const then = result(30, noisy(1));
    const [slowB, plain, other] = [noisy(3, 80), noisy(2), noisy(4)];
    expect(
      regressions(
        then,
        result(30, (index, arm) => (arm === "b" ? slowB : plain)(index, arm)),
      ),
    ).toEqual(["b ttft"]);
    expect(
      regressions(
        then,
        result(30, () => ({ ttftMs: 320, costMicroUsd: 120, passed: true })),
      ),
    ).toEqual(["a cost", "b cost"]);
    expect(
      regressions(
        then,
        result(30, () => ({ costMicroUsd: 100, passed: false })),
      ),
    ).toEqual(["a quality", "b quality"]);
    const down: Make = (index, arm) => (arm === "a" && index < 12 ? { outcome: "error" } : other(index, arm));
    expect(regressions(then, result(30, down))).toEqual(["a availability"]);
  });

  test("is none where things got better, or too few were asked", () => {
    const then = result(30, noisy(1, 100));
    const now = result(30, noisy(2));
    expect(regressions(then, now)).toEqual([]);
    expect(compareRuns(then, now).changes.some(({ verdict, metric }) => verdict === "lower" && metric === "ttft")).toBe(
      true,
    );
    expect(regressions(result(5, noisy(1)), result(5, noisy(2, 500)))).toEqual([]);
  });

  test("is rarely found by chance: 100 pairs of runs of the same", () => {
    let found = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      if (regressions(result(20, noisy(seed + 1)), result(20, noisy(seed + 5001))).length > 0) found += 1;
    }
    // Holm keeps it at 5 % for both directions together; four standard errors above.
    expect(found).toBeLessThanOrEqual(13);
  });
});

test("questions keep their place by what was asked; new ones and new arms are left out and told", () => {
  const keys = (from: number) => Array.from({ length: 12 }, (_, index) => `q${index + from}`);
  // The first three questions are new; the others cost what they did.
  const cost =
    (from: number): Make =>
    (index) => ({ costMicroUsd: 100 * (index + from) });
  const then = result(12, cost(0), { caseKeys: keys(0) });
  const now = result(12, cost(-3), { caseKeys: keys(-3) });
  const { changes, newCases } = compareRuns(then, now);
  expect(newCases).toBe(3);
  expect(changes.find(({ metric }) => metric === "cost")).toMatchObject({ n: 9, estimate: 0, regression: false });
  const less = { ...then, arms: then.arms.slice(0, 1) };
  expect(compareRuns(less, now).newArms).toEqual(["b"]);
});
