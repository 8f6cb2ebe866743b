import { sampleArm, sampleResult } from "@fairlead/runtime/bench/testing";
import { expect, test } from "vitest";
import { runStatus } from "./run-status.ts";

const start = {
  type: "start" as const,
  run: "run_1",
  benchmark: "x",
  arms: ["a", "b"],
  total: 80,
  maxSpendMicroUsd: 1_000_000,
};
const running = { status: "running" as const, benchmark: "x", start: undefined, progress: undefined, rate: undefined };
const progress = { type: "progress" as const, done: 20, total: 80, spentMicroUsd: 3_100, arms: [] };

test("a run that has said nothing yet is starting", () => {
  expect(runStatus(running)).toMatchObject({ text: "Starting…", part: undefined, isRunning: true });
});

test("progress shows how many, and the money against its cap", () => {
  expect(runStatus({ ...running, start, progress })).toMatchObject({
    text: "20 of 80 answers · $0.0031 of $1.00 spent",
    part: 0.25,
    spend: { spent: 3_100, cap: 1_000_000 },
    pace: "",
  });
});

test.each([
  [0.5, "0.5 answers a second · about 2 min left"],
  [30, "30 answers a second · about 2 s left"],
  [0, "0.0 answers a second"],
])("at %s a second it says how long still", (rate, pace) => {
  expect(runStatus({ ...running, start, progress, rate }).pace.replaceAll("\u00a0", " ")).toBe(pace);
});

test.each([
  [0, "0 % done"],
  [23, "20 % done"],
  [24, "30 % done"],
  [80, "100 % done"],
])("of a run with %i answers each tenth is said", (done, spoken) => {
  const status = runStatus({ ...running, start, progress: { ...progress, done } });
  expect(status.spoken.replaceAll("\u00a0", " ")).toBe(spoken);
});

test("without a cap only what is spent is shown", () => {
  const uncapped = { ...start, maxSpendMicroUsd: undefined };
  expect(runStatus({ ...running, start: uncapped })).toMatchObject({
    text: "0 of 80 answers · $0.00 spent",
    spend: undefined,
  });
});

test.each([
  ["completed", 1, "Finished: 1 answers, $0.2468 spent.", false],
  ["cancelled", 1, "Cancelled. 1 answers, $0.2468 spent. Why. What was measured until then is below.", true],
  [
    "spend-limit",
    12_345,
    "Stopped at the spend limit. 12,345 answers, $0.2468 spent. Why. What was measured until then is below.",
    true,
  ],
  ["failed", 0, "Failed. 0 answers, $0.2468 spent. Why.", true],
] as const)("a result that is %s says so", (status, requests, text, isProblem) => {
  const header = sampleResult({ status, reason: "Why.", arms: [sampleArm(), sampleArm()] });
  expect(runStatus({ status: "idle" }, { header, requests })).toMatchObject({
    text,
    spoken: text,
    isProblem,
    isRunning: false,
  });
});

test("a failure is a problem in its own words", () => {
  expect(runStatus({ status: "failed", benchmark: "x", message: "bench.no-key" })).toMatchObject({
    text: "bench.no-key",
    isProblem: true,
  });
});
