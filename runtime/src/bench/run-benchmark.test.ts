import { afterEach, describe, expect, test } from "vitest";
import type { Benchmark } from "../documents/vocabulary.ts";
import { type BenchmarkEvent, BenchmarkInputError, runBenchmark } from "./index.ts";
import { seededRandom } from "./randomness.ts";
import { type Behaviour, startTestGateway, type TestGateway } from "./test-gateway.ts";

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

const benchmark = (more: Partial<Benchmark> = {}): Benchmark => ({
  workload: "w",
  arms: ["a@x", "b@y"],
  prompt: "Is {{n}} even?",
  cases: Array.from({ length: 12 }, (_, n) => ({ vars: { n }, assert: [{ type: "contains" as const, value: "yes" }] })),
  warmup: 0,
  ...more,
});

async function run(
  behave: (arm: string, nth: number, prompt: string) => Behaviour,
  more: Partial<Benchmark> = {},
  options: object = {},
) {
  gateway = await startTestGateway(behave);
  return runBenchmark({ benchmark: benchmark(more), id: "bench", gatewayUrl: gateway.url, key: "fl-key", ...options });
}

const differenceOf = (result: Awaited<ReturnType<typeof run>>, metric: string) => {
  const found = result.differences.find((difference) => difference.metric === metric);
  if (!found) throw new Error(`no difference of ${metric}`);
  return found;
};

describe("what is asked", () => {
  test("every arm the same, streamed, pinned, with the key and the workload", async () => {
    const result = await run(() => ({}), { system: "Be brief.", maxOutputTokens: 9, temperature: 0 });
    expect(gateway?.asked).toHaveLength(24);
    expect(gateway?.asked[0]).toMatchObject({
      headers: { authorization: "Bearer fl-key", "fairlead-workload": "w" },
      body: {
        stream: true,
        stream_options: { include_usage: true },
        max_completion_tokens: 9,
        temperature: 0,
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: expect.stringMatching(/^Is \d+ even\?$/) },
        ],
      },
    });
    expect(result).toMatchObject({ status: "completed", generation: "g1", seed: 1, workload: "w" });
    expect(result.records[0]).toMatchObject({
      outcome: "ok",
      output: "yes",
      passed: true,
      inputTokens: 11,
      outputTokens: 3,
      costMicroUsd: 100,
    });
  });

  test("in pairs: both arms of a pair stand together, in an order that the seed decides", async () => {
    const orders = async (seed: number) => {
      const result = await run(() => ({}), { seed });
      const order = result.records.map(({ arm, caseIndex }) => `${caseIndex} ${arm}`);
      for (let index = 0; index < order.length; index += 2) {
        expect(result.records[index]?.caseIndex).toBe(result.records[index + 1]?.caseIndex);
      }
      await gateway?.close();
      return order;
    };
    const first = await orders(3);
    expect(await orders(3)).toEqual(first);
    expect(await orders(4)).not.toEqual(first);
    const leading = first.filter((_, index) => index % 2 === 0).filter((entry) => entry.endsWith("a@x")).length;
    expect(leading).toBeGreaterThan(1);
    expect(leading).toBeLessThan(11);
  });

  test("the warm-up is asked and not counted", async () => {
    const result = await run(() => ({}), { warmup: 2, trials: 2 });
    expect(gateway?.asked).toHaveLength(2 * 2 + 12 * 2 * 2);
    expect(result.records).toHaveLength(48);
    expect(result.arms.map(({ requests }) => requests)).toEqual([24, 24]);
  });

  test("so many pairs at once as the benchmark says", async () => {
    await run(() => ({ ttftMs: 20 }), { concurrency: 4 });
    expect(gateway?.mostAtOnce).toBeGreaterThan(2);
    expect(gateway?.mostAtOnce).toBeLessThanOrEqual(4);
  });
});

