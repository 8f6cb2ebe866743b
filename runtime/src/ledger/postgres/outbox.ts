/** What a process has to tell the store next, gathered so that much goes in one round trip. */
import type { MicroUsd } from "../../documents/money.ts";
import type { Lease } from "./lease.ts";

/** So many records go in one batch: after the store was away, all at once would take longer than it is waited for. */
const MOST_RECORDS = 500;

/** Somebody who waits for a batch. */
interface Waiter {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** What somebody waits for: the next batch, the next unless the store goes away before, or all that has ended until now. */
export type Awaited = "next" | "next-or-lost" | "ended";

/** Somebody who waits until so many of all endings are committed. */
interface CommitWaiter extends Waiter {
  endings: number;
  /** Told at once where the store goes away. */
  isImpatient: boolean;
}

/** A record on its way: its text, kind and columns. */
export type RecordRow = (string | number | null)[];

export interface HeldRow {
  id: number;
  amount: MicroUsd;
  claims: readonly (readonly [budget: string, windowStart: number])[];
  facts: string;
}

/** What goes together: a record, the reservation that it ends, and what it cost in each window. */
export interface Ending {
  row?: RecordRow | undefined;
  drop?: number | undefined;
  spent: readonly (readonly [Lease, MicroUsd])[];
}

interface Part {
  back: number;
  want: boolean;
  /** The sum of what is asked for, and the smallest of it. */
  asked: number;
  least: number;
  cap: number;
  /** What is worth having beyond that, although nobody waits for it. */
  topUp: number;
  /** What is needed so that nothing must be taken of what is kept for bad times. */
  spared: number;
}

export interface Batch {
  /** Sent again under the same number, it is not applied twice. */
  number: number;
  text: string;
  /** What it gives back. */
  back: ReadonlyMap<Lease, number>;
  holds: readonly HeldRow[];
  records: readonly RecordRow[];
  /** The leases that it asks for money ahead for. */
  topUps: readonly Lease[];
  waiting: readonly CommitWaiter[];
  /** Monotonic milliseconds: when it was sent last. */
  sentAt: number;
  failures: number;
}

/** What a part asks for: what those who wait need and something ahead. */
function asking(lease: Lease, part: Part, horizon: (lease: Lease) => number): Record<string, number> {
  const free = Math.max(0, lease.free);
  const need = part.asked === 0 ? 0 : part.asked - free;
  if (need > 0) {
    const ahead = lease.wanted ? 0 : lease.ahead(horizon(lease));
    return { cap: part.cap, need, smallest: Math.max(1, part.least - free), ahead };
  }
  const ahead = part.topUp + part.spared;
  return ahead > 0 ? { cap: part.cap, need: 0, smallest: 0, ahead } : {};
}

export class Outbox {
  readonly #parts = new Map<Lease, Part>();
  readonly #holds = new Map<number, HeldRow>();
  #endings: Ending[] = [];
  /** How many endings there ever were, and how many of them are on their way. */
  #added = 0;
  #taken = 0;
  #sending: Waiter[] = [];
  #waiting: CommitWaiter[] = [];
  #health: unknown;

  get isEmpty(): boolean {
    return (
      this.#parts.size === 0 &&
      this.#holds.size === 0 &&
      this.#endings.length === 0 &&
      this.#waiting.length === 0 &&
      this.#health === undefined
    );
  }

  /** How many endings wait to be told. */
  get backlog(): number {
    return this.#endings.length;
  }

  get unsentRecords(): RecordRow[] {
    return this.#endings.flatMap(({ row }) => (row ? [row] : []));
  }

  #part(lease: Lease): Part {
    let part = this.#parts.get(lease);
    if (!part) {
      const most = Number.MAX_SAFE_INTEGER;
      part = { back: 0, want: false, asked: 0, least: most, cap: most, topUp: 0, spared: 0 };
      this.#parts.set(lease, part);
    }
    return part;
  }

  look(lease: Lease): void {
    this.#part(lease);
  }

  /** Tells the others that somebody waits for money of this window. */
  want(lease: Lease): void {
    this.#part(lease).want = true;
  }

  ask(lease: Lease, amount: MicroUsd, cap: MicroUsd): void {
    const part = this.#part(lease);
    part.asked += amount;
    part.least = Math.min(part.least, amount);
    part.cap = Math.min(part.cap, cap);
  }

  /** Asks for money before somebody waits for it. */
  topUp(lease: Lease, amount: number, cap: MicroUsd): void {
    const part = this.#part(lease);
    part.topUp = amount;
    part.cap = Math.min(part.cap, cap);
    lease.isToppingUp = true;
  }

