/** The one text of a record: JSON with sorted keys and without undefined members, so that equal records hash equally. */
import type { AttemptRecord, DecisionRecord, RecordedFacts, RecordedPrice } from "./types.ts";

// Written out member by member, in the order of the alphabet: sorting keys anew costs five times as much, and every
// request pays for it. JSON leaves out what is undefined. A test holds it against the general `canonicalJson`.

function attempt(one: AttemptRecord): AttemptRecord {
  return {
    deployment: one.deployment,
    endedMs: one.endedMs,
    failure: one.failure,
    message: one.message,
    outcome: one.outcome,
    providerCode: one.providerCode,
    recordedIn: one.recordedIn,
    startedMs: one.startedMs,
    status: one.status,
  };
}

function price(one: RecordedPrice): RecordedPrice {
  return {
    cacheWriteHourPerMillion: one.cacheWriteHourPerMillion,
    cacheWritePerMillion: one.cacheWritePerMillion,
    cachedInputPerMillion: one.cachedInputPerMillion,
    inputPerMillion: one.inputPerMillion,
    outputPerMillion: one.outputPerMillion,
    perRequest: one.perRequest,
  };
}

function facts(one: RecordedFacts): RecordedFacts {
  return {
    cachesForHour: one.cachesForHour,
    capabilities: one.capabilities,
    choices: one.choices,
    guarded: one.guarded,
    inputTokens: one.inputTokens,
    inputTokensAtMost: one.inputTokensAtMost,
    maxOutputTokens: one.maxOutputTokens,
    model: one.model,
    pin: one.pin,
  };
}

/** The canonical text of a decision record. */
export function canonicalRecord(record: DecisionRecord): string {
  const { usage } = record;
  const sorted: DecisionRecord = {
    at: record.at,
    attempts: record.attempts.map(attempt),
    businessUnit: record.businessUnit,
    candidates: record.candidates.map(({ because, deployment }) => ({ because, deployment })),
    continuedBy: record.continuedBy,
    continuedFrom: record.continuedFrom,
    costMicroUsd: record.costMicroUsd,
    deployment: record.deployment,
    detected: record.detected,
    facts: record.facts && facts(record.facts),
    generation: record.generation,
    id: record.id,
    key: record.key,
    model: record.model,
    outcome: record.outcome,
    price: record.price && price(record.price),
    priceBasis: record.priceBasis,
    protocol: record.protocol,
    provider: record.provider,
    rejected: record.rejected.map(({ deployment, rejections }) => ({
      deployment,
      rejections: rejections.map(({ reason, rule }) => ({ reason, rule })),
    })),
    reservedMicroUsd: record.reservedMicroUsd,
    sensitivity: record.sensitivity,
    status: record.status,
    stream: record.stream,
    totalMs: record.totalMs,
    trace: record.trace,
    ttftMs: record.ttftMs,
    usage: usage && {
      cacheWrite: usage.cacheWrite,
      cacheWriteHour: usage.cacheWriteHour,
      cachedInput: usage.cachedInput,
      input: usage.input,
      output: usage.output,
      reasoning: usage.reasoning,
    },
    usageBasis: record.usageBasis,
    warnings: record.warnings.map(({ action, at, budget }) => ({ action, at, budget })),
    workload: record.workload,
  };
  return JSON.stringify(sorted);
}
