/** The rate limits of keys and workloads where several processes share them. */
import type { SharedTexts } from "../ledger/types.ts";
import type { Admitted } from "./admit.ts";
import { askOf, type RateAsk, refusal } from "./rate-ask.ts";
import { type Correction, RateLimits } from "./rate-limits.ts";
import type { RateRefusal } from "./rate-window.ts";
import { SharedRateWindow, type Taken } from "./shared-rate-window.ts";
import { toldOfStore } from "./store-lost.ts";

/** Limits that nothing asked of for so long are forgotten here. Milliseconds. */
const IDLE_MS = 180_000;

export class SharedRateLimits {
  readonly #texts: SharedTexts;
  readonly #monotonic: () => number;
  /** For workloads that go on while the store is away. */
  readonly #alone = new RateLimits();
  readonly #windows = new Map<string, SharedRateWindow>();
  #sweptAt = 0;

  constructor(texts: SharedTexts, monotonic: () => number) {
    this.#texts = texts;
    this.#monotonic = monotonic;
  }

  /** How many limits are known here now. */
  get size(): number {
    return this.#windows.size;
  }

  /**
   * Counts a request in all limits that are for it, or in none. Gives how to say what it really used. Throws
   * `limit.requests` or `limit.tokens`, and `store.unavailable` where the workload may not go on without the store.
   * @param now milliseconds since 1970
   */
  take(admitted: Admitted, now: number): Correction | Promise<Correction> {
    const ask = askOf(admitted);
    return ask.limited.length === 0 ? () => {} : this.#take(admitted, ask, now);
  }

  async #take(admitted: Admitted, ask: RateAsk, now: number): Promise<Correction> {
    this.#sweep();
    const { limited, rank, tokens, criticality } = ask;
    const taken: { window: SharedRateWindow; what: Taken }[] = [];
    for (const one of limited) {
      const window = this.#window(one.name);
      let outcome: Taken | RateRefusal;
      try {
        outcome = await window.take(rank, tokens, one.limit);
      } catch (error) {
        if (admitted.workload.onStoreLoss === "continue") return this.#alone.take(admitted, now);
        throw toldOfStore(error);
      }
      if ("what" in outcome) {
        for (const { window: other, what } of taken) other.correct(what, rank, 0, -1);
        throw refusal(one, outcome, tokens, criticality);
      }
      taken.push({ window, what: outcome });
    }
    return (used) => {
      for (const { window, what } of taken) window.correct(what, rank, used);
    };
  }

  #window(name: string): SharedRateWindow {
    let window = this.#windows.get(name);
    if (!window) {
      window = new SharedRateWindow(this.#texts, name, this.#monotonic);
      this.#windows.set(name, window);
    }
    return window;
  }

  #sweep(): void {
    const now = this.#monotonic();
    if (now - this.#sweptAt < IDLE_MS) return;
    this.#sweptAt = now;
    for (const [name, window] of this.#windows) if (now - window.usedAt > IDLE_MS) this.#windows.delete(name);
  }
}
