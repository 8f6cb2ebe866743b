import type { AttemptRecord } from "../ledger/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";

/** Failures of the request's own making, whose words may quote the prompt: the caller hears them, no record keeps them. */
const QUOTING: ReadonlySet<ProviderFailure["failure"]> = new Set([
  "invalid-request",
  "content-filter",
  "context-length",
]);

/** What a record keeps of a failure. */
export function recordedFailure({
  failure,
  message,
  status,
  providerCode,
}: ProviderFailure): Pick<AttemptRecord, "failure" | "message" | "status" | "providerCode"> {
  return {
    failure,
    ...(QUOTING.has(failure) ? {} : { message }),
    ...(status === undefined ? {} : { status }),
    ...(providerCode === undefined ? {} : { providerCode }),
  };
}
