import { sampleArm, sampleDifference, sampleResult } from "@fairlead/runtime/bench/testing";
import { expect, test } from "vitest";
import { forestRows } from "./forest-rows.ts";

const rows = (over: Parameters<typeof sampleResult>[0]) => forestRows(sampleResult(over));

test("times and money are parts of the baseline's median, rates are points", () => {
  const [total, quality] = rows({
    differences: [
      sampleDifference({ estimate: -200, interval: [-300, -100], baselineMedian: 1_000 }),
      sampleDifference({ metric: "quality", estimate: 0.05, interval: [-0.01, 0.11], baselineMedian: 1 }),
    ],
  });
  expect(total).toMatchObject({ estimate: -0.2, interval: [-0.3, -0.1], raw: { estimate: -200 } });
  expect(quality).toMatchObject({ estimate: 0.05, interval: [-0.01, 0.11] });
});

test.each([0, undefined])("of a median of %s nothing is a part, and the amount stays", (baselineMedian) => {
  const [row] = rows({ differences: [sampleDifference({ metric: "cost", baselineMedian })] });
  expect(row).toMatchObject({ estimate: undefined, interval: undefined, raw: { estimate: -200 } });
});

test("the slowest twentieth is a part of the baseline's own, and no test", () => {
  const [row] = rows({
    arms: [sampleArm({ arm: "a", totalMs: { n: 200, p50: 1, p95: 2_000, p99: 3 } }), sampleArm({ arm: "b" })],
    tails: [{ metric: "total", baseline: "a", arm: "b", n: 200, p95: 500, interval: [100, 900] }],
  });
  expect(row).toMatchObject({ kind: "tail", estimate: 0.25, interval: [0.05, 0.45], verdict: "no-test" });
});

test("the baseline against itself comes last", () => {
  const noise = [sampleDifference({ arm: "a (again)", verdict: "no-difference-shown" })];
  expect(rows({ differences: [sampleDifference()], noise }).map(({ kind }) => kind)).toEqual(["test", "noise"]);
});
