import { afterEach, describe, expect, test } from "vitest";
import type { Benchmark } from "../../documents/vocabulary.ts";
import { runBenchmark } from "../index.ts";
import { seededRandom } from "../randomness.ts";
import { type Behaviour, startTestGateway, type TestGateway } from "../test-gateway.ts";
import { dueTimes } from "./arrivals.ts";

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

async function run(behave: (arm: string, nth: number) => Behaviour, more: Partial<Benchmark>, options: object = {}) {
  gateway = await startTestGateway(behave);
  const benchmark: Benchmark = {
    workload: "w",
    arms: ["a@x", "b@y"],
    prompt: "{{n}}",
    cases: Array.from({ length: 10 }, (_, n) => ({ vars: { n } })),
    warmup: 0,
    ...more,
  };
  return runBenchmark({ benchmark, id: "load", gatewayUrl: gateway.url, key: "k", ...options });
}

describe("arrivals", () => {
  test("constant ones are equal intervals apart", () => {
    expect(dueTimes(4, 4, "constant", seededRandom(1))).toEqual([0, 250, 500, 750]);
  });

  test("Poisson's have the mean and the spread of the exponential distribution, and repeat with the seed", () => {
    const times = dueTimes(20_000, 50, "poisson", seededRandom(5));
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    // Both are 20 ms; the standard error of the mean is 0.14 ms.
    expect(Math.abs(mean - 20)).toBeLessThan(0.6);
    expect(Math.abs(deviation - 20)).toBeLessThan(0.9);
    // A part of exp(-1) of the gaps is longer than the mean.
    expect(gaps.filter((gap) => gap > 20).length / gaps.length).toBeCloseTo(Math.exp(-1), 1);
    expect(dueTimes(20_000, 50, "poisson", seededRandom(5))).toEqual(times);
  });
});

describe("a provider that stalls once", () => {
  /** How long it stalls: longer than a machine that is busy. Milliseconds. */
  const STALL_MS = 2_600;
  /** One request of arm a takes so long, all that come while it lasts too: as behind a lock. */
  const stalling = () => {
    let free = 0;
    return (arm: string, nth: number): Behaviour => {
      if (arm !== "a@x") return { ttftMs: 1 };
      if (nth === 5) free = performance.now() + STALL_MS;
      return { ttftMs: Math.max(1, free - performance.now()) };
    };
  };
  const cases = Array.from({ length: 40 }, (_, n) => ({ vars: { n } }));

  test("closed load with one open request sees it once: coordinated omission", async () => {
    const result = await run(stalling(), { cases, load: { mode: "closed" } });
    const slow = result.records.filter(({ arm, ttftMs = 0 }) => arm === "a@x" && ttftMs >= STALL_MS - 10);
    expect(slow).toHaveLength(1);
    expect(result.arms[0]?.ttftMs.p95).toBeLessThan(STALL_MS - 10);
  });

  test("open load sees it in all that it held up, also where they had to wait for their turn", async () => {
    // So many come while it lasts, at ten a second.
    const heldUp = (STALL_MS / 1_000) * 10;
    for (const maxInFlight of [64, 1]) {
      const result = await run(stalling(), { cases, load: { mode: "open", rate: 20, maxInFlight } });
      const of = (arm: string) => result.records.filter((record) => record.arm === arm);
      const late = of("a@x").filter(({ ttftScheduledMs = 0 }) => ttftScheduledMs > 200).length;
      expect(late).toBeGreaterThan(heldUp / 4);
      expect(result.arms[0]?.clocks?.ttftScheduledMs.p95).toBeGreaterThan(STALL_MS / 2);
      const sentLate = of("a@x").filter(({ queueMs = 0 }) => queueMs > 200).length;
      if (maxInFlight === 1) expect(sentLate).toBeGreaterThan(5);
      for (const { ttftMs = 0, queueMs = 0, ttftScheduledMs = 0 } of of("a@x")) {
        expect(ttftScheduledMs).toBeCloseTo(ttftMs + queueMs, 6);
      }
      expect(result.load).toEqual({ mode: "open", rate: 20, arrivals: "constant" });
      await gateway?.close();
    }
  });
});

test("closed load keeps so many requests of each arm open", async () => {
  const result = await run(() => ({ ttftMs: 30 }), { concurrency: 3, load: { mode: "closed" } });
  expect(result.records).toHaveLength(20);
  expect(gateway?.mostAtOnce).toBeGreaterThan(3);
  // Looking at the records of the requests is one connection more a request at most.
  expect(gateway?.mostAtOnce).toBeLessThanOrEqual(6);
});

describe("stop rules", () => {
  test("requests", async () => {
    for (const mode of ["paired", "closed", "open"] as const) {
      const result = await run(() => ({}), { stop: { requests: 8 }, load: { mode, rate: 200 } });
      expect(result).toMatchObject({ status: "completed", stoppedBy: expect.stringMatching(/^The 8 requests/) });
      expect(result.records).toHaveLength(8);
      await gateway?.close();
    }
  });

  test("time", async () => {
    // Half a second each, in pairs: what is begun in a second is little, whatever the machine does.
    const result = await run(() => ({ ttftMs: 500 }), { trials: 100, stop: { time: "1 s" } });
    expect(result).toMatchObject({ status: "completed", stoppedBy: "The 1 s of its stop rule are over." });
    expect(result.records.length).toBeGreaterThanOrEqual(2);
    expect(result.records.length).toBeLessThan(10);
  });

  test("precision", async () => {
    const stop = { precision: { metric: "cost" as const, within: 0.00001 } };
    const result = await run((arm) => ({ costMicroUsd: arm === "a@x" ? 10 : 20 }), {
      stop,
      trials: 50,
      concurrency: 4,
      cases: Array.from({ length: 40 }, (_, n) => ({ vars: { n } })),
    });
    expect(result.stoppedBy).toBe("The difference of cost is known to within 0.00001.");
    expect(result.records.length).toBeLessThan(100);
  });
});