describe("what is found", () => {
  test("a known difference of latency, cost and quality", async () => {
    const result = await run((arm, _, prompt) =>
      arm === "a@x"
        ? { ttftMs: 5, costMicroUsd: 1000, text: "yes" }
        : { ttftMs: 150, costMicroUsd: 620, text: Number(/\d+/.exec(prompt)?.[0]) < 10 ? "no" : "yes" },
    );
    const ttft = differenceOf(result, "ttft");
    expect(ttft).toMatchObject({ verdict: "higher", n: 12, baseline: "a@x", arm: "b@y" });
    expect(ttft.estimate).toBeGreaterThan(100);
    const cost = differenceOf(result, "cost");
    expect(cost).toMatchObject({ verdict: "lower", estimate: -380, interval: [-380, -380], baselineMedian: 1000 });
    expect(cost.sentence).toMatch(/^b@y costs less than a@x \(-0\.00038 USD an answer, -38 %, 95 % interval/);
    const quality = differenceOf(result, "quality");
    expect(quality).toMatchObject({ verdict: "lower", pValue: 2 / 1024 });
    expect(result.verdict[0]).toMatch(
      /^b@y against a@x: passes 83\.3 points less often \(95 % interval .+\); costs 38 % less \(95 % interval 38 to 38\); first token \d+ ms later .+; n = 12\.$/,
    );
    expect(result.arms[1]).toMatchObject({ passed: 2, judged: 12, costMicroUsd: 12 * 620 });
  });

  test("a small sample says so", async () => {
    const result = await run((arm) => ({ costMicroUsd: arm === "a@x" ? 1 : 999 }), {
      cases: benchmark().cases?.slice(0, 4) ?? [],
    });
    expect(differenceOf(result, "cost")).toMatchObject({ verdict: "too-few", interval: undefined, pValue: undefined });
    expect(result.verdict).toEqual([
      "b@y against a@x: quality, cost, first token and whole answer: too few to say; n = 4.",
    ]);
  });

  test("trials of few cases count by themselves, and the sentence says what that means", async () => {
    const result = await run((arm) => ({ costMicroUsd: arm === "a@x" ? 100 : 50 }), {
      cases: benchmark().cases?.slice(0, 1) ?? [],
      trials: 10,
    });
    const cost = differenceOf(result, "cost");
    expect(cost).toMatchObject({ verdict: "lower", n: 10 });
    expect(cost.sentence).toContain("n = 10 trials of 1 case, so it holds for this case only");
  });

  test("A against A is not called different, over many seeds", async () => {
    let called = 0;
    for (let seed = 1; seed <= 10; seed += 1) {
      const random = seededRandom(seed);
      const result = await run(
        () => ({
          costMicroUsd: 100 + Math.floor(random() * 50),
          text: random() < 0.7 ? "yes" : "no",
          ttftMs: random() * 3,
        }),
        { seed },
      );
      if (result.differences.some(({ verdict }) => verdict !== "no-difference-shown")) called += 1;
      await gateway?.close();
    }
    // Holm keeps the chance of any false call in a run at 5 %: four runs of ten would be one in a thousand.
    expect(called).toBeLessThanOrEqual(3);
  });
});

describe("noise", () => {
  test("the baseline against itself is asked too, and told apart from what is compared", async () => {
    const result = await run((arm) => ({ costMicroUsd: arm === "a@x" ? 100 : 50 }), {}, { noiseFloor: true });
    expect(result.arms.map(({ arm, requests }) => [arm, requests])).toEqual([
      ["a@x", 12],
      ["b@y", 12],
      ["a@x (again)", 12],
    ]);
    expect(result.noise?.map(({ baseline, arm }) => [baseline, arm])).toEqual(
      ["quality", "cost", "ttft", "total"].map(() => ["a@x", "a@x (again)"]),
    );
    expect(result.differences.every(({ arm }) => arm === "b@y")).toBe(true);
    expect(result.verdict.join("\n")).toMatch(
      /\nNoise floor, a@x against itself: up to quality .+ points, cost 0\.00 USD, first token/,
    );
  });

  test("too noisy to say, with the smallest difference that could have been shown", async () => {
    const random = seededRandom(9);
    const result = await run(() => ({ costMicroUsd: 100 + Math.floor(random() * 2000) }));
    const cost = differenceOf(result, "cost");
    expect(cost).toMatchObject({ verdict: "no-difference-shown", tooNoisy: true });
    const [low, high] = cost.interval ?? [0, 0];
    expect(cost.smallestDetectable).toBeCloseTo(((high - low) / 2) * (2.8016 / 1.96), 1);
    expect(cost.sentence).toMatch(/cost: too noisy to say .+, smallest detectable 0\.0\d+ USD\)/);
    expect(result.verdict[0]).toMatch(/cost: too noisy to say \(smallest detectable/);
  });

  test("all the same with little spread is no difference shown", async () => {
    let asked = 0;
    const result = await run(() => ({ costMicroUsd: 1000 + (asked++ % 3) }));
    expect(differenceOf(result, "cost")).toMatchObject({ verdict: "no-difference-shown", tooNoisy: false });
    // Of the times a busy machine may say otherwise.
    expect(result.verdict[0]).toMatch(/\bcost\b[^;]*: no difference shown/);
  });

  test("partial scores are compared by themselves, with their own interval", async () => {
    const assert = [
      { type: "contains" as const, value: "yes" },
      { type: "contains" as const, value: "sure" },
    ];
    const result = await run((arm) => ({ text: arm === "a@x" ? "yes, sure" : "yes" }), {
      assert,
      cases: Array.from({ length: 20 }, (_, n) => ({ vars: { n } })),
    });
    expect(differenceOf(result, "score")).toMatchObject({ verdict: "lower", estimate: -0.5 });
    expect(result.verdict[0]).toContain("scores 50 points lower");
  });
});

describe("what goes wrong is a result", () => {
  test.each([
    [{ refuse: { status: 403, code: "policy.no-deployment", message: "no" } }, "blocked", "policy.no-deployment"],
    [{ refuse: { status: 429, code: "budget.exhausted", message: "no" } }, "blocked", "budget.exhausted"],
    [{ refuse: { status: 503, code: "upstream.unavailable", message: "no" } }, "error", "upstream.unavailable"],
    [{ stream: "cut" }, "error", "bench.cut-stream"],
    [{ stream: "error" }, "error", "upstream.cut"],
    [{ stream: "reset" }, "error", "bench.connection-lost"],
    [{ stream: "malformed" }, "error", "bench.malformed-stream"],
    [{ stream: "no-done" }, "ok", undefined],
  ] as const)("%j", async (behaviour, outcome, code) => {
    const result = await run((arm) => (arm === "b@y" ? behaviour : {}));
    const records = result.records.filter(({ arm }) => arm === "b@y");
    expect(new Set(records.map((record) => record.outcome))).toEqual(new Set([outcome]));
    expect(records[0]?.errorCode).toBe(code);
    expect(records.every((record) => record.outcome === "ok" || record.totalMs === undefined)).toBe(true);
    expect(result.status).toBe("completed");
    if (outcome !== "ok") {
      expect(result.arms[1]?.errorCodes).toEqual({ [String(code)]: 12 });
      expect(result.verdict.at(-1)).toMatch(outcome === "error" ? /12 of 12 requests failed/ : /refused 12 of 12/);
      expect(differenceOf(result, "cost").verdict).toBe("too-few");
    }
  });

  test("no gateway", async () => {
    const result = await runBenchmark({ benchmark: benchmark(), id: "b", gatewayUrl: "http://127.0.0.1:9", key: "k" });
    expect(result).toMatchObject({
      status: "failed",
      reason: expect.stringMatching(/^bench\.unreachable There is no gateway/),
    });
  });

  test("a key that the gateway does not know ends the run at once", async () => {
    const result = await run(() => ({ refuse: { status: 401, code: "auth.unknown-key", message: "Make a key." } }), {
      warmup: 1,
    });
    expect(result).toMatchObject({ status: "failed", reason: "auth.unknown-key Make a key." });
    expect(result.verdict).toEqual(["Nothing was measured."]);
    expect(gateway?.asked).toHaveLength(1);
  });

  test("nothing answered at all", async () => {
    const result = await run(() => ({ refuse: { status: 500, code: "gateway.internal", message: "broken" } }));
    expect(result).toMatchObject({ status: "failed", reason: "No request was answered. gateway.internal broken" });
  });
});

describe("limits", () => {
  test("stops before it would spend more, also with many at once", async () => {
    const result = await run(() => ({ costMicroUsd: 100_000, ttftMs: 5 }), { maxSpend: "1 USD", concurrency: 8 });
    expect(result.status).toBe("spend-limit");
    const spent = result.records.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0);
    expect(spent).toBe(1_000_000);
  });

  test("answers that get dearer do not pass the limit, where a limit of their length bounds them", async () => {
    const behave = (_: string, nth: number): Behaviour => {
      return { costMicroUsd: nth < 2 ? 10_000 : 100_000, reservedMicroUsd: 100_000, ttftMs: 5 };
    };
    for (const mode of ["paired", "closed", "open"] as const) {
      const limits = { maxSpend: "1 USD", maxOutputTokens: 100, concurrency: 8 };
      const result = await run(behave, { ...limits, load: { mode, rate: 500 } });
      expect(result.status).toBe("spend-limit");
      expect(result.spentMicroUsd).toBeLessThanOrEqual(1_000_000);
      expect(result.records.length).toBeGreaterThan(4);
      expect(result.records[0]).not.toHaveProperty("reservedMicroUsd");
      await gateway?.close();
    }
  });

  test("an unknown cost can not be kept within a limit", async () => {
    const result = await run(() => ({ costMicroUsd: null }), { maxSpend: "1 USD" });
    expect(result).toMatchObject({ status: "spend-limit", reason: expect.stringMatching(/costs is not known/) });
    expect(result.records).toHaveLength(2);
    expect(result.arms[0]?.costMicroUsd).toBeUndefined();
  });

  test("a cancelled run keeps what was measured", async () => {
    const stop = new AbortController();
    const behave = (_: string, nth: number): Behaviour => {
      if (nth < 4) return {};
      setTimeout(() => stop.abort(), 60);
      return { stream: "hang" };
    };
    const result = await run(behave, { concurrency: 2 }, { signal: stop.signal });
    expect(result.status).toBe("cancelled");
    expect(result.records.length).toBeGreaterThanOrEqual(6);
    expect(result.records.every(({ outcome }) => outcome === "ok")).toBe(true);
  });
});

