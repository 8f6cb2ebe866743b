/** The one text of a record: JSON with sorted keys and without undefined members, so that equal records hash equally. */
import type { AttemptRecord, DecisionRecord, RecordedFacts, RecordedPrice } from "./types.ts";

// Written out member by member, in the order of the alphabet: sorting keys anew costs five times as much, and every
// request pays for it. A test holds it against the general `canonicalJson`.

function attempt(one: AttemptRecord): AttemptRecord {
  return {
    deployment: one.deployment,
    endedMs: one.endedMs,
    ...(one.failure === undefined ? {} : { failure: one.failure }),
    ...(one.message === undefined ? {} : { message: one.message }),
    outcome: one.outcome,
    ...(one.providerCode === undefined ? {} : { providerCode: one.providerCode }),
    ...(one.recordedIn === undefined ? {} : { recordedIn: one.recordedIn }),
    startedMs: one.startedMs,
    ...(one.status === undefined ? {} : { status: one.status }),
  };
}

function price(one: RecordedPrice): RecordedPrice {
  const { cacheWriteHourPerMillion: hour } = one;
  return {
    ...(hour === undefined ? {} : { cacheWriteHourPerMillion: hour }),
    cacheWritePerMillion: one.cacheWritePerMillion,
    cachedInputPerMillion: one.cachedInputPerMillion,
    inputPerMillion: one.inputPerMillion,
    outputPerMillion: one.outputPerMillion,
    perRequest: one.perRequest,
  };
}

function facts(one: RecordedFacts): RecordedFacts {
  return {
    ...(one.cachesForHour === undefined ? {} : { cachesForHour: one.cachesForHour }),
    capabilities: one.capabilities,
    choices: one.choices,
    inputTokens: one.inputTokens,
    inputTokensAtMost: one.inputTokensAtMost,
    ...(one.maxOutputTokens === undefined ? {} : { maxOutputTokens: one.maxOutputTokens }),
    ...(one.model === undefined ? {} : { model: one.model }),
    ...(one.pin === undefined ? {} : { pin: one.pin }),
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
    ...(record.continuedBy === undefined ? {} : { continuedBy: record.continuedBy }),
    ...(record.continuedFrom === undefined ? {} : { continuedFrom: record.continuedFrom }),
    costMicroUsd: record.costMicroUsd,
    deployment: record.deployment,
    ...(record.detected === undefined ? {} : { detected: record.detected }),
    ...(record.facts === undefined ? {} : { facts: facts(record.facts) }),
    generation: record.generation,
    id: record.id,
    key: record.key,
    model: record.model,
    outcome: record.outcome,
    ...(record.price === undefined ? {} : { price: price(record.price) }),
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
      ...(usage.cacheWriteHour === undefined ? {} : { cacheWriteHour: usage.cacheWriteHour }),
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
