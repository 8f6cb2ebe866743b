/** When deployments that failed may be asked again for the same request. */
import type { Decision } from "../policy/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import type { Departure } from "./responder.ts";

/** Waiting for a second try at the same deployment: doubles each time, with up to as much again at random. */
const BACKOFF_MS = 100;

export interface Retry {
  /** The deployments that may be asked again after the pause. */
  deployments: readonly string[];
  pauseMs: number;
}

/** Of one request. Times are monotonic milliseconds. */
export class Retries {
  /** Deployments that failed in a way that may pass, and until when each asked to be left alone. */
  readonly #notBefore = new Map<string, number>();
  #backoff = BACKOFF_MS;

  /** Notes how an attempt at a deployment failed at a moment. */
  note(deployment: string, { failure, retryAfterMs }: ProviderFailure, at: number): void {
    if (failure === "outage" || failure === "rate-limit") this.#notBefore.set(deployment, at + (retryAfterMs ?? 0));
    else this.#notBefore.delete(deployment);
  }

  /** A deployment is not to be asked again for this request. */
  drop(deployment: string): void {
    this.#notBefore.delete(deployment);
  }

  /**
   * What to wait for; undefined where nothing can be asked again before the time that is left is over.
   * @param decision the latest one: what it rejects for more than a rate limit's pause is out
   * @param pausedForMs how long a deployment is still paused
   * @param random from 0 up to 1
   */
  next(
    { candidates, rejected }: Decision,
    pausedForMs: (deployment: string) => number,
    now: number,
    leftMs: number,
    random: number,
  ): Retry | undefined {
    const ready = new Map<string, number>();
    const add = (deployment: string, pausedUntil: number): void => {
      const notBefore = this.#notBefore.get(deployment);
      if (notBefore !== undefined) ready.set(deployment, Math.max(now, notBefore, pausedUntil));
    };
    for (const { deployment } of candidates) add(deployment.id, now);
    for (const { deployment, rejections } of rejected) {
      if (rejections.every(({ rule }) => rule === "health.cooling"))
        add(deployment.id, now + pausedForMs(deployment.id));
    }
    const pauseMs = Math.min(...ready.values()) - now + this.#backoff * (1 + random);
    if (pauseMs >= leftMs) return undefined;
    this.#backoff *= 2;
    return { deployments: [...ready.keys()].filter((id) => (ready.get(id) ?? 0) < now + pauseMs), pauseMs };
  }
}

/** Waits for so many milliseconds, or until the caller leaves. */
export function pause(forMs: number, callerLeft: Departure): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      callerLeft.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, forMs);
    callerLeft.addEventListener("abort", over);
    if (callerLeft.aborted) over();
  });
}
