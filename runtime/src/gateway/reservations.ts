/** Reserving money, with patience: what others hold reserved may come free when their requests settle below it. */
import type { MicroUsd } from "../documents/money.ts";
import type { BudgetClaim, LedgerStore, ReservationFacts, ReservationResult } from "../ledger/types.ts";

/** A request that waits for reserved money to come free. */
type Waiter = () => void;

export class Reservations {
  readonly #ledger: LedgerStore;
  readonly #waiting = new Set<Waiter>();
  /** Reservations held by this process: without any, nothing can come free here. */
  #held = 0;

  constructor(ledger: LedgerStore) {
    this.#ledger = ledger;
  }

  get held(): number {
    return this.#held;
  }

  /** Reserves at once, or says which budget refuses. */
  async reserve(facts: ReservationFacts, amount: MicroUsd, claims: readonly BudgetClaim[]): Promise<ReservationResult> {
    const result = await this.#ledger.reserve(facts, amount, claims);
    if (result.ok) this.#held += 1;
    return result;
  }

  /** A reservation of this process was settled or released: those who wait look again, in the order in which they came. */
  ended(): void {
    this.#held -= 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /**
   * Waits until some reservation ends, at most for the time given.
   * False where none is held, the time is over, or the caller left.
   */
  async someEnded(timeLimitMs: number, signal: AbortSignal): Promise<boolean> {
    if (this.#held === 0 || timeLimitMs <= 0 || signal.aborted) return false;
    return new Promise((resolve) => {
      const finish = (ended: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", leave);
        this.#waiting.delete(wake);
        resolve(ended);
      };
      const wake = (): void => finish(true);
      const leave = (): void => finish(false);
      const timer = setTimeout(leave, timeLimitMs);
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.add(wake);
    });
  }
}
