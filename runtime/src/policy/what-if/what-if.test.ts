import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { microUsd } from "../../documents/money.ts";
import { decide } from "../decide.ts";
import { EMPTY_STATE } from "../standing.ts";
import { compiled, NOON } from "../testing.ts";
import { type RecordedCall, whatIf } from "./index.ts";

const DAY = 86_400_000;

function call(more: Partial<RecordedCall> = {}): RecordedCall {
  return {
    at: NOON,
    workload: "chat",
    inputTokens: { expected: 1000, atMost: 4000 },
    used: { input: 1000, output: 100 },
    deployment: "large@alpha",
    cost: microUsd(8000),
    ttftMs: 400,
    totalMs: 900,
    ...more,
  };
}

const many = (count: number, more: (n: number) => Partial<RecordedCall> = () => ({})) =>
  Array.from({ length: count }, (_, n) => call({ at: NOON + n, ...more(n) }));

describe("the same policy", () => {
  test("changes nothing where the record is what it decides and charges", () => {
    const found = whatIf(compiled(), many(10));
    expect(found).toMatchObject({
      span: { from: NOON, to: NOON + 9 },
      // 1,000 tokens in at 5 and 100 out at 30 USD per million, ten times.
      recorded: { requests: 10, served: 10, cost: 80_000, unpriced: 0 },
      replayed: { requests: 10, served: 10, cost: 80_000, unpriced: 0, refused: [] },
      moved: [],
      unknownWorkloads: [],
    });
    expect(found.recorded).toEqual(found.replayed);
  });

  test("no requests, and workloads that are gone", () => {
    expect(whatIf(compiled(), [])).toMatchObject({ span: undefined, recorded: { requests: 0, cost: 0 } });
    const found = whatIf(compiled(), [call({ workload: "gone" }), call({ workload: "gone" }), call()]);
    expect([found.recorded.requests, found.unknownWorkloads]).toEqual([1, [{ workload: "gone", requests: 2 }]]);
  });

  test("every replayed request goes where decide sends it", () => {
    const policy = compiled();
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            sensitivity: fc.constantFrom(undefined, "public", "internal", "confidential", "restricted"),
            expected: fc.integer({ min: 0, max: 120_000 }),
            choices: fc.integer({ min: 1, max: 4 }),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        (facts) => {
          for (const { sensitivity, expected, choices } of facts) {
            const inputTokens = { expected, atMost: expected };
            const own = { ...(sensitivity && { sensitivity: sensitivity as "public" }), inputTokens, choices };
            const decision = decide(policy, { workload: "chat", at: NOON, draw: 0, ...own }, EMPTY_STATE);
            const { moved, replayed } = whatIf(policy, [call({ ...own, deployment: undefined })]);
            const first = decision.candidates[0]?.deployment.id;
            expect(moved.map(({ to }) => to)).toEqual(first === undefined ? [] : [first]);
            expect(replayed.served).toBe(first === undefined ? 0 : 1);
          }
        },
      ),
    );
  });
});

describe("another world", () => {
  test("without a provider: where requests go, what they cost, what concentrates, whether objectives hold", () => {
    const policy = compiled(({ policy: { workloads } }) => {
      workloads.chat.objectives = { ttftP95Ms: 500, latencyP95Ms: 2000 };
    });
    const calls = [
      ...many(60, (n) => ({ ttftMs: n < 30 ? 100 : 450 })),
      ...many(20, () => ({ deployment: "large@beta", cost: microUsd(6000), ttftMs: 700, totalMs: 1500 })),
    ];
    const found = whatIf(policy, calls, { away: { providers: ["alpha"] } });
    // 4 and 20 USD per million.
    expect(found.replayed).toMatchObject({ served: 80, cost: 80 * 6000 });
    expect(found.moved).toEqual([{ workload: "chat", from: "large@alpha", to: "large@beta", requests: 60 }]);
    const hhi = (outcome: typeof found.recorded) =>
      outcome.concentrations.find(({ dimension, measure }) => dimension === "provider" && measure === "requests")?.hhi;
    expect([hhi(found.recorded), hhi(found.replayed)]).toEqual([75 ** 2 + 25 ** 2, 10_000]);
    expect(found.objectives).toEqual([
      { workload: "chat", objective: "ttftP95Ms", targetMs: 500, recordedMs: 700, replayedMs: 700 },
      { workload: "chat", objective: "latencyP95Ms", targetMs: 2000, recordedMs: 1500, replayedMs: 1500 },
    ]);
    expect(found.recorded.shares).toContainEqual({ dimension: "jurisdiction", id: "us", requests: 60, cost: 480_000 });
  });

  test("what was never measured is as the catalog says, or unknown", () => {
    const policy = compiled(({ policy: { workloads } }) => {
      workloads.chat.objectives = { ttftP95Ms: 500 };
    });
    const away = { providers: ["alpha"] };
    expect(whatIf(policy, many(30), { away }).objectives).toMatchObject([{ recordedMs: 400, replayedMs: undefined }]);
    const declaredTtftP95Ms = (id: string) => (id === "large@beta" ? 480 : undefined);
    expect(whatIf(policy, many(30), { away, declaredTtftP95Ms }).objectives).toMatchObject([{ replayedMs: 480 }]);
  });

  test("all gone: every request is refused, by a rule", () => {
    const away = { jurisdictions: ["us", "eu"] };
    const { replayed } = whatIf(compiled(), many(3), { away });
    expect(replayed).toMatchObject({ served: 0, cost: 0, refused: [{ workload: "chat", requests: 3 }] });
    expect(replayed.refused[0]?.rule).toMatch(/\w+\.\w+/);
  });

  test("a price that a notice changes counts from its date", () => {
    const policy = compiled(({ catalog }) => {
      catalog.notices = {
        dearer: {
          ...{ provider: "alpha", kind: "price", affects: ["large@alpha"] },
          ...{ announced: "2026-11-01", effective: "2026-11-24", price: { input: 50, output: 300 } },
        },
      };
    });
    const [before, after] = [call(), call({ at: NOON + 3 * DAY })].map((one) => whatIf(policy, [one]).replayed.cost);
    expect([before, after]).toEqual([8000, 80_000]);
    expect(whatIf(policy, [call()], { at: NOON + 3 * DAY }).replayed.cost).toBe(80_000);
  });
});

