/** Requests that wait for money which others hold reserved: the most critical first, among equals in their order. */
import type { MicroUsd } from "../documents/money.ts";
import type { BudgetClaim, Funds } from "../ledger/types.ts";

/** One way in which a waiting request could be paid: an amount in every window named. */
export interface Want {
  amount: MicroUsd;
  claims: readonly BudgetClaim[];
}

/** What a waiting request is told: to look again, or that nothing can come free for it. */
export type Word = "look" | "never";

interface Waiter {
  /** Of its criticality: 0 is the lowest. */
  rank: number;
  /** When its request began. */
  since: number;
  wants: readonly Want[];
  tell: (word: Word) => void;
}

type Standing = "fits" | "may-fit" | "never";

/** Looks at each window once, however many wait for it, and remembers what those before in the line will take. */
class Till {
  readonly #funds: (claim: BudgetClaim) => Funds;
  readonly #now: number;
  readonly #seen = new Map<string, { settled: number; left: number }>();

  constructor(funds: (claim: BudgetClaim) => Funds, now: number) {
    this.#funds = funds;
    this.#now = now;
  }

  #of(claim: BudgetClaim, blockAt: number): { settled: number; left: number } {
    // Requests of two generations may see different limits of the same budget.
    const key = `${claim.windowStart} ${blockAt} ${claim.budget}`;
    let seen = this.#seen.get(key);
    if (!seen) {
      const { settled, reserved } = this.#funds(claim);
      seen = { settled, left: blockAt - settled - reserved };
      this.#seen.set(key, seen);
    }
    return seen;
  }

  standing({ amount, claims }: Want): Standing {
    let standing: Standing = "fits";
    for (const claim of claims) {
      if (claim.blockAt === undefined) continue;
      // Its window is over: the next one has money of its own.
      if (claim.windowEnd <= this.#now) return "fits";
      const { settled, left } = this.#of(claim, claim.blockAt);
      if (settled + amount > claim.blockAt) return "never";
      if (amount > left) standing = "may-fit";
    }
    return standing;
  }

  /** Puts the amount aside, so that the next in the line does not count on it. */
  take({ amount, claims }: Want): void {
    for (const claim of claims) {
      if (claim.blockAt !== undefined) this.#of(claim, claim.blockAt).left -= amount;
    }
  }
}

function has(claims: readonly BudgetClaim[], { budget, windowStart }: BudgetClaim): boolean {
  return claims.some((claim) => claim.budget === budget && claim.windowStart === windowStart);
}

/** The line. It holds no money itself; whoever is told to look decides anew. */
export class WaitingLine {
  readonly #funds: (claim: BudgetClaim) => Funds;
  readonly #now: () => number;
  readonly #waiters: Waiter[] = [];

  /** `now` is milliseconds since 1970. */
  constructor(funds: (claim: BudgetClaim) => Funds, now: () => number) {
    this.#funds = funds;
    this.#now = now;
  }

  get length(): number {
    return this.#waiters.length;
  }

  /** What all that wait would take. */
  get wants(): readonly Want[] {
    return this.#waiters.flatMap(({ wants }) => wants);
  }

  /** Joins at the place that criticality and beginning of the request give. Returns how to leave. */
  join(waiter: Waiter): () => void {
    const after = this.#waiters.findLastIndex(
      ({ rank, since }) => rank > waiter.rank || (rank === waiter.rank && since <= waiter.since),
    );
    this.#waiters.splice(after + 1, 0, waiter);
    return () => {
      const at = this.#waiters.indexOf(waiter);
      if (at >= 0) this.#waiters.splice(at, 1);
    };
  }

  /** Whether somebody of a higher rank waits for money of one of these windows. */
  keepsFrom(rank: number, claims: readonly BudgetClaim[]): boolean {
    // The most critical stand first.
    for (const waiter of this.#waiters) {
      if (waiter.rank <= rank) return false;
      if (waiter.wants.some((want) => want.claims.some((claim) => claim.blockAt !== undefined && has(claims, claim))))
        return true;
    }
    return false;
  }

  /**
   * Tells those who may fit now to look, the first in the line first, and those for whom nothing can come free any more.
   * Money that comes free goes to whoever it is enough for: a large request may wait until its deadline while small
   * ones pass it, but nothing that fits is kept waiting.
   */
  look(): void {
    const till = new Till(this.#funds, this.#now());
    for (const waiter of [...this.#waiters]) {
      const standings = waiter.wants.map((want) => till.standing(want));
      const fitting = waiter.wants[standings.indexOf("fits")];
      if (fitting) {
        till.take(fitting);
        waiter.tell("look");
      } else if (!standings.includes("may-fit")) waiter.tell("never");
    }
  }
}
