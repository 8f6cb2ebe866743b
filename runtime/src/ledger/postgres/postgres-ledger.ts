/**
 * The shared store: any number of processes on one PostgreSQL. Each leases slices of the budgets' windows, so that
 * reserving usually waits for nothing: what is leased counts as taken for all others. Reservations are on their way to
 * the database before a request is sent, records are committed, in groups, before it is answered.
 */
import { type MicroUsd, microUsd, ZERO_USD } from "../../documents/money.ts";
import { canonicalRecord } from "../canonical-record.ts";
import { columnsOf } from "../record-columns.ts";
import { StoreLostError } from "../store-lost.ts";
import type {
  BudgetClaim,
  DecisionRecord,
  Funds,
  HealthHint,
  LedgerStore,
  ReservationFacts,
  ReservationResult,
  VirtualKey,
} from "../types.ts";
import type { Reservation } from "./lease-book.ts";
import { Member, PATIENCE_MS, STALL_MS } from "./member.ts";
import type { RecordRow } from "./outbox.ts";
import { PostgresBooks, prepareStore } from "./postgres-books.ts";
import { PostgresTexts } from "./texts.ts";
import { within } from "./within.ts";

/** A lease of a process that is not heard of for so long comes back. Milliseconds. */
const LEASE_MS = 30_000;
/** So many records are kept while the store is away; then nothing is served any more. */
const MOST_UNWRITTEN = 50_000;
/** So often a request asks for a lease that another request takes from under its nose. */
const MOST_TRIES = 4;

export interface PostgresOptions {
  /** When others may take back what a process had leased that is not heard of. */
  leaseMs?: number;
  monotonic?: () => number;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Told of what goes wrong outside of any request. */
  fault?: (error: unknown) => void;
}

/** Connects to the store at a URL, `postgres://…`, and makes its tables where they are missing. Rejects where it can not. */
export async function openPostgresLedger(url: string, options: PostgresOptions = {}): Promise<PostgresLedger> {
  await prepareStore(url);
  const ledger = new PostgresLedger(url, options);
  try {
    await ledger.start();
  } catch (error) {
    await ledger.close();
    throw error;
  }
  return ledger;
}

function rowOf(record: DecisionRecord): RecordRow {
  return [canonicalRecord(record), "decision", ...columnsOf(record)];
}

export class PostgresLedger extends PostgresBooks implements LedgerStore {
  /** Orphans are found later: a process counts as dead only when its lease is over. */
  readonly orphans = 0;
  readonly shared: PostgresTexts;
  readonly #member: Member;
  #lastReservation = 0;

