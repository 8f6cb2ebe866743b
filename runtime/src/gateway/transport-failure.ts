/** What goes wrong below the protocol: a clock, a connection. */
import type { ProviderFailure } from "../protocols/failure.ts";
import type { ClockName } from "./attempt-clock.ts";

const CLOCK_WORDS: Record<ClockName, string> = {
  connect: "connection",
  "first-byte": "response headers",
  "first-token": "content",
  idle: "further bytes",
  total: "complete answer",
};

/** A clock ran out. */
export class ClockExpired extends Error {
  readonly clock: ClockName;
  constructor(clock: ClockName, limitMs: number) {
    super(`no ${CLOCK_WORDS[clock]} within ${Math.round(limitMs)} ms`);
    this.name = "ClockExpired";
    this.clock = clock;
  }
}

function failure(kind: ProviderFailure["failure"], message: string, providerCode: string | undefined): ProviderFailure {
  return { failure: kind, message, providerCode, status: undefined, retryAfterMs: undefined };
}

/** A clock or a connection as a provider's failure. */
export function transportFailure(error: unknown): ProviderFailure {
  if (error instanceof ClockExpired) return failure("timeout", error.message, `clock.${error.clock}`);
  const { code, message } = error as { code?: string; message?: string };
  if (code === "UND_ERR_CONNECT_TIMEOUT") return failure("timeout", "no connection in time", "clock.connect");
  return failure("outage", `connection failed: ${message ?? String(error)}`, code);
}
