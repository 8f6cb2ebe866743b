import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AttemptClock, type ClockLimits } from "./attempt-clock.ts";

beforeEach(() => {
  vi.useFakeTimers();
  stoodStill = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS: ClockLimits = { firstByteMs: 100, firstTokenMs: 200, idleMs: 50, totalMs: 1000 };

/** How long the process has stood still: its timers ring so much later. */
let stoodStill = 0;

function clock(limits: Partial<ClockLimits> = {}): { clock: AttemptClock; expired: string[] } {
  const expired: string[] = [];
  return {
    expired,
    clock: new AttemptClock(
      { ...LIMITS, ...limits },
      () => Date.now() + stoodStill,
      (name) => expired.push(name),
    ),
  };
}

test("headers that do not come", () => {
  const { expired } = clock();
  vi.advanceTimersByTime(99);
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(expired).toEqual(["first-byte"]);
});

test("headers without content", () => {
  const { clock: one, expired } = clock();
  vi.advanceTimersByTime(50);
  one.headers();
  vi.advanceTimersByTime(149);
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(expired).toEqual(["first-token"]);
});

test("a stall between tokens, counted from the last bytes", () => {
  const { clock: one, expired } = clock();
  one.headers();
  one.content();
  for (let index = 0; index < 5; index += 1) {
    vi.advanceTimersByTime(40);
    one.activity();
  }
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(expired).toEqual(["idle"]);
});

test("the whole attempt, whatever flows", () => {
  const { clock: one, expired } = clock();
  one.headers();
  one.content();
  for (let index = 0; index < 40 && expired.length === 0; index += 1) {
    vi.advanceTimersByTime(30);
    one.activity();
  }
  expect(expired).toEqual(["total"]);
});

test("clocks that are off never ring, and none rings after the stop", () => {
  const never = Number.POSITIVE_INFINITY;
  const { expired } = clock({ firstByteMs: never, firstTokenMs: never, totalMs: never });
  vi.advanceTimersByTime(10_000_000);
  expect(expired).toEqual([]);
  const stopped = clock();
  stopped.clock.stop();
  vi.advanceTimersByTime(10_000);
  expect(stopped.expired).toEqual([]);
});

test("a caller who takes bytes slowly does not make the provider idle", () => {
  const { clock: one, expired } = clock();
  one.headers();
  one.content();
  one.passingOn(true);
  vi.advanceTimersByTime(400);
  expect(expired).toEqual([]);
  one.passingOn(false);
  vi.advanceTimersByTime(51);
  expect(expired).toEqual(["idle"]);
});

test("after the protocol's end a connection that stays open is waited for half a second at most", () => {
  const { clock: one, expired } = clock({ idleMs: 30_000, totalMs: 600_000 });
  one.headers();
  one.content();
  one.ended();
  vi.advanceTimersByTime(501);
  expect(expired).toEqual(["idle"]);
});

describe("a process that stood still itself", () => {
  test("reads first what came meanwhile", () => {
    const { clock: one, expired } = clock();
    stoodStill = 300;
    vi.advanceTimersByTime(100);
    expect(expired).toEqual([]);
    one.headers();
    one.content();
    vi.advanceTimersByTime(49);
    expect(expired).toEqual([]);
  });

  test("waits no longer than it stood still where nothing came, and a second at most", () => {
    for (const [stood, grace] of [
      [300, 300],
      [5_000, 1_000],
    ] as const) {
      stoodStill = 0;
      const { expired } = clock();
      stoodStill = stood;
      vi.advanceTimersByTime(100 + grace - 1);
      expect(expired).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(expired).toEqual(["first-byte"]);
    }
  });

  test("is not patient for ever where it is always late", () => {
    const { expired } = clock();
    for (let turn = 0; turn < 20 && expired.length === 0; turn += 1) {
      stoodStill += 200;
      vi.advanceTimersByTime(200);
    }
    expect(expired).toEqual(["first-byte"]);
  });
});
