/** Which failures move on to another deployment, and what they say of the one that failed. */
import type { CompiledWorkload } from "../policy/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import type { HealthTracker } from "./health.ts";

/** Whether the workload's policy lets this failure move on to the next candidate. */
export function mayFallBack(workload: CompiledWorkload, { failure }: ProviderFailure): boolean {
  switch (failure) {
    case "invalid-request":
      // The request is at fault: another deployment would refuse it too, or do something else with it.
      return false;
    case "credentials":
    case "not-found":
      // The deployment is out of order for us, whoever is at fault.
      return workload.fallbackOn.has("outage");
    default:
      return workload.fallbackOn.has(failure);
  }
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
