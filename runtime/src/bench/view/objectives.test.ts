import { expect, test } from "vitest";
import { sampleArm } from "../testing/sample-result.ts";
import { objectiveResults } from "./objectives.ts";

const none = { n: 0, p50: undefined, p95: undefined, p99: undefined };

test("each objective has its target, what was measured, and whether that is good enough", () => {
  const objectives = { ttftP95Ms: 480, latencyP95Ms: 2_000, errorRate: "10%", passRate: "50.5 %" };
  expect(objectiveResults(sampleArm({ arm: "a", objectives }))).toEqual([
    { arm: "a", objective: "ttftP95Ms", target: 480, measured: 480, met: true },
    { arm: "a", objective: "latencyP95Ms", target: 2_000, measured: 2_480, met: false },
    { arm: "a", objective: "errorRate", target: 0.1, measured: 0.1, met: true },
    { arm: "a", objective: "passRate", target: 0.505, measured: 0.5, met: false },
  ]);
});

test("times count from when a request was due, where that is known", () => {
  const clocks = { ttftScheduledMs: { ...none, n: 9, p95: 900 } } as NonNullable<
    ReturnType<typeof sampleArm>["clocks"]
  >;
  expect(objectiveResults(sampleArm({ objectives: { ttftP95Ms: 500 }, clocks }))).toMatchObject([
    { measured: 900, met: false },
  ]);
});

test("what was not measured neither meets nor misses", () => {
  const objectives = { ttftP95Ms: 500, errorRate: "1%", passRate: "90%" };
  const arm = sampleArm({ objectives, ttftMs: none, requests: 0, judged: 0 });
  expect(objectiveResults(arm).map(({ met }) => met)).toEqual([undefined, undefined, undefined]);
  expect(objectiveResults(sampleArm())).toEqual([]);
});
