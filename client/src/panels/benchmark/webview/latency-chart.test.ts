import fc from "fast-check";
import { expect, test } from "vitest";
import { latencyChart } from "./latency-chart.ts";
import { sampleArm } from "./sample-result.ts";

const empty = { n: 0, p50: undefined, p95: undefined, p99: undefined };

test("marks stand on one scale that begins at 0", () => {
  const chart = latencyChart(
    [sampleArm(), sampleArm({ arm: "b", ttftMs: { n: 3, p50: 100, p95: 200, p99: 800 } })],
    "ttftMs",
  );
  expect(chart?.ticks.map((tick) => tick.value)).toEqual([0, 200, 400, 600, 800]);
  expect(chart?.lanes[0]?.marks.map((mark) => mark.position)).toEqual([210 / 800, 480 / 800, 730 / 800]);
  expect(chart?.lanes[1]?.marks.at(-1)?.position).toBe(1);
});

test("an arm without a value keeps its lane, and no value at all is no chart", () => {
  const chart = latencyChart([sampleArm(), sampleArm({ arm: "b", ttftMs: empty })], "ttftMs");
  expect(chart?.lanes.map((lane) => lane.marks.length)).toEqual([3, 0]);
  expect(latencyChart([sampleArm({ ttftMs: empty })], "ttftMs")).toBeUndefined();
  expect(latencyChart([], "totalMs")).toBeUndefined();
});

test("whatever the latencies, every mark and tick is inside, in order, and the ticks are few", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 3, maxLength: 3 }), (values) => {
      const [p50, p95, p99] = values.toSorted((left, right) => left - right);
      const chart = latencyChart([sampleArm({ totalMs: { n: 1, p50, p95, p99 } })], "totalMs");
      const positions = chart?.lanes[0]?.marks.map((mark) => mark.position) ?? [];
      expect(positions).toHaveLength(3);
      for (const position of positions) expect(position >= 0 && position <= 1).toBe(true);
      expect(positions).toEqual(positions.toSorted((left, right) => left - right));
      expect(chart?.ticks[0]?.value).toBe(0);
      expect(chart?.ticks.at(-1)?.position).toBe(1);
      expect(chart?.ticks.length).toBeGreaterThan(1);
      expect(chart?.ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});
