import type { ProviderFailure } from "../failure.ts";

/** What an HTTP status alone says of a failure, where no code and no words say more. */
export function statusFailure(status: number | undefined): ProviderFailure["failure"] {
  switch (status) {
    case 401:
    case 403:
      return "credentials";
    case 404:
    case 410:
      return "not-found";
    case 408:
    case 504:
      return "timeout";
    // A size that another deployment may take.
    case 413:
      return "context-length";
    case 429:
      return "rate-limit";
    // No money, a conflict, a dependency that failed, too early: not the request's fault.
    case 402:
    case 409:
    case 424:
    case 425:
      return "outage";
    default:
      return status !== undefined && status >= 400 && status < 500 ? "invalid-request" : "outage";
  }
}
