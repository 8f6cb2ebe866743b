import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleRecord } from "../testing/sample-result.ts";
import { latencyCurves, pointsOf } from "./latency-curves.ts";

test("few values are all there, equal ones as one step", () => {
  expect(pointsOf([10, 20, 20, 40])).toEqual([
    [10, 0.25],
    [20, 0.75],
    [40, 1],
  ]);
  expect(pointsOf([])).toEqual([]);
});

test("whatever the values, each point is exact, the curve rises to 1, and it is small", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 3_000 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const points = pointsOf(sorted);
      for (const [ms, part] of points)
        expect(part).toBe((sorted.findLastIndex((one) => one <= ms) + 1) / sorted.length);
      expect(points).toEqual(points.toSorted((a, b) => a[0] - b[0]));
      expect(points.at(-1)).toEqual([sorted.at(-1), 1]);
      expect(points.length).toBeLessThan(260);
    }),
    { numRuns: 50 },
  );
});

test("the slowest answers of many are all kept", () => {
  const values = Array.from({ length: 25_000 }, (_, index) => index);
  expect(pointsOf(values).slice(-5)).toEqual(
    [24_995, 24_996, 24_997, 24_998, 24_999].map((ms) => [ms, (ms + 1) / 25_000]),
  );
});

test("quantiles are the engine's; what failed has no time and is counted", () => {
  const records = [100, 200, 300, 400, 1_000].map((totalMs) => sampleRecord({ totalMs, ttftMs: undefined }));
  const failed = sampleRecord({ outcome: "error", totalMs: 7 });
  const [found, ...others] = latencyCurves(new Map([["a", [...records, failed]]]));
  expect(others).toEqual([]);
  expect(found?.clock).toBe("totalMs");
  expect(found?.curves[0]).toMatchObject({ n: 5, without: 1, p50: 300, p90: 760, p95: 880, max: 1_000 });
});

test("an arm without answers keeps its place", () => {
  const byArm = new Map([
    ["a", [sampleRecord({ arm: "a" })]],
    ["b", [sampleRecord({ arm: "b", outcome: "blocked", ttftMs: undefined, totalMs: undefined })]],
  ]);
  expect(latencyCurves(byArm)[0]?.curves[1]).toMatchObject({ arm: "b", n: 0, without: 1, p50: undefined, points: [] });
});
