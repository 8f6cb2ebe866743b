/** Small results for tests. */
import type { ArmSummary, BenchmarkResult, Difference, RequestRecord } from "../types.ts";

/** An arm of which everything is known, but for what is given. */
export function sampleArm(over: Partial<ArmSummary> = {}): ArmSummary {
  return {
    arm: "gpt-5.5@openai",
    requests: 20,
    ok: 18,
    errors: 1,
    blocked: 1,
    errorCodes: { "upstream.timeout": 1, "policy.no-deployment": 1 },
    ttftMs: { n: 18, p50: 210, p95: 480, p99: 730 },
    totalMs: { n: 18, p50: 1_210, p95: 2_480, p99: 12_730 },
    costMicroUsd: 123_400,
    costPerRequestMicroUsd: 6_855,
    passed: 9,
    judged: 18,
    passRateInterval: [0.29, 0.71],
    ...over,
  };
}

/** One answer that passed, but for what is given. */
export function sampleRecord(over: Partial<RequestRecord> = {}): RequestRecord {
  return {
    arm: "a",
    caseIndex: 0,
    trial: 0,
    sentAt: 0,
    outcome: "ok",
    errorCode: undefined,
    errorMessage: undefined,
    ttftMs: 100,
    totalMs: 300,
    inputTokens: 10,
    outputTokens: 20,
    costMicroUsd: 50,
    deployment: "a",
    decision: "dec_1",
    output: "fine",
    passed: true,
    score: 1,
    assertions: [],
    ...over,
  };
}

/** A difference that is shown, but for what is given. */
export function sampleDifference(over: Partial<Difference> = {}): Difference {
  return {
    metric: "total",
    baseline: "a",
    arm: "b",
    n: 40,
    estimate: -200,
    interval: [-300, -100],
    baselineMedian: 1_000,
    pValue: 0.001,
    adjustedPValue: 0.004,
    verdict: "lower",
    smallestDetectable: 140,
    tooNoisy: false,
    sentence: "b answers wholly sooner than a.",
    ...over,
  };
}

/** A completed run of two arms. */
export function sampleResult(over: Partial<BenchmarkResult> = {}): BenchmarkResult {
  return {
    schema: "fairlead/bench-result/v1",
    run: "run_1",
    benchmark: "ticket-summaries",
    workload: "ticket-summaries",
    generation: "gen_0123456789abcdef",
    startedAt: "2026-07-01T10:00:00.000Z",
    endedAt: "2026-07-01T10:01:00.000Z",
    seed: 7,
    status: "completed",
    reason: undefined,
    arms: [sampleArm({ arm: "a" }), sampleArm({ arm: "b" })],
    differences: [],
    verdict: ["b costs 9 % less than a."],
    records: [],
    ...over,
  };
}