  /** Asks for money for somebody who could else have it of what is kept for when the store is away. */
  spare(lease: Lease, amount: MicroUsd, cap: MicroUsd): void {
    const part = this.#part(lease);
    part.spared += amount;
    part.cap = Math.min(part.cap, cap);
  }

  giveBack(lease: Lease, amount: number): void {
    this.#part(lease).back += amount;
    lease.amount -= amount;
  }

  backOf(lease: Lease): number {
    return this.#parts.get(lease)?.back ?? 0;
  }

  hold(row: HeldRow): void {
    this.#holds.set(row.id, row);
  }

  /** The end of a request. A reservation that was never told need not be ended. */
  end({ row, drop, spent }: Ending): void {
    const told = drop !== undefined && !this.#holds.delete(drop);
    this.#endings.push({ row, drop: told ? drop : undefined, spent });
    this.#added += 1;
  }

  /** Puts another record in the place of one that is not sent yet. */
  replace(row: RecordRow, by: RecordRow): void {
    const ending = this.#endings.find((one) => one.row === row);
    if (ending) ending.row = by;
  }

  health(hints: unknown): void {
    this.#health = hints;
  }

  /** Settles when the next batch is on its way. */
  sent(): Promise<void> {
    return new Promise((resolve, reject) => this.#sending.push({ resolve, reject }));
  }

  /** Settles when what is awaited is committed. */
  committed(what: Awaited): Promise<void> {
    const endings = what === "ended" ? this.#added : 0;
    const isImpatient = what === "next-or-lost";
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject, endings, isImpatient }));
  }

  /** The store is away: nobody waits any more for a batch that can not be sent. */
  giveUp(error: unknown): void {
    for (const { reject } of this.#sending.splice(0)) reject(error);
    for (const { isImpatient, reject } of this.#waiting) if (isImpatient) reject(error);
    this.#waiting = this.#waiting.filter(({ isImpatient }) => !isImpatient);
  }

  /** Nothing in it can be told any more under the name that it was done under. */
  discard(error: unknown): void {
    this.giveUp(error);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#parts.clear();
    this.#holds.clear();
    this.#taken += this.#endings.length;
    this.#endings = [];
  }

  /** Takes all that is there, or as much of it as one batch holds. `depart` must be called when it is on its way. */
  take(number: number, horizon: (lease: Lease) => number): { batch: Batch; depart: () => void } {
    const endings = this.#endings.splice(0, MOST_RECORDS);
    this.#taken += endings.length;
    const spent = new Map<Lease, number>();
    for (const ending of endings) {
      for (const [lease, cost] of ending.spent) {
        this.#part(lease);
        spent.set(lease, (spent.get(lease) ?? 0) + cost);
      }
    }
    const parts = [...this.#parts];
    const windows = parts.map(([lease, part]) => ({
      budget: lease.budget,
      starting: lease.windowStart,
      ...(lease.known ? {} : { ending: lease.windowEnd, scope: lease.scope }),
      ...(spent.get(lease) ? { spent: spent.get(lease) } : {}),
      ...(part.back === 0 ? {} : { back: part.back }),
      ...(part.want ? { want: true } : {}),
      ...asking(lease, part, horizon),
    }));
    const holds = [...this.#holds.values()];
    const records = endings.flatMap(({ row }) => (row ? [row] : []));
    const isServed = ({ endings: wanted }: CommitWaiter): boolean => wanted <= this.#taken;
    const batch: Batch = {
      number,
      text: JSON.stringify({
        windows,
        holds: holds.map(({ id, amount, claims, facts }) => [id, amount, claims, facts]),
        drops: endings.flatMap(({ drop }) => (drop === undefined ? [] : [drop])),
        records,
        ...(this.#health === undefined ? {} : { health: this.#health }),
      }),
      back: new Map(parts.filter(([, { back }]) => back > 0).map(([lease, { back }]) => [lease, back])),
      holds,
      records,
      topUps: parts.filter(([, { topUp }]) => topUp > 0).map(([lease]) => lease),
      waiting: this.#waiting.filter(isServed),
      sentAt: 0,
      failures: 0,
    };
    const departing = this.#sending;
    this.#parts.clear();
    this.#holds.clear();
    this.#sending = [];
    this.#waiting = this.#waiting.filter((waiter) => !isServed(waiter));
    this.#health = undefined;
    return {
      batch,
      depart: () => {
        for (const { resolve } of departing) resolve();
      },
    };
  }
}