describe("what failed", () => {
  const failed = (failure: string, ...deployments: string[]) =>
    deployments.map((deployment) => ({ deployment, failure }));
  const policyThat = (fallback: object) =>
    compiled(({ policy: { workloads } }) => {
      workloads.chat.fallback = fallback;
    });

  test("fails again, and the request goes on as it did", () => {
    const calls = many(4, () => ({ deployment: "large@beta", failed: failed("outage", "large@alpha") }));
    const found = whatIf(policyThat({ on: ["outage"] }), calls);
    expect(found).toMatchObject({ moved: [], replayed: { served: 4 }, failures: { met: 4, served: 4 } });
  });

  test("what the policy falls back on, and how often, is the edited policy's word", () => {
    const calls = [call({ deployment: "large@beta", failed: failed("rate-limit", "large@alpha") })];
    const refused = [{ workload: "chat", rule: "upstream.failed", requests: 1 }];
    for (const fallback of [{ on: ["outage"] }, { on: ["rate-limit"], attempts: 1 }]) {
      const found = whatIf(policyThat(fallback), calls);
      expect(found).toMatchObject({ replayed: { served: 0, refused }, failures: { met: 1, served: 0 } });
    }
    expect(whatIf(policyThat({ on: ["rate-limit"], attempts: 2 }), calls).replayed.served).toBe(1);
  });

  test("a deployment that the policy does not ask any more can not fail", () => {
    const calls = [call({ deployment: "large@beta", failed: failed("outage", "large@alpha") })];
    const found = whatIf(policyThat({ on: ["outage"] }), calls, { away: { providers: ["alpha"] } });
    expect(found).toMatchObject({ replayed: { served: 1 }, failures: { met: 0, served: 0 } });
  });

  test("nothing is left where all have failed", () => {
    const policy = policyThat({ on: ["timeout"], attempts: 9 });
    const all = policy.deployments.map(({ id }) => id);
    const { replayed, recorded } = whatIf(policy, [call({ deployment: undefined, failed: failed("timeout", ...all) })]);
    expect([recorded.served, replayed.served]).toEqual([0, 0]);
    expect(replayed.refused).toMatchObject([{ rule: "upstream.failed" }]);
  });
});

describe("budgets", () => {
  const policy = compiled(({ policy }) => {
    policy.budgets = {
      day: {
        ...{ scope: { businessUnit: "sales" }, limit: "0.02 USD", window: "day", timezone: "UTC" },
        thresholds: [{ at: "100%", do: "block" }],
      },
    };
  });

  test("money is spent as the requests come, and each window begins anew", () => {
    const calls = [...many(20), ...many(20, (n) => ({ at: NOON + DAY + n }))];
    const { replayed } = whatIf(policy, calls);
    expect(replayed.served).toBeGreaterThan(2);
    expect(replayed.served).toBeLessThan(40);
    expect(replayed.cost).toBeLessThanOrEqual(40_000);
    expect(replayed.refused[0]?.rule).toMatch(/^budget/);
    const one = whatIf(policy, many(20)).replayed.served;
    expect(replayed.served).toBe(2 * one);
  });

  test("the order of the records does not matter", () => {
    const calls = many(20);
    expect(whatIf(policy, calls.toReversed())).toEqual(whatIf(policy, calls));
  });
});
