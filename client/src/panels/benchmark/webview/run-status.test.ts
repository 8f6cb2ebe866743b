import { expect, test } from "vitest";
import { runStatus } from "./run-status.ts";
import { sampleArm, sampleRecord, sampleResult } from "./sample-result.ts";

const start = {
  type: "start" as const,
  run: "run_1",
  benchmark: "x",
  arms: ["a", "b"],
  total: 80,
  maxSpendMicroUsd: 1_000_000,
};
const running = { status: "running" as const, benchmark: "x", start: undefined, progress: undefined };

test("a run that has said nothing yet is starting", () => {
  expect(runStatus(running)).toMatchObject({ text: "Starting…", part: undefined, isRunning: true });
});

test("progress shows how many, and the money against its cap", () => {
  const progress = { type: "progress" as const, done: 20, total: 80, spentMicroUsd: 3_100, arms: [] };
  expect(runStatus({ ...running, start, progress })).toMatchObject({
    text: "20 of 80 answers · $0.0031 of $1.00 spent",
    part: 0.25,
  });
});

test("without a cap only what is spent is shown", () => {
  const uncapped = { ...start, maxSpendMicroUsd: undefined };
  expect(runStatus({ ...running, start: uncapped }).text).toBe("0 of 80 answers · $0.00 spent");
});

test.each([
  ["completed", "Finished: 1 answers, $0.2468 spent.", false],
  ["cancelled", "Cancelled. 1 answers, $0.2468 spent. Why.", true],
  ["spend-limit", "Stopped at the spend limit. 1 answers, $0.2468 spent. Why.", true],
  ["failed", "Failed. 1 answers, $0.2468 spent. Why.", true],
] as const)("a run that is %s says so", (status, text, isProblem) => {
  const result = sampleResult({ status, reason: "Why.", records: [sampleRecord()], arms: [sampleArm(), sampleArm()] });
  expect(runStatus({ status: "finished", result })).toMatchObject({ text, isProblem, isRunning: false });
});

test("a failure is a problem in its own words", () => {
  expect(runStatus({ status: "failed", benchmark: "x", message: "bench.no-key" })).toMatchObject({
    text: "bench.no-key",
    isProblem: true,
  });
});
