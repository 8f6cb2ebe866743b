/** Records for tests, to be bent one fact at a time. */
import type { DecisionRecord } from "./types.ts";

/** The record of a request that was served for 210 micro-USD. */
export function testRecord(id: string, change: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id,
    at: 500,
    key: "key_1",
    businessUnit: "sales",
    workload: "chat",
    sensitivity: "public",
    generation: "gen_1",
    protocol: "openai-chat",
    stream: false,
    outcome: "served",
    status: 200,
    deployment: "large@alpha",
    provider: "alpha",
    model: "large",
    candidates: [{ deployment: "large@alpha", because: "as listed" }],
    rejected: [],
    attempts: [{ deployment: "large@alpha", startedMs: 0, endedMs: 12, outcome: "ok" }],
    usage: { input: 10, output: 20, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined },
    usageBasis: "provider",
    costMicroUsd: 210,
    reservedMicroUsd: 400,
    priceBasis: "catalog",
    price: {
      inputPerMillion: 1_000_000,
      outputPerMillion: 10_000_000,
      cachedInputPerMillion: 1_000_000,
      cacheWritePerMillion: 1_000_000,
      perRequest: 0,
    },
    ttftMs: null,
    totalMs: 12,
    trace: null,
    warnings: [],
    ...change,
  };
}
