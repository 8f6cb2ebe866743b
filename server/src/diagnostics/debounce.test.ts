import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { debounce } from "./debounce.ts";
import { AT_MOST, Pace } from "./pace.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("runs once, after the last request", () => {
  const task = vi.fn();
  const { schedule, cancel } = debounce(task, { quiet: () => 100, atMost: 1_000 });
  schedule();
  vi.advanceTimersByTime(80);
  schedule();
  vi.advanceTimersByTime(80);
  expect(task).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20);
  expect(task).toHaveBeenCalledTimes(1);
  schedule();
  cancel();
  vi.advanceTimersByTime(2_000);
  expect(task).toHaveBeenCalledTimes(1);
});

test("runs now and then where it is never quiet", () => {
  const task = vi.fn();
  const { schedule } = debounce(task, { quiet: () => 100, atMost: 300 });
  for (let step = 0; step < 20; step += 1) {
    schedule();
    vi.advanceTimersByTime(50);
  }
  expect(task.mock.calls.length).toBeGreaterThanOrEqual(3);
});

test("quick work waits a moment, slow work longer, and never long", () => {
  const pace = new Pace();
  expect(pace.quiet).toBeLessThan(20);
  for (let run = 0; run < 10; run += 1) pace.ran(60);
  expect(pace.quiet).toBeGreaterThan(25);
  for (let run = 0; run < 10; run += 1) pace.ran(5_000);
  expect(pace.quiet).toBeLessThanOrEqual(AT_MOST / 2);
  for (let run = 0; run < 20; run += 1) pace.ran(1);
  expect(pace.quiet).toBeLessThan(20);
});
