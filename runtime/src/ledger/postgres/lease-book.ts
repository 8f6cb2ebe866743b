/** The leases of one process, and the reservations it made from them. */
import type { MicroUsd } from "../../documents/money.ts";
import type { BudgetClaim } from "../types.ts";
import { Lease } from "./lease.ts";
import type { WindowView } from "./messenger.ts";
import type { Batch, HeldRow, Outbox, RecordRow } from "./outbox.ts";

/** Windows at which nobody looked for so long are forgotten where nothing stands in them. Milliseconds. */
const FORGOTTEN_MS = 600_000;

export interface Reservation {
  readonly id: number;
  readonly amount: MicroUsd;
  readonly leases: readonly Lease[];
  /** The caller is answered even where the store is away. */
  readonly unattended: boolean;
  readonly row: HeldRow;
  /** Whether the store knows of it. */
  isWritten: boolean;
  /** Its end, once it was told, and when that is written. */
  end: { row: RecordRow; cost: MicroUsd; committed: Promise<void> } | undefined;
}

function keyOf(budget: string, windowStart: number): string {
  return `${windowStart} ${budget}`;
}

export class LeaseBook {
  readonly #outbox: Outbox;
  readonly #monotonic: () => number;
  readonly #leases = new Map<string, Lease>();

  constructor(outbox: Outbox, monotonic: () => number) {
    this.#outbox = outbox;
    this.#monotonic = monotonic;
  }

  /** The lease on a claim's window: an empty one where there was none. */
  of(claim: BudgetClaim): Lease {
    const key = keyOf(claim.budget, claim.windowStart);
    let lease = this.#leases.get(key);
    if (!lease) {
      lease = new Lease(claim);
      this.#leases.set(key, lease);
      this.#outbox.look(lease);
    }
    lease.usedAt = this.#monotonic();
    return lease;
  }

  /**
   * The first of the claims that an amount does not fit into without asking.
   * @param sparing whether to leave alone what is kept for requests that go on without the store
   */
  misfit(claims: readonly BudgetClaim[], amount: MicroUsd, sparing: boolean): BudgetClaim | undefined {
    return claims.find((claim) => {
      const lease = this.of(claim);
      return !lease.fits(amount, claim.blockAt, sparing ? lease.spared : 0);
    });
  }

  /** Asks for what is missing in each window that an amount does not fit into. */
  ask(claims: readonly BudgetClaim[], amount: MicroUsd): void {
    for (const claim of claims) {
      const lease = this.of(claim);
      if (claim.blockAt === undefined || lease.fits(amount, claim.blockAt, lease.spared)) continue;
      if (lease.fits(amount, claim.blockAt)) {
        this.#outbox.spare(lease, amount, claim.blockAt);
        continue;
      }
      // Leased when the limit was higher: only the store knows what of it still stands.
      if (lease.othersTaken + lease.amount > claim.blockAt && lease.free > 0) this.#outbox.giveBack(lease, lease.free);
      this.#outbox.ask(lease, amount, claim.blockAt);
    }
  }

  /** Asks, with what is told anyway, for what is missing of what should be leased ahead. */
  keepAhead(lease: Lease, horizon: number): void {
    const missing = lease.missingAhead(horizon);
    if (missing > 0 && lease.blockAt !== undefined) this.#outbox.topUp(lease, missing, lease.blockAt);
  }

  /** A request needs money in all these windows: until it is done, none of it is given away. Returns how to say so. */
  need(claims: readonly BudgetClaim[]): () => void {
    const leases = claims.map((claim) => this.of(claim));
    for (const lease of leases) lease.awaited += 1;
    return () => {
      for (const lease of leases) lease.awaited -= 1;
    };
  }

  /** Takes over what the store says to a batch. `later` are batches that it had not seen then. */
  learn(windows: readonly WindowView[], batch: Batch, later: readonly Batch[]): void {
    for (const [budget, windowStart, amount, othersTaken, othersSpent, wanted] of windows) {
      const lease = this.#leases.get(keyOf(budget, windowStart));
      if (!lease) continue;
      const underWay = later.reduce((sum, { back }) => sum + (back.get(lease) ?? 0), this.#outbox.backOf(lease));
      lease.amount = amount - underWay;
      lease.othersTaken = othersTaken;
      lease.othersSpent = othersSpent;
      lease.known = true;
      lease.wanted = wanted;
    }
    for (const lease of batch.topUps) lease.toppedUp();
  }

  /** Gives back what others want and nobody here waits for. */
  yieldWanted(): void {
    for (const lease of this.#leases.values()) {
      if (lease.wanted && lease.free > 0 && lease.awaited === 0) this.#outbox.giveBack(lease, lease.free);
    }
  }

  /** Looks at the windows in use, gives back what is idle, asks before something runs out, forgets what nobody needs. */
  beat(milliseconds: number, horizon: (lease: Lease) => number, now: number): void {
    const at = this.#monotonic();
    for (const [key, lease] of this.#leases) {
      lease.beat(milliseconds);
      const idle = at - lease.usedAt;
      const over = lease.windowEnd <= now;
      const ahead = over ? 0 : lease.ahead(horizon(lease));
      if (lease.free > 2 * ahead && lease.awaited === 0) this.#outbox.giveBack(lease, Math.floor(lease.free - ahead));
      else if (lease.blockAt !== undefined && !lease.wanted && !lease.isToppingUp && lease.free < ahead / 2)
        this.#outbox.topUp(lease, ahead - Math.max(0, lease.free), lease.blockAt);
      if (over && lease.reserved === 0 && idle > FORGOTTEN_MS) this.#leases.delete(key);
      else if (idle < 10 * milliseconds) this.#outbox.look(lease);
    }
  }

  /** Looks at all windows in which this process holds something that others could use. */
  lookAround(): void {
    for (const lease of this.#leases.values()) if (lease.amount > 0) this.#outbox.look(lease);
  }

  /** Everything given to this process is the windows' again. */
  forfeit(): void {
    for (const lease of this.#leases.values()) lease.forfeit();
  }
}