  constructor(url: string, options: PostgresOptions) {
    super(url);
    this.shared = new PostgresTexts(url);
    this.#member = new Member({
      url,
      pool: this.pool,
      keyring: this.keyring,
      leaseMs: options.leaseMs ?? LEASE_MS,
      monotonic: options.monotonic ?? (() => performance.now()),
      now: options.now ?? Date.now,
      fault: options.fault ?? (() => {}),
    });
  }

  /** Joins those that share the store. */
  async start(): Promise<void> {
    await this.keyring.load();
    await this.#member.start();
  }

  /** Whether the store answers. */
  get isReachable(): boolean {
    return this.#member.isReachable;
  }

  async reserve(facts: ReservationFacts, amount: MicroUsd, claims: readonly BudgetClaim[]): Promise<ReservationResult> {
    const done = this.#member.book.need(claims);
    try {
      return await this.#reserve(facts, amount, claims);
    } finally {
      done();
    }
  }

  async #reserve(
    facts: ReservationFacts,
    amount: MicroUsd,
    claims: readonly BudgetClaim[],
  ): Promise<ReservationResult> {
    const member = this.#member;
    const unattended = facts.unattended === true;
    if (unattended) for (const claim of claims) member.noteUnattended(member.book.of(claim), amount);
    for (let tries = 0; ; tries += 1) {
      await this.#requireStore(unattended);
      const misfit = member.book.misfit(claims, amount, tries === 0 && this.isReachable);
      if (!misfit) {
        const id = await this.#hold(facts, amount, claims, unattended);
        if (id !== undefined) return { ok: true, reservation: String(id) };
        continue;
      }
      if (!this.isReachable) throw new StoreLostError(`what was leased of budget ${misfit.budget} is used up`);
      if (tries === MOST_TRIES) return this.#refused(misfit);
      member.book.ask(claims, amount);
      const lost = await this.#answeredOrLost(unattended);
      const still = member.book.misfit(claims, amount, false);
      if (lost && still) throw lost;
      // What the others have taken leaves too little, however often it is asked.
      if (still?.blockAt !== undefined && this.spent(still) + amount > still.blockAt) return this.#refused(still);
    }
  }

  async settle(reservation: string, cost: MicroUsd, record: DecisionRecord): Promise<void> {
    const { outbox, reservations } = this.#member;
    const held = this.#held(reservation);
    const row = rowOf(record);
    if (held.end) {
      // Its caller was told of a failure meanwhile, and the record should say so if it still can.
      outbox.replace(held.end.row, row);
      held.end.row = row;
      if (!this.isReachable) throw new StoreLostError("the end of a request can not be written yet");
      return within(PATIENCE_MS, held.end.committed);
    }
    for (const lease of held.leases) lease.end(held.amount, cost);
    outbox.end({ row, drop: held.id, spent: held.leases.map((lease) => [lease, cost]) });
    const committed = this.#member.commit("ended");
    held.end = { row, cost, committed };
    const forget = (): void => void reservations.delete(held.id);
    committed.then(forget, forget);
    if (!held.unattended) return within(PATIENCE_MS, committed);
    if (!this.isReachable) return undefined;
    return within(STALL_MS, committed).catch((error: unknown) => {
      if (!(error instanceof StoreLostError)) throw error;
    });
  }

  async release(reservation: string): Promise<void> {
    this.#drop(this.#held(reservation));
    // What comes free is free here already; the store hears of it with what is said next.
    this.#member.wake();
  }

  async record(record: DecisionRecord): Promise<void> {
    const { outbox } = this.#member;
    if (outbox.backlog >= MOST_UNWRITTEN) throw new StoreLostError("too many records wait to be written");
    outbox.end({ row: rowOf(record), spent: [] });
    const committed = this.#member.commit("ended");
    if (this.isReachable) await within(PATIENCE_MS, committed);
  }

  funds(claim: BudgetClaim): Funds {
    return this.#member.book.of(claim).funds;
  }

  spent(claim: BudgetClaim): MicroUsd {
    const { settled, reserved } = this.funds(claim);
    return microUsd(settled + reserved);
  }

  open(claim: BudgetClaim): void {
    this.#member.book.of(claim);
    this.#member.wake();
  }

  async preload(claims: readonly BudgetClaim[]): Promise<void> {
    const { book, outbox } = this.#member;
    if (claims.length === 0) return;
    for (const claim of claims) outbox.look(book.of(claim));
    await within(PATIENCE_MS, this.#member.commit());
  }

  want(claims: readonly BudgetClaim[]): void {
    const { book, outbox } = this.#member;
    for (const claim of claims) if (claim.blockAt !== undefined) outbox.want(book.of(claim));
    this.#member.wake();
  }

  onNews(listener: () => void): void {
    this.#member.listeners.push(listener);
  }

  shareHealth(hints: () => HealthHint[], heard: (hints: readonly HealthHint[]) => void): void {
    this.#member.hints = hints;
    this.#member.onHints = heard;
  }

  addPassingKey(key: VirtualKey, hash: string): void {
    this.keyring.addPassing(key, hash);
  }

  findKey(hash: string): VirtualKey | undefined {
    return this.keyring.find(hash);
  }

  /** Ends without a word, as a process does that is killed. For tests. */
  async vanish(): Promise<void> {
    await this.#member.vanish();
    await Promise.all([super.close(), this.shared.close()]);
  }

  override async close(): Promise<void> {
    await this.#member.leave();
    await Promise.all([super.close(), this.shared.close()]);
  }

  #held(reservation: string): Reservation {
    const held = this.#member.reservations.get(Number(reservation));
    if (held) return held;
    throw new Error(
      `ledger.unknown-reservation Reservation ${reservation} is not held: its lease was over, and it was settled as orphaned`,
    );
  }

  /** Throws where a request may not begin: the store is away, or has perhaps given this process's leases to others. */
  async #requireStore(unattended: boolean): Promise<void> {
    const member = this.#member;
    if (!member.isReachable && (unattended || !(await member.comesBack()))) {
      if (!unattended) throw new StoreLostError("the policy lets this workload not go on without it");
      if (member.outbox.backlog >= MOST_UNWRITTEN) throw new StoreLostError("too many records wait to be written");
    }
    if (!member.isForgotten) return;
    // A process that was stopped for a while does not know yet what became of it.
    if (member.isReachable) await this.#answered();
    if (member.isForgotten) throw new StoreLostError("the leases of this process are over");
  }

  /** Waits until the store has answered to what is told now, or taken this process up anew. */
  async #answered(): Promise<void> {
    try {
      await within(STALL_MS, this.#member.commit());
    } catch (error) {
      if (error instanceof StoreLostError) throw error;
      await within(STALL_MS, this.#member.commit());
    }
  }

  /** Waits likewise; says what went wrong to a caller that goes on without the store, at once, with what is leased. */
  async #answeredOrLost(unattended: boolean): Promise<StoreLostError | undefined> {
    try {
      await (unattended ? within(STALL_MS, this.#member.commit("next-or-lost")) : this.#answered());
    } catch (error) {
      if (!unattended || !(error instanceof StoreLostError)) throw error;
      return error;
    }
    return undefined;
  }

  /** Reserves from what is leased here; undefined where the store went away before it could be told. */
  async #hold(
    facts: ReservationFacts,
    amount: MicroUsd,
    claims: readonly BudgetClaim[],
    unattended: boolean,
  ): Promise<number | undefined> {
    const member = this.#member;
    const leases = claims.map((claim) => member.book.of(claim));
    this.#lastReservation += 1;
    const id = this.#lastReservation;
    for (const lease of leases) {
      lease.reserve(amount);
      member.keepAhead(lease);
    }
    const named = leases.map(({ budget, windowStart }) => [budget, windowStart] as const);
    const row = { id, amount, claims: named, facts: JSON.stringify(facts) };
    const held: Reservation = { id, amount, leases, row, unattended, isWritten: false, end: undefined };
    member.reservations.set(id, held);
    member.outbox.hold(row);
    const sent = member.isConnected ? member.outbox.sent() : undefined;
    member.wake();
    try {
      await sent;
    } catch {
      if (!unattended) {
        this.#drop(held);
        return undefined;
      }
    }
    return id;
  }

  /** Ends a reservation that nothing came of. */
  #drop({ id, amount, leases }: Reservation): void {
    for (const lease of leases) lease.end(amount, ZERO_USD);
    this.#member.outbox.end({ drop: id, spent: [] });
    this.#member.reservations.delete(id);
  }

  #refused(claim: BudgetClaim): ReservationResult {
    return { ok: false, budget: claim.budget, windowEnd: claim.windowEnd, ...this.funds(claim) };
  }
}
