/** Reserving money, with patience: what others hold reserved may come free when their requests settle below it. */
import { ZERO_USD } from "../documents/money.ts";
import type { BudgetClaim, LedgerStore, ReservationFacts, ReservationResult } from "../ledger/types.ts";
import type { Candidate } from "../policy/types.ts";
import { Hold } from "./hold.ts";
import type { Departure } from "./responder.ts";
import { toldOfStore } from "./store-lost.ts";
import { WaitingLine, type Want, type Word } from "./waiting-line.ts";

/**
 * How often those who wait look by themselves: money may also come free in another process on the same ledger, and
 * with the beginning of a window. Milliseconds.
 */
const LOOK_MS = 100;

export class Reservations {
  readonly #ledger: LedgerStore;
  readonly #line: WaitingLine;
  /** Ended, but the ledger could not be told yet. */
  #unwritten: Hold[] = [];
  #held = 0;
  #looking = false;
  #lookout: NodeJS.Timeout | undefined;

  /** `now` is milliseconds since 1970. */
  constructor(ledger: LedgerStore, now: () => number) {
    this.#ledger = ledger;
    this.#line = new WaitingLine((claim) => ledger.funds(claim), now);
    ledger.onNews?.(() => this.#lookSoon());
  }

  /** How many holds of this process have not ended. */
  get held(): number {
    return this.#held;
  }

  /** How many requests wait for money. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Whether what is left in one of these windows is kept for somebody more critical who waits for it. */
  keepsFrom(rank: number, claims: readonly BudgetClaim[]): boolean {
    return this.#line.keepsFrom(rank, claims);
  }

  /**
   * Reserves what the candidate can cost, at once; undefined where a budget refuses. Throws `store.unavailable` where
   * the store is away.
   */
  async reserve(
    facts: ReservationFacts,
    candidate: Candidate,
    claims: readonly BudgetClaim[],
  ): Promise<Hold | undefined> {
    const amount = candidate.reservation ?? ZERO_USD;
    let result: ReservationResult;
    try {
      result = await this.#ledger.reserve(facts, amount, claims);
    } catch (error) {
      throw toldOfStore(error);
    }
    if (!result.ok) return undefined;
    this.#held += 1;
    const hold = new Hold(candidate, result.reservation, this.#ledger, () => {
      this.#held -= 1;
      this.#lookSoon();
    });
    // The ledger can be written (again).
    if (this.#unwritten.length > 0) await this.writeLate();
    return hold;
  }

  /** Keeps a hold whose end the ledger could not be told, to write it when the ledger can be written again. */
  keepForLater(hold: Hold): void {
    this.#unwritten.push(hold);
  }

  /** Writes what could not be written before, as far as that works now. */
  async writeLate(): Promise<void> {
    for (let hold = this.#unwritten.shift(); hold; hold = this.#unwritten.shift()) {
      try {
        await hold.again();
      } catch (error) {
        // Another process has settled it meanwhile, as that of one that died.
        if (String(error).includes("ledger.unknown-reservation")) continue;
        this.#unwritten.unshift(hold);
        return;
      }
    }
  }

  /**
   * Waits until one of the wants may fit. False where none can any more (what is settled leaves too little), the time
   * is over, or the caller left.
   * @param place the rank of its criticality and when it began, for its place in the line
   */
  async wait(
    wants: readonly Want[],
    place: { rank: number; since: number },
    timeLimitMs: number,
    signal: Departure,
  ): Promise<boolean> {
    if (timeLimitMs <= 0 || signal.aborted) return false;
    return new Promise((resolve) => {
      const finish = (word: Word): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
        leaveLine();
        this.#keepLookout();
        resolve(word === "look");
      };
      const giveUp = (): void => finish("never");
      const timer = setTimeout(giveUp, timeLimitMs);
      signal.addEventListener("abort", giveUp, { once: true });
      const leaveLine = this.#line.join({ ...place, wants, tell: finish });
      for (const { claims } of wants) this.#ledger.want?.(claims);
      this.#keepLookout();
      // What is wanted may have come free, or become impossible, since the decision.
      this.#lookSoon();
    });
  }

  /** One look for all that ends and joins in one turn of the event loop. */
  #lookSoon(): void {
    if (this.#line.length === 0 || this.#looking) return;
    this.#looking = true;
    setImmediate(() => {
      this.#looking = false;
      this.#line.look();
    });
  }

  #keepLookout(): void {
    if (this.#line.length === 0) {
      clearInterval(this.#lookout);
      this.#lookout = undefined;
    } else this.#lookout ??= setInterval(() => this.#lookAround(), LOOK_MS);
  }

  #lookAround(): void {
    for (const { claims } of this.#line.wants) this.#ledger.want?.(claims);
    this.#line.look();
  }
}
