import { expect, test } from "vitest";
import { HealthTracker } from "./health.ts";

const MINUTE = 60_000;

test("percentiles and failures of the latest attempts, for ten minutes", () => {
  const health = new HealthTracker();
  for (let index = 1; index <= 100; index += 1) health.succeeded("a", index * 10, { at: index, totalMs: index * 100 });
  health.failed("a", 1000);
  expect(health.at("a", 1000)?.measured).toEqual({
    attempts: 101,
    failures: 1,
    streams: 100,
    ttftP95Ms: 950,
    latencyP95Ms: 9500,
  });
  health.succeeded("a", undefined, { at: 5 * MINUTE, totalMs: 7 });
  expect(health.at("a", 11 * MINUTE)?.measured).toEqual({ attempts: 1, failures: 0, streams: 0, latencyP95Ms: 7 });
  expect(health.at("a", 16 * MINUTE)?.measured).toBeUndefined();
});

test("so many are remembered and no more, and the latest count", () => {
  const health = new HealthTracker();
  for (let index = 0; index < 1000; index += 1) health.succeeded("a", 1, { at: 0, totalMs: index });
  expect(health.at("a", 0)?.measured).toMatchObject({ attempts: 200, latencyP95Ms: 989 });
});
