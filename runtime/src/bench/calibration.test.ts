import { expect, test } from "vitest";
import { calibrate } from "./calibration.ts";

// `npm run bench:calibration` does the same with 200 runs of each kind and prints what it finds.

test("known differences: intervals hold them about as often as they say, and nothing is called the wrong way", () => {
  const truth = { ttftMs: 30, totalMs: 150, costMicroUsd: -400, quality: -0.2 };
  const { metrics } = calibrate({ runs: 60, cases: 40, truth, seed: 1 });
  for (const { metric, coverage, wrongWay } of metrics) {
    // 95 % of 60, less four standard errors.
    expect([metric, coverage >= 0.84]).toEqual([metric, true]);
    expect([metric, wrongWay]).toEqual([metric, 0]);
  }
  expect(metrics.find(({ metric }) => metric === "cost")?.called).toBe(1);
});

test("A against A is called different in about one run of twenty at most", () => {
  const { anyCalled, metrics } = calibrate({
    runs: 60,
    cases: 40,
    truth: { ttftMs: 0, totalMs: 0, costMicroUsd: 0, quality: 0 },
    seed: 2,
  });
  // Holm keeps it at 5 % at most; four standard errors above.
  expect(anyCalled).toBeLessThanOrEqual(0.16);
  for (const { coverage } of metrics) expect(coverage).toBeGreaterThanOrEqual(0.84);
});
