/** Recorded requests, from a ledger or the result of a benchmark. */
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { type Capability, microUsd, SENSITIVITIES } from "@fairlead/runtime/documents";
import type { DecisionRecord } from "@fairlead/runtime/ledger";
import type { RecordedCall } from "@fairlead/runtime/policy";

/**
 * What a decision record says of its request; undefined for one that was pinned to a deployment, as benchmarks do.
 * Records that were made before the ledger kept what a decision needs to know go by the tokens that were used.
 */
export function callOfRecord(record: DecisionRecord): RecordedCall | undefined {
  const { at, workload, businessUnit, facts, usage, deployment, outcome, ttftMs, totalMs, costMicroUsd } = record;
  if (facts?.pin !== undefined) return undefined;
  const input = usage?.input ?? 0;
  const sensitivity = SENSITIVITIES.find((known) => known === record.sensitivity);
  return {
    ...{ at, workload, businessUnit },
    ...(sensitivity && { sensitivity }),
    ...(facts?.model === undefined ? {} : { model: facts.model }),
    ...(facts && { capabilities: facts.capabilities as Capability[], choices: facts.choices }),
    ...(facts?.maxOutputTokens === undefined ? {} : { maxOutputTokens: facts.maxOutputTokens }),
    ...(facts?.cachesForHour ? { cachesForHour: true } : {}),
    inputTokens: facts
      ? { expected: facts.inputTokens, atMost: facts.inputTokensAtMost }
      : { expected: input, atMost: input },
    used:
      usage === null
        ? undefined
        : {
            input,
            output: usage.output ?? 0,
            cachedInput: usage.cachedInput,
            cacheWrite: usage.cacheWrite,
            cacheWriteHour: usage.cacheWriteHour,
          },
    deployment: deployment ?? undefined,
    cost: costMicroUsd === null ? undefined : microUsd(costMicroUsd),
    ttftMs: ttftMs ?? undefined,
    totalMs: outcome === "served" ? totalMs : undefined,
  };
}

/** The answers of a benchmark, as if the workload's applications had asked. */
export function callsOfResult({ workload, records }: BenchmarkResult): RecordedCall[] {
  return records.map(({ sentAt, inputTokens = 0, outputTokens = 0, outcome, deployment, costMicroUsd, ...record }) => ({
    ...{ at: sentAt, workload },
    inputTokens: { expected: inputTokens, atMost: inputTokens },
    used: outcome === "ok" ? { input: inputTokens, output: outputTokens } : undefined,
    deployment: outcome === "ok" ? deployment : undefined,
    cost: costMicroUsd === undefined ? undefined : microUsd(costMicroUsd),
    ttftMs: record.ttftMs,
    totalMs: record.totalMs,
  }));
}
