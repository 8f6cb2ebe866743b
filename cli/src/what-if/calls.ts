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
    ...(facts?.guarded ? { guarded: true } : {}),
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
    failed: failedOf(record),
    deployment: deployment ?? undefined,
    cost: costMicroUsd === null ? undefined : microUsd(costMicroUsd),
    ttftMs: ttftMs ?? undefined,
    totalMs: outcome === "served" ? totalMs : undefined,
  };
}

/** What was tried and gave nothing. One that broke off after its first content is what served the request. */
function failedOf({ attempts, deployment }: DecisionRecord): NonNullable<RecordedCall["failed"]> {
  return attempts.flatMap((attempt) =>
    attempt.outcome === "failed" && attempt.deployment !== deployment
      ? [{ deployment: attempt.deployment, failure: attempt.failure ?? "outage" }]
      : [],
  );
}

/** The deployment of an answer that failed before its first content. */
function failedAnswer({ outcome, errorCode = "", ttftMs, deployment }: BenchmarkResult["records"][number]) {
  if (outcome !== "error" || ttftMs !== undefined || deployment === undefined) return [];
  const [, named] = /^upstream\.([a-z-]+)$/.exec(errorCode) ?? [];
  if (named === undefined || named === "cut") return [];
  // The gateway's code of an outage says what the caller sees; the others are named as their class.
  return [{ deployment, failure: named === "unavailable" ? "outage" : named.replace(/^rate-limited$/, "rate-limit") }];
}

/** The answers of a benchmark, as if the workload's applications had asked. */
export function callsOfResult({ workload, records }: BenchmarkResult): RecordedCall[] {
  return records.map(({ sentAt, inputTokens = 0, outputTokens = 0, outcome, deployment, costMicroUsd, ...record }) => ({
    ...{ at: sentAt, workload },
    inputTokens: { expected: inputTokens, atMost: inputTokens },
    failed: failedAnswer({ ...record, outcome, deployment, sentAt, inputTokens, outputTokens, costMicroUsd }),
    used: outcome === "ok" ? { input: inputTokens, output: outputTokens } : undefined,
    deployment: outcome === "ok" ? deployment : undefined,
    cost: costMicroUsd === undefined ? undefined : microUsd(costMicroUsd),
    ttftMs: record.ttftMs,
    totalMs: record.totalMs,
  }));
}
