/** The rate limits of keys and workloads, for this process. */
import { CRITICALITIES, type Criticality } from "../documents/vocabulary.ts";
import type { Admitted } from "./admit.ts";
import { GatewayError } from "./errors.ts";
import { type RateLimit, type RateRefusal, RateWindow } from "./rate-window.ts";

/** Windows that nothing asked of for so long are forgotten. */
const IDLE_SECONDS = 180;

/** The rank of a criticality: 0 is the lowest. */
export function criticalityRank(criticality: Criticality): number {
  return CRITICALITIES.indexOf(criticality);
}

interface Limited {
  /** `key key_…` or `workload …`. */
  name: string;
  limit: RateLimit;
}

function limitsOf({ key, workload }: Admitted): Limited[] {
  const found: Limited[] = [];
  const { requestsPerMinute, tokensPerMinute } = key;
  if (requestsPerMinute !== null || tokensPerMinute !== null) {
    const limit = { requestsPerMinute: requestsPerMinute ?? undefined, tokensPerMinute: tokensPerMinute ?? undefined };
    found.push({ name: `key ${key.id}`, limit });
  }
  if (workload.limits) found.push({ name: `workload ${workload.id}`, limit: workload.limits });
  return found;
}

function refusal(
  { name, limit }: Limited,
  refused: RateRefusal,
  tokens: number,
  criticality: Criticality,
): GatewayError {
  const { what, perMinute, retryAfterMs, yields } = refused;
  const most = `${name} may ${what === "requests" ? "make" : "use"} ${perMinute} ${what} a minute`;
  const why =
    retryAfterMs === undefined
      ? `this request alone can use ${tokens}. Set a lower output limit`
      : yields
        ? `what is left is kept for requests that are more critical than ${criticality}`
        : "they are used up";
  return new GatewayError(`limit.${what}`, `${most}: ${why}.`, {
    retryAfterSeconds: retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000),
    details: { limit: name, ...limit, yields },
  });
}

export class RateLimits {
  readonly #windows = new Map<string, RateWindow>();
  #sweptAt = 0;

  /** How many limits have a window now. */
  get size(): number {
    return this.#windows.size;
  }

  /**
   * Counts a request in all limits that are for it, or in none. Returns how to say what it really used. Throws
   * `limit.requests` or `limit.tokens`.
   * @param now milliseconds since 1970
   */
  take(admitted: Admitted, now: number): (usedTokens: number) => void {
    const limited = limitsOf(admitted);
    if (limited.length === 0) return () => {};
    this.#sweep(now);
    const { criticality, defaultMaxOutputTokens } = admitted.workload;
    const { inputTokens, maxOutputTokens, choices } = admitted.facts;
    const rank = criticalityRank(criticality);
    const tokens = inputTokens.expected + (maxOutputTokens ?? defaultMaxOutputTokens) * choices;
    let refused: GatewayError | undefined;
    for (const one of limited) {
      const window = this.#window(one.name);
      const found = window.refuses(now, rank, tokens, one.limit);
      window.want(now, rank, tokens);
      if (found) refused ??= refusal(one, found, tokens, criticality);
    }
    if (refused) throw refused;
    const corrections = limited.map(({ name }) => this.#window(name).take(now, rank, tokens));
    return (used) => {
      for (const correct of corrections) correct(used);
    };
  }

  #window(name: string): RateWindow {
    let window = this.#windows.get(name);
    if (!window) {
      window = new RateWindow();
      this.#windows.set(name, window);
    }
    return window;
  }

  #sweep(now: number): void {
    const second = Math.floor(now / 1000);
    if (second - this.#sweptAt < IDLE_SECONDS) return;
    this.#sweptAt = second;
    for (const [name, window] of this.#windows) {
      if (second - window.lastSecond > IDLE_SECONDS) this.#windows.delete(name);
    }
  }
}