test("events: start, progress, result", async () => {
  const events: BenchmarkEvent[] = [];
  const result = await run(
    () => ({}),
    { maxSpend: "2 USD" },
    { runId: "run-1", onEvent: (event: BenchmarkEvent) => events.push(event) },
  );
  expect(events[0]).toEqual({
    type: "start",
    run: "run-1",
    benchmark: "bench",
    arms: ["a@x", "b@y"],
    total: 24,
    maxSpendMicroUsd: 2_000_000,
  });
  expect(events.at(-2)).toMatchObject({ type: "progress", done: 24, total: 24, spentMicroUsd: 2400 });
  expect(events.at(-1)).toEqual({ type: "result", result });
});

describe("a benchmark that can not be run asks nothing", () => {
  test.each<[Partial<Benchmark>, string, RegExp]>([
    [{ prompt: "{{m}}?" }, "bench.unknown-variable", /^\/cases\/0\/prompt: The case has no variable "m"\. It has n\./],
    [{ cases: [] }, "bench.no-cases", /^\/cases: There is nothing to ask/],
    [{ arms: ["a@x"] }, "bench.too-few-arms", /^\/arms/],
    [{ baseline: "c@z" }, "bench.unknown-baseline", /^\/baseline: c@z is none of the arms. There are a@x, b@y/],
    [{ load: { mode: "open" } }, "bench.no-rate", /^\/load/],
    [{ assert: [{ type: "likeness" as "equals" }] }, "bench.bad-assertion", /There is no assertion "likeness"/],
    [{ assert: [{ type: "contains-any", value: {} }] }, "bench.bad-assertion", /needs a list of texts/],
    [{ cases: [{}], prompt: undefined as unknown as string }, "bench.no-prompt", /^\/cases\/0/],
    [{ assert: [{ type: "regex", value: "(" }] }, "bench.bad-assertion", /^\/assert\/0\/value/],
    [{ assert: [{ type: "latency" }] }, "bench.bad-assertion", /needs a threshold: the most milliseconds/],
    [{ assert: [{ type: "equals" }] }, "bench.bad-assertion", /needs a value/],
    [{ assert: [{ type: "is-json", value: { type: "objekt" } }] }, "bench.bad-assertion", /not a JSON Schema/],
  ])("%j", async (more, code, words) => {
    const failing = run(() => ({}), more);
    await expect(failing).rejects.toThrow(BenchmarkInputError);
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
    expect(gateway?.asked).toEqual([]);
  });
});
