/** Which failures of a deployment move a request on to the next candidate. */
import type { CompiledWorkload } from "./types.ts";

/** `failure` is a class of the workload's `fallback.on`, or one of those that no policy names. */
export function fallsBackOn(workload: Pick<CompiledWorkload, "fallbackOn">, failure: string): boolean {
  switch (failure) {
    case "invalid-request":
      // The request is at fault: another deployment would refuse it too, or do something else with it.
      return false;
    case "credentials":
    case "not-found":
      // The deployment is out of order for us, whoever is at fault.
      return workload.fallbackOn.has("outage");
    default:
      return (workload.fallbackOn as ReadonlySet<string>).has(failure);
  }
}
