import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Benchmark } from "../documents/vocabulary.ts";
import { readResult, runBenchmark } from "./index.ts";
import { planPairs } from "./plan.ts";
import { seededRandom } from "./randomness.ts";
import { slotKey, unasked } from "./resume.ts";
import { type Behaviour, startTestGateway, type TestGateway } from "./test-gateway.ts";
import type { BenchmarkResult } from "./types.ts";

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

const BENCHMARK: Benchmark = {
  workload: "w",
  arms: ["a@x", "b@y"],
  prompt: "{{n}}",
  cases: Array.from({ length: 12 }, (_, n) => ({ vars: { n } })),
  warmup: 0,
};

async function run(more: Partial<Benchmark>, options: object = {}, behave: () => Behaviour = () => ({})) {
  await gateway?.close();
  gateway = await startTestGateway(behave);
  const result = await runBenchmark({
    benchmark: { ...BENCHMARK, ...more },
    id: "half",
    gatewayUrl: gateway.url,
    key: "k",
    ...options,
  });
  // As a file would hold it.
  return readResult(JSON.stringify(result));
}

/** Lets all that is on its way within this process arrive, however slow the machine is. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await sleep(2);
}

/** Cancels when so many answers are there; the others would not come for a long time. */
async function half(more: Partial<Benchmark>, answers: number): Promise<BenchmarkResult> {
  const stop = new AbortController();
  let asked = 0;
  const result = await run(more, { signal: stop.signal }, () => {
    asked += 1;
    if (asked === answers + 1) void turns().then(() => stop.abort());
    return asked > answers ? { ttftMs: 10_000 } : {};
  });
  expect(result.status).toBe("cancelled");
  return result;
}

const slots = (result: BenchmarkResult) => result.records.map((record) => slotKey(record.arm, record)).sort();

describe("a run that was cancelled goes on", () => {
  for (const load of [{ mode: "paired" }, { mode: "closed" }, { mode: "open", rate: 40 }] as const) {
    test(`${load.mode}: every question is answered once, what was measured stays, and it stays one run`, async () => {
      const before = await half({ load }, 7);
      const kept = before.records.length;
      expect(kept).toBeGreaterThan(3);
      expect(kept).toBeLessThan(24);
      const after = await run({ load }, { resume: before });
      expect(after).toMatchObject({ status: "completed", run: before.run, startedAt: before.startedAt });
      expect(after.records).toHaveLength(24);
      expect(new Set(slots(after)).size).toBe(24);
      const whole = load.mode === "paired" ? kept - (kept % 2) : kept;
      expect(gateway?.asked).toHaveLength(24 - whole);
      expect(after.records.slice(0, whole).map(({ sentAt }) => sentAt)).toEqual(
        before.records.slice(0, whole).map(({ sentAt }) => sentAt),
      );
      expect(after.sittings?.map(({ requests }) => requests)).toEqual([kept, 24 - whole]);
      // What was thrown away was paid for all the same.
      expect(after.spentMicroUsd).toBe((before.spentMicroUsd ?? 0) + (24 - whole) * 100);
      expect(after.differences.length).toBeGreaterThan(0);
    });
  }

  test("twice, and the sittings are told", async () => {
    const first = await half({}, 4);
    const stop = new AbortController();
    let count = 0;
    const second = await run({}, { resume: first, signal: stop.signal }, () => {
      count += 1;
      if (count === 7) stop.abort();
      return { ttftMs: count > 6 ? 50 : 0 };
    });
    expect(second.status).toBe("cancelled");
    const third = await run({}, { resume: second });
    expect(third.sittings).toHaveLength(3);
    expect(new Set(slots(third)).size).toBe(24);
  });

  test("a limit of money counts what was spent before", async () => {
    const before = await run({ maxSpend: "0.001 USD" });
    expect(before.status).toBe("spend-limit");
    const again = await run({ maxSpend: "0.001 USD" }, { resume: before });
    expect(again.status).toBe("spend-limit");
    expect(gateway?.asked).toHaveLength(0);
    const more = await run({ maxSpend: "1 USD" }, { resume: before });
    expect(more.status).toBe("completed");
  });

  test("goodput does not count the time between the sittings", async () => {
    const before = await half({}, 8);
    const hour = 3_600_000;
    const objectivesOf = () => ({ latencyP95Ms: 5000 });
    const now = () => Date.now() + hour;
    const after = await run({}, { resume: before, now, objectivesOf });
    // With the hour it would be less than 0.01.
    expect(after.arms[0]?.goodput?.perSecond).toBeGreaterThan(0.02);
  });
});

describe("what can not be gone on with says why", () => {
  test.each([
    [{ arms: ["a@x", "c@z"] }, "/arms: The result compares a@x, b@y."],
    [{ seed: 9 }, "/seed: The result was asked with the seed 1."],
    [{ load: { mode: "closed" as const } }, "/load/mode: The result was measured under paired load."],
    [{ temperature: 1 }, "/temperature: The result was asked without one."],
    [{ maxOutputTokens: 9 }, "/maxOutputTokens: The result was asked without one."],
    [{ concurrency: 4 }, "/concurrency: The result was asked with 1."],
    [{ assert: [{ type: "is-json" as const }] }, "/assert: The answers of the result were judged by other assertions."],
    [{ cases: [{ vars: { n: 1 } }] }, "/cases: The result has 12 cases, now there are 1."],
    [{ prompt: "Other {{n}}" }, "/cases/0: The result was asked something else here. Run the benchmark anew."],
  ])("%j", async (more, message) => {
    const before = await half({}, 5);
    await expect(run(more, { resume: before })).rejects.toThrow(message);
  });

  test("another rate, and other arrivals", async () => {
    const before = await half({ load: { mode: "open", rate: 40 } }, 5);
    const going = (load: object) => run({ load: { mode: "open", rate: 40, ...load } }, { resume: before });
    await expect(going({ rate: 50 })).rejects.toThrow("/load/rate: The result was measured at 40 requests a second.");
    await expect(going({ arrivals: "poisson" })).rejects.toThrow(
      "/load/arrivals: The result was measured with constant",
    );
  });

  test("a complete result", async () => {
    const before = await run({});
    await expect(run({}, { resume: before })).rejects.toThrow("The result is complete.");
  });
});

test("a failed run keeps nothing but answers", async () => {
  const refuse = { status: 401, code: "authentication.unknown-key", message: "who?" };
  const before = await run({}, {}, () => ({ refuse }));
  expect(before.status).toBe("failed");
  const after = await run({}, { resume: before });
  expect(after.records.every(({ outcome }) => outcome === "ok")).toBe(true);
  expect(after.records).toHaveLength(24);
});

test("nothing is left to ask where everything was asked", () => {
  const pairs = planPairs(["a", "b"], 3, 2, seededRandom(1));
  const records = pairs.flatMap(({ caseIndex, trial }) => ["a", "b"].map((arm) => ({ arm, caseIndex, trial })));
  expect(unasked(pairs, records as BenchmarkResult["records"])).toEqual([]);
  expect(unasked(pairs, records.slice(1) as BenchmarkResult["records"])).toHaveLength(1);
});
