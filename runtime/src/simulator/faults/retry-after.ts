/** The headers by which a refusal says when to come back. */
import type { Fault, RetryAfter } from "../types.ts";

const ONE_SECOND: RetryAfter = { ms: 1000, form: "seconds" };

/** What a fault says about coming back; undefined says nothing. */
export function retryAfterOf(fault: Fault): RetryAfter | undefined {
  if (fault.retryAfter !== undefined) return fault.retryAfter ?? undefined;
  return fault.kind === "http-429" ? ONE_SECOND : undefined;
}

/** The header for it. `now` in milliseconds since 1970. */
export function retryAfterHeaders(retryAfter: RetryAfter | undefined, now: number): Record<string, string> {
  if (retryAfter === undefined) return {};
  switch (retryAfter.form) {
    case "seconds":
      return { "retry-after": String(Math.ceil(retryAfter.ms / 1000)) };
    case "http-date":
      return { "retry-after": new Date(now + retryAfter.ms).toUTCString() };
    default:
      return { [retryAfter.form]: String(Math.ceil(retryAfter.ms)) };
  }
}
