/** The rate limits of keys and workloads, for this process. */
import type { Admitted } from "./admit.ts";
import type { GatewayError } from "./errors.ts";
import { askOf, refusal } from "./rate-ask.ts";
import { RateWindow } from "./rate-window.ts";

/** Windows that nothing asked of for so long are forgotten. */
const IDLE_SECONDS = 180;

/** How the limits are told what a request really used. */
export type Correction = (usedTokens: number) => void;

const NOTHING: Correction = () => {};

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
  take(admitted: Admitted, now: number): Correction {
    const { limited, rank, tokens, criticality } = askOf(admitted);
    if (limited.length === 0) return NOTHING;
    this.#sweep(now);
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
