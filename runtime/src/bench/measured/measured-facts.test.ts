import { describe, expect, test } from "vitest";
import { summariseArm } from "../summarise.ts";
import type { BenchmarkResult, RequestRecord } from "../types.ts";
import { measuredFacts } from "./measured-facts.ts";

function records(arm: string, count: number, more: (n: number) => Partial<RequestRecord> = () => ({})) {
  return Array.from({ length: count }, (_, n) => ({
    arm,
    caseIndex: n,
    trial: 0,
    sentAt: 0,
    outcome: "ok",
    ttftMs: n + 1,
    totalMs: 100,
    deployment: arm,
    assertions: [],
    ...more(n),
  })) as unknown as RequestRecord[];
}

function result(all: RequestRecord[]): BenchmarkResult {
  const arms = [...new Set(all.map(({ arm }) => arm))];
  return {
    run: "r1",
    workload: "w",
    endedAt: "2026-11-20T23:59:59.000Z",
    arms: arms.map((arm) => summariseArm(arm, all)),
    records: all,
  } as unknown as BenchmarkResult;
}

describe("what the catalog learns", () => {
  test("percentiles, speed and pass rate, with how many, when and by which run", () => {
    const all = records("m@p", 100, (n) => ({ passed: n % 8 !== 0, tpotMs: 10 + n / 100 }));
    expect(measuredFacts(result(all))).toEqual({
      facts: [
        {
          deployment: "m@p",
          latency: {
            ttftP50Ms: expect.toSatisfy((ms: number) => ms >= 50 && ms <= 51),
            ttftP95Ms: expect.toSatisfy((ms: number) => ms >= 95 && ms <= 96),
            tokensPerSecond: 95.3,
            samples: 100,
            measured: "2026-11-20",
            run: "r1",
          },
          quality: { workload: "w", passRate: "87%", samples: 100, measured: "2026-11-20", run: "r1" },
        },
      ],
      left: [],
    });
  });

  test("failures are no latency; answers in one piece have no speed; what is not judged has no quality", () => {
    const all = [...records("m@p", 20), ...records("m@p", 30, () => ({ outcome: "error", ttftMs: 9999 }))];
    const [facts] = measuredFacts(result(all)).facts;
    expect(facts?.latency).toMatchObject({ samples: 20 });
    expect(facts?.latency).not.toHaveProperty("tokensPerSecond");
    expect(facts?.quality).toBeUndefined();
  });

  test("19 answers make no latency, but do for quality, and it is said", () => {
    const { facts, left } = measuredFacts(result(records("m@p", 19, () => ({ passed: true }))));
    expect(facts).toEqual([{ deployment: "m@p", quality: expect.objectContaining({ passRate: "100%", samples: 19 }) }]);
    expect(left).toEqual([{ arm: "m@p", reason: "19 answers are too few for a latency: 20 are needed." }]);
  });

  test("a workload as routed, the baseline's second self, and an arm that answered nothing", () => {
    const all = [
      ...records("w (as routed)", 30, () => ({ deployment: "m@p" })),
      ...records("m@p (again)", 30, () => ({ deployment: "m@p" })),
      ...records("n@p", 5, () => ({ outcome: "error" })),
    ];
    const { facts, left } = measuredFacts(result(all));
    expect(facts).toEqual([]);
    expect(left.map(({ arm }) => arm)).toEqual(["w (as routed)", "m@p (again)", "n@p"]);
  });
});
