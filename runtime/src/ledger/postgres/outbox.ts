/** What a process has to tell the store next, gathered so that much goes in one round trip. */
import type { MicroUsd } from "../../documents/money.ts";
import type { Lease } from "./lease.ts";

/** Somebody who waits for a batch. */
interface Waiter {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** A record on its way: its text, kind and columns. */
export type RecordRow = (string | number | null)[];

export interface HeldRow {
  id: number;
  amount: MicroUsd;
  claims: readonly (readonly [budget: string, windowStart: number])[];
  facts: string;
}

interface Part {
  spent: number;
  back: number;
  want: boolean;
  /** The sum of what is asked for, and the smallest of it. */
  asked: number;
  least: number;
  cap: number;
  /** What is worth having beyond that, although nobody waits for it. */
  topUp: number;
}

export interface Batch {
  /** Sent again under the same number, it is not applied twice. */
  number: number;
  text: string;
  /** What it gives back. */
  back: ReadonlyMap<Lease, number>;
  holds: readonly HeldRow[];
  records: readonly RecordRow[];
  waiting: readonly Waiter[];
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
  return part.topUp > 0 ? { cap: part.cap, need: 0, smallest: 0, ahead: part.topUp } : {};
}

export class Outbox {
  readonly #parts = new Map<Lease, Part>();
  readonly #holds = new Map<number, HeldRow>();
  #drops: number[] = [];
  #records: RecordRow[] = [];
  #sending: Waiter[] = [];
  #waiting: Waiter[] = [];
  #health: unknown;

  get isEmpty(): boolean {
    return (
      this.#parts.size === 0 &&
      this.#holds.size === 0 &&
      this.#drops.length === 0 &&
      this.#records.length === 0 &&
      this.#waiting.length === 0 &&
      this.#health === undefined
    );
  }

  get unsentRecords(): readonly RecordRow[] {
    return this.#records;
  }

  #part(lease: Lease): Part {
    let part = this.#parts.get(lease);
    if (!part) {
      const most = Number.MAX_SAFE_INTEGER;
      part = { spent: 0, back: 0, want: false, asked: 0, least: most, cap: most, topUp: 0 };
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
  }

  isAsked(lease: Lease): boolean {
    return (this.#parts.get(lease)?.asked ?? 0) > 0;
  }

  spend(lease: Lease, cost: number): void {
    this.#part(lease).spent += cost;
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

  /** The end of a reservation: one that was never told need not be ended. */
  drop(id: number): void {
    if (!this.#holds.delete(id)) this.#drops.push(id);
  }

  record(row: RecordRow): void {
    this.#records.push(row);
  }

  /** Puts another record in the place of one that is not sent yet. */
  replace(row: RecordRow, by: RecordRow): void {
    const at = this.#records.indexOf(row);
    if (at >= 0) this.#records[at] = by;
  }

  health(hints: unknown): void {
    this.#health = hints;
  }

  /** Settles when the next batch is on its way. */
  sent(): Promise<void> {
    return new Promise((resolve, reject) => this.#sending.push({ resolve, reject }));
  }

  /** Settles when the next batch is committed. */
  committed(): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** The store is away: nobody waits any more for a batch that can not be sent. */
  giveUp(error: unknown): void {
    for (const { reject } of this.#sending.splice(0)) reject(error);
  }

  /** Nothing in it can be told any more under the name that it was done under. */
  discard(error: unknown): void {
    this.giveUp(error);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#parts.clear();
    this.#holds.clear();
    this.#drops = [];
    this.#records = [];
  }

  /** Takes all that is there. `depart` must be called when it is on its way. */
  take(number: number, horizon: (lease: Lease) => number): { batch: Batch; depart: () => void } {
    const parts = [...this.#parts];
    const windows = parts.map(([lease, part]) => ({
      budget: lease.budget,
      starting: lease.windowStart,
      ...(lease.known ? {} : { ending: lease.windowEnd, scope: lease.scope }),
      ...(part.spent === 0 ? {} : { spent: part.spent }),
      ...(part.back === 0 ? {} : { back: part.back }),
      ...(part.want ? { want: true } : {}),
      ...asking(lease, part, horizon),
    }));
    const holds = [...this.#holds.values()];
    const records = this.#records;
    const batch: Batch = {
      number,
      text: JSON.stringify({
        windows,
        holds: holds.map(({ id, amount, claims, facts }) => [id, amount, claims, facts]),
        drops: this.#drops,
        records,
        ...(this.#health === undefined ? {} : { health: this.#health }),
      }),
      back: new Map(parts.filter(([, { back }]) => back > 0).map(([lease, { back }]) => [lease, back])),
      holds,
      records,
      waiting: this.#waiting,
      sentAt: 0,
      failures: 0,
    };
    const departing = this.#sending;
    this.#parts.clear();
    this.#holds.clear();
    this.#drops = [];
    this.#records = [];
    this.#sending = [];
    this.#waiting = [];
    this.#health = undefined;
    return {
      batch,
      depart: () => {
        for (const { resolve } of departing) resolve();
      },
    };
  }
}
