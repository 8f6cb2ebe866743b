import type { MicroUsd } from "../documents/money.ts";
import type { DecisionRecord, ReservationFacts } from "./types.ts";

/** The record of a request whose process died: billed at what was reserved, and marked so. */
export function orphanRecord(facts: ReservationFacts, amount: MicroUsd): DecisionRecord {
  return {
    id: facts.decision,
    at: facts.at,
    key: facts.key,
    businessUnit: facts.businessUnit,
    workload: facts.workload,
    sensitivity: facts.sensitivity,
    generation: facts.generation,
    protocol: "unknown",
    stream: false,
    outcome: "orphaned",
    status: 0,
    deployment: facts.deployment,
    provider: facts.provider,
    model: facts.model,
    candidates: [],
    rejected: [],
    attempts: [],
    usage: null,
    usageBasis: "reservation",
    costMicroUsd: amount,
    reservedMicroUsd: amount,
    priceBasis: "reservation",
    ttftMs: null,
    totalMs: 0,
    trace: null,
    warnings: [],
  };
}
