/** What recorded or declared requests of workloads cost where they go now. */
import { type MicroUsd, microUsd } from "../documents/money.ts";
import type { Workload } from "../documents/vocabulary.ts";
import { costOf } from "./cost.ts";
import { sharesOf } from "./serving.ts";
import type { Decision } from "./types.ts";

/** Requests of one workload in some span of time, the same span for all workloads. */
export interface WorkloadTraffic {
  requests: number;
  /** Sums over these requests. */
  inputTokens: number;
  outputTokens: number;
}

/** By workload. */
export type Traffic = ReadonlyMap<string, WorkloadTraffic>;

/** Days over which declared traffic is counted: a month of bills. */
const DECLARED_DAYS = 30;

/** The traffic that workloads declare, over `DECLARED_DAYS`; undefined where none does. */
export function declaredTraffic(workloads: Readonly<Record<string, Workload>>): Traffic | undefined {
  const declared = Object.entries(workloads).flatMap(([id, { traffic }]): [string, WorkloadTraffic][] => {
    if (!traffic) return [];
    const requests = traffic.requestsPerDay * DECLARED_DAYS;
    const { inputTokens, outputTokens } = traffic;
    return [[id, { requests, inputTokens: requests * inputTokens, outputTokens: requests * outputTokens }]];
  });
  return declared.length > 0 ? new Map(declared) : undefined;
}

/**
 * What this traffic costs at list prices where a workload's requests go first; undefined where a price is unknown or
 * nothing serves. No requests cost nothing.
 */
export function trafficCost(decision: Decision, traffic: WorkloadTraffic): MicroUsd | undefined {
  if (traffic.requests === 0) return microUsd(0);
  let sum: number | undefined;
  for (const { candidate, share } of sharesOf(decision)) {
    if (!candidate.price) return undefined;
    const tokens = costOf(candidate.price, { input: traffic.inputTokens, output: traffic.outputTokens });
    // The price of a request is in the cost of the tokens once.
    sum = (sum ?? 0) + share * (tokens + candidate.price.perRequest * (traffic.requests - 1));
  }
  return sum === undefined ? undefined : microUsd(Math.min(Math.round(sum), Number.MAX_SAFE_INTEGER));
}