test("a workload as routed is asked without a pin, beside a deployment; the baseline is first", async () => {
  const result = await run(() => ({}), { arms: ["a@x", "b@y"], routed: ["w", "v"], baseline: "b@y" });
  expect(result.arms.map(({ arm }) => arm)).toEqual(["b@y", "a@x", "w (as routed)", "v (as routed)"]);
  const routed = gateway?.asked.filter(({ headers }) => headers["fairlead-pin"] === undefined) ?? [];
  expect(new Set(routed.map(({ headers }) => headers["fairlead-workload"]))).toEqual(new Set(["w", "v"]));
  expect(routed.every(({ body }) => body.model === "auto")).toBe(true);
  expect(result.differences.every(({ baseline }) => baseline === "b@y")).toBe(true);
});

describe("clocks", () => {
  test("the first byte, reasoning and output are three moments; gaps, time per token, the gateway's own time", async () => {
    const events = [
      { afterMs: 0, delta: { reasoning_content: "hm " } },
      { afterMs: 60, delta: { content: "one" } },
      { afterMs: 120, delta: { content: "two" } },
    ];
    const result = await run(() => ({ firstByteMs: 20, ttftMs: 80, events, overheadMs: 7 }), {
      cases: [{ vars: { n: 1 } }],
    });
    const [record] = result.records;
    const { firstByteMs = 0, ttftMs = 0, firstOutputMs = 0, longestGapMs = 0, meanGapMs = 0 } = record ?? {};
    expect(firstByteMs).toBeGreaterThan(15);
    expect(ttftMs - firstByteMs).toBeGreaterThan(40);
    expect(firstOutputMs - ttftMs).toBeGreaterThan(50);
    expect(longestGapMs).toBeGreaterThan(110);
    expect(meanGapMs).toBeCloseTo((longestGapMs + firstOutputMs - ttftMs) / 2, 0);
    // Three tokens, of which a third of the characters came first.
    expect(record?.tpotMs).toBeCloseTo(meanGapMs, 0);
    expect(record?.overheadMs).toBe(7);
    expect(result.arms[0]?.clocks?.overheadMs).toMatchObject({ n: 1, p50: 7 });
  });

  test("an answer in one piece has no time per token and no gaps", async () => {
    const [record] = (await run(() => ({}), { cases: [{ vars: { n: 1 } }] })).records;
    expect(record).toMatchObject({ tpotMs: undefined, longestGapMs: undefined, meanGapMs: undefined });
  });
});

test("a rate limit is honoured and shown; the wait counts from the moment the request was due", async () => {
  const refuse = { status: 429, code: "upstream.rate-limited", message: "slow down", retryAfter: "1" };
  const result = await run((arm, nth) => (arm === "a@x" && nth === 0 ? { refuse } : {}), {
    cases: [{ vars: { n: 1 } }],
  });
  const limited = result.records.find(({ arm }) => arm === "a@x");
  expect(limited).toMatchObject({ outcome: "ok", rateLimited: 1 });
  expect(limited?.waitedMs).toBeGreaterThan(950);
  expect(limited?.ttftMs).toBeLessThan(limited?.ttftScheduledMs ?? 0);
  expect(limited?.ttftScheduledMs).toBeGreaterThan(950);
  expect(result.arms.map(({ rateLimited }) => rateLimited)).toEqual([1, 0]);
});

test("a limit that never ends is an error after four tries; money that is used up is not waited for", async () => {
  const refuse = { status: 429, code: "upstream.rate-limited", message: "slow down", retryAfter: "0" };
  const out = { status: 429, code: "budget.exhausted", message: "spent", retryAfter: "3000" };
  const result = await run((arm) => ({ refuse: arm === "a@x" ? refuse : out }), { cases: [{ vars: { n: 1 } }] });
  expect(gateway?.asked.map(({ arm }) => arm).sort()).toEqual(["a@x", "a@x", "a@x", "a@x", "b@y"]);
  expect(result.arms.map(({ errors, blocked }) => [errors, blocked])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test("goodput counts what met all objectives; a failure misses them", async () => {
  const refuse = { status: 503, code: "upstream.unavailable", message: "down" };
  const objectivesOf = () => ({ ttftP95Ms: 2_500, latencyP95Ms: 30_000 });
  const result = await run(
    (arm, nth) => (nth === 0 ? { refuse } : { ttftMs: arm === "a@x" && nth < 4 ? 2_600 : 1 }),
    { concurrency: 10 },
    { objectivesOf },
  );
  expect(result.arms.map(({ goodput }) => [goodput?.good, goodput?.of])).toEqual([
    [6, 10],
    [9, 10],
  ]);
  expect(result.arms[0]?.goodput?.perSecond).toBeGreaterThan(0);
});
