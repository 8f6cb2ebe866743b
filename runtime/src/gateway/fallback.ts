/** Which failures move on to another deployment, and what they say of the one that failed. */
import { fallsBackOn } from "../policy/falls-back.ts";
import type { CompiledWorkload } from "../policy/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import type { HealthTracker } from "./health.ts";

/** Whether the workload's policy lets this failure move on to the next candidate. */
export function mayFallBack(workload: CompiledWorkload, { failure }: ProviderFailure): boolean {
  return fallsBackOn(workload, failure);
}

/** Notes what a failure says of a deployment's health. */
export function noteHealth(health: HealthTracker, deployment: string, failure: ProviderFailure, now: number): void {
  switch (failure.failure) {
    case "outage":
    case "timeout":
    case "credentials":
    case "not-found":
      health.failed(deployment, now);
      break;
    case "rate-limit":
      health.limited(deployment, now, failure.retryAfterMs);
      break;
    default:
      health.neutral(deployment);
  }
}
