/**
 * The shared store: any number of processes on one PostgreSQL. Each leases slices of the budgets' windows, so that
 * reserving usually waits for nothing: what is leased counts as taken for all others. Reservations are on their way to
 * the database before a request is sent, records are committed, in groups, before it is answered.
 */
import { randomBytes } from "node:crypto";
import os from "node:os";
import process from "node:process";
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
import { buryDead } from "./bury.ts";
import { Connection, lost } from "./connection.ts";
import type { Lease } from "./lease.ts";
import { LeaseBook, type Reservation } from "./lease-book.ts";
import { type Answer, Messenger } from "./messenger.ts";
import { type Batch, Outbox, type RecordRow } from "./outbox.ts";
import { PostgresBooks, prepareStore } from "./postgres-books.ts";
import { PostgresTexts } from "./texts.ts";

/** A lease of a process that is not heard of for so long comes back. Milliseconds. */
const LEASE_MS = 30_000;
/** How often a process is heard of at least. Milliseconds. */
const BEAT_MS = 1_000;
/** A store that does not answer for so long is away. Milliseconds. */
const STALL_MS = 2_000;
/** How long the beginning of a request waits for a connection that has just broken. Milliseconds. */
const BLIP_MS = 1_000;
/** How long the end of a request waits for a store that is away. Milliseconds. */
const PATIENCE_MS = 5_000;
/** How far ahead money is leased where that only saves round trips. Milliseconds. */
const AHEAD_MS = 2_000;
/** So many records are kept while the store is away; then nothing is served any more. */
const MOST_UNWRITTEN = 50_000;
/** So often a request asks for a lease that another request takes from under its nose. */
const MOST_TRIES = 4;

export interface PostgresOptions {
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
  await ledger.start();
  return ledger;
}

function rowOf(record: DecisionRecord): RecordRow {
  return [canonicalRecord(record), "decision", ...columnsOf(record)];
}

export class PostgresLedger extends PostgresBooks implements LedgerStore {
  /** Orphans are found later: a process counts as dead only when its lease is over. */
  readonly orphans = 0;
  readonly #monotonic: () => number;
  readonly #now: () => number;
  readonly #fault: (error: unknown) => void;
  readonly #leaseMs: number;
  readonly #beatMs: number;
  readonly #outbox = new Outbox();
  readonly #book: LeaseBook;
  readonly #connection: Connection;
  readonly #messenger: Messenger;
  readonly #reservations = new Map<number, Reservation>();
  readonly #listeners: (() => void)[] = [];
  /** Windows that requests which go on without the store count in, by the moment of the last. */
  readonly #unattended = new Map<Lease, number>();
  readonly shared: PostgresTexts;
  #owner = "";
  #reservation = 0;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #connectedAt = 0;
  #lostAt = Number.NEGATIVE_INFINITY;
  /** Who waits for the connection to come back. */
  readonly #returning: (() => void)[] = [];
  #closing = false;
  #hints: () => HealthHint[] = () => [];
  #onHints: (hints: readonly HealthHint[]) => void = () => {};

  constructor(url: string, options: PostgresOptions) {
    super(url);
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#now = options.now ?? Date.now;
    this.#fault = options.fault ?? (() => {});
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#beatMs = Math.min(BEAT_MS, this.#leaseMs / 6);
    this.#book = new LeaseBook(this.#outbox, this.#monotonic);
    this.shared = new PostgresTexts(url);
    this.#connection = new Connection(url, {
      up: () => {
        this.#connectedAt = this.#monotonic();
        for (const tell of this.#returning.splice(0)) tell();
        this.#messenger.resend();
      },
      down: (error) => {
        this.#lostAt = this.#monotonic();
        this.#messenger.lost();
        this.#outbox.giveUp(error);
      },
      notice: (word) => this.#noticed(word),
    });
    this.#messenger = new Messenger({
      connection: this.#connection,
      outbox: this.#outbox,
      owner: () => this.#owner,
      horizon: (lease) => this.#horizon(lease),
      monotonic: this.#monotonic,
      answered: (answer, batch, later) => this.#answered(answer, batch, later),
      gone: (unanswered) => void this.#begin(unanswered),
      fault: this.#fault,
    });
  }

  /** Joins those that share the store. */
  async start(): Promise<void> {
    await this.keyring.load();
    await this.#join();
    await this.#connection.open();
    this.#timer = setInterval(() => this.#beat(), this.#beatMs);
    this.#timer.unref();
  }

  /** Whether the store answers. */
  get isReachable(): boolean {
    const since = this.#messenger.waitingSince;
    return this.#connection.isUp && (since === undefined || this.#monotonic() - since < STALL_MS);
  }

  async reserve(facts: ReservationFacts, amount: MicroUsd, claims: readonly BudgetClaim[]): Promise<ReservationResult> {
    const unattended = facts.unattended === true;
    for (let tries = 0; ; tries += 1) {
      if (!this.isReachable && (unattended || !(await this.#comesBack()))) this.#requireUnattended(unattended);
      const misfit = this.#book.misfit(claims, amount);
      if (!misfit) {
        const id = await this.#hold(facts, amount, claims, unattended);
        if (id !== undefined) return { ok: true, reservation: String(id) };
        continue;
      }
      if (!this.isReachable) throw new StoreLostError(`what was leased of budget ${misfit.budget} is used up`);
      if (tries === MOST_TRIES) return this.#refused(misfit);
      this.#book.ask(claims, amount);
      await this.#within(STALL_MS, this.#commit());
      const still = this.#book.misfit(claims, amount);
      const lease = still && this.#book.of(still);
      if (
        still?.blockAt !== undefined &&
        lease &&
        lease.othersTaken + lease.spent + lease.reserved + amount > still.blockAt
      )
        return this.#refused(still);
    }
  }

  async settle(reservation: string, cost: MicroUsd, record: DecisionRecord): Promise<void> {
    const held = this.#held(reservation);
    const row = rowOf(record);
    if (held.end) {
      // Its caller was told of a failure meanwhile, and the record should say so if it still can.
      this.#outbox.replace(held.end.row, row);
      held.end.row = row;
      if (!this.isReachable) throw new StoreLostError("the end of a request can not be written yet");
      return this.#within(PATIENCE_MS, held.end.committed);
    }
    this.#book.end(held, cost);
    this.#outbox.drop(held.id);
    this.#outbox.record(row);
    const committed = this.#commit();
    held.end = { row, cost, committed };
    const forget = (): void => void this.#reservations.delete(held.id);
    committed.then(forget, forget);
    if (held.unattended && !this.isReachable) return undefined;
    return this.#within(PATIENCE_MS, committed);
  }

  async release(reservation: string): Promise<void> {
    const held = this.#held(reservation);
    this.#book.end(held, ZERO_USD);
    this.#outbox.drop(held.id);
    this.#reservations.delete(held.id);
    // What comes free is free here already; the store hears of it with what is said next.
    this.#messenger.wake();
  }

  async record(record: DecisionRecord): Promise<void> {
    if (this.#outbox.unsentRecords.length >= MOST_UNWRITTEN)
      throw new StoreLostError("too many records wait to be written");
    this.#outbox.record(rowOf(record));
    const committed = this.#commit();
    if (this.isReachable) await this.#within(PATIENCE_MS, committed);
  }

  funds(claim: BudgetClaim): Funds {
    return this.#book.of(claim).funds;
  }

  spent(claim: BudgetClaim): MicroUsd {
    const { settled, reserved } = this.funds(claim);
    return microUsd(settled + reserved);
  }

  open(claim: BudgetClaim): void {
    this.#book.of(claim);
    this.#messenger.wake();
  }

  /** Learns what is spent in windows, so that the first request knows. */
  async preload(claims: readonly BudgetClaim[]): Promise<void> {
    if (claims.length === 0) return;
    for (const claim of claims) this.#outbox.look(this.#book.of(claim));
    await this.#within(PATIENCE_MS, this.#commit());
  }

  /** Says that somebody waits for money of these windows, which others may hold and not need. */
  want(claims: readonly BudgetClaim[]): void {
    for (const claim of claims) if (claim.blockAt !== undefined) this.#outbox.want(this.#book.of(claim));
    this.#messenger.wake();
  }

  /** Calls back whenever the store has said something new. */
  onNews(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Shares what this process sees of the deployments' health, and hears what the others see. */
  shareHealth(hints: () => HealthHint[], heard: (hints: readonly HealthHint[]) => void): void {
    this.#hints = hints;
    this.#onHints = heard;
  }

  addPassingKey(key: VirtualKey, hash: string): void {
    this.keyring.addPassing(key, hash);
  }

  findKey(hash: string): VirtualKey | undefined {
    return this.keyring.find(hash);
  }

  /** Ends without a word, as a process does that is killed. For tests. */
  vanish(): void {
    this.#closing = true;
    clearInterval(this.#timer);
    void Promise.all([this.#connection.close(), super.close(), this.shared.close()]);
  }

  override async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    const until = this.#monotonic() + PATIENCE_MS;
    while (this.#connection.isUp && !this.#messenger.isIdle && this.#monotonic() < until) {
      this.#messenger.wake();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await this.#beating;
    await this.#connection.close();
    await this.pool.query("SELECT fairlead.leave_fleet($1)", [this.#owner]).catch(() => {});
    await Promise.all([super.close(), this.shared.close()]);
  }

  #held(reservation: string): Reservation {
    const held = this.#reservations.get(Number(reservation));
    if (held) return held;
    throw new Error(
      `ledger.unknown-reservation Reservation ${reservation} is not held: its lease was over, and it was settled as orphaned`,
    );
  }

  /** Throws where a request may not go on while the store is away. */
  #requireUnattended(unattended: boolean): void {
    if (!unattended) throw new StoreLostError("the policy lets this workload not go on without it");
    if (this.#outbox.unsentRecords.length >= MOST_UNWRITTEN)
      throw new StoreLostError("too many records wait to be written");
    // From then on others may take the lease back.
    if (this.#monotonic() - this.#messenger.heardAt > this.#leaseMs * 0.8)
      throw new StoreLostError("the leases of this process are over");
  }

  /** Reserves from what is leased here; undefined where the store went away before it could be told. */
  async #hold(
    facts: ReservationFacts,
    amount: MicroUsd,
    claims: readonly BudgetClaim[],
    unattended: boolean,
  ): Promise<number | undefined> {
    const leases = claims.map((claim) => this.#book.of(claim));
    this.#reservation += 1;
    const id = this.#reservation;
    for (const lease of leases) {
      lease.reserve(amount);
      if (unattended) this.#unattended.set(lease, this.#monotonic());
    }
    const named = leases.map(({ budget, windowStart }) => [budget, windowStart] as const);
    const row = { id, amount, claims: named, facts: JSON.stringify(facts) };
    const held: Reservation = { id, amount, leases, row, unattended, isWritten: false, end: undefined };
    this.#reservations.set(id, held);
    this.#outbox.hold(row);
    const sent = this.#connection.isUp ? this.#outbox.sent() : undefined;
    this.#messenger.wake();
    try {
      await sent;
    } catch {
      if (!unattended) {
        this.#book.end(held, ZERO_USD);
        this.#outbox.drop(id);
        this.#reservations.delete(id);
        return undefined;
      }
    }
    return id;
  }

  /** Waits a moment for a connection that has just broken: a database that moves or restarts refuses nobody. */
  async #comesBack(): Promise<boolean> {
    const left = this.#lostAt + BLIP_MS - this.#monotonic();
    if (this.#connection.isUp || left <= 0) return this.isReachable;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      this.#returning.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.isReachable;
  }

  #refused(claim: BudgetClaim): ReservationResult {
    return { ok: false, budget: claim.budget, windowEnd: claim.windowEnd, ...this.funds(claim) };
  }

  #commit(): Promise<void> {
    const committed = this.#outbox.committed();
    // Not everybody waits for it to the end.
    committed.catch(() => {});
    this.#messenger.wake();
    return committed;
  }

  async #within(milliseconds: number, work: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new StoreLostError("it does not answer in time")), milliseconds);
    });
    try {
      await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #horizon(lease: Lease): number {
    const last = this.#unattended.get(lease);
    if (last === undefined) return AHEAD_MS;
    if (this.#monotonic() - last < 10 * this.#leaseMs) return Math.max(AHEAD_MS, this.#leaseMs);
    this.#unattended.delete(lease);
    return AHEAD_MS;
  }

  #answered(answer: Answer, batch: Batch, later: readonly Batch[]): void {
    for (const { id } of batch.holds) {
      const held = this.#reservations.get(id);
      if (held) held.isWritten = true;
    }
    this.#book.learn(answer.windows, later);
    // Those who have waited for this answer come first.
    setImmediate(() => {
      this.#book.yieldWanted();
      this.#messenger.wake();
    });
    if (answer.health) this.#onHints(answer.health as HealthHint[]);
    if (answer.keys !== this.keyring.version) this.keyring.load().catch(this.#fault);
    for (const listener of this.#listeners) listener();
  }

  #noticed(word: string): void {
    if (word === "keys") this.keyring.load().catch(this.#fault);
    if (word === "wanted" || word === "freed") this.#book.lookAround();
    this.#messenger.wake();
  }

  #beat(): void {
    const since = this.#messenger.waitingSince;
    if (since !== undefined && this.#monotonic() - since > STALL_MS) this.#connection.drop("it does not answer");
    if (!this.#connection.isUp) return;
    this.#book.beat(this.#beatMs, (lease) => this.#horizon(lease), this.#now());
    this.#outbox.health(this.#hints());
    this.#messenger.wake();
    // After the store was away for all, the others get as long to be heard of as a lease lasts.
    if (this.#closing || this.#monotonic() - this.#connectedAt < this.#leaseMs) return;
    this.#beating = this.#beating.then(() => buryDead(this.pool, this.#owner)).catch(this.#fault);
  }

  async #join(): Promise<void> {
    const owner = `${os.hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
    try {
      await this.pool.query("SELECT fairlead.join_fleet($1, $2)", [owner, Math.round(this.#leaseMs)]);
      this.#owner = owner;
    } catch (error) {
      throw lost(error);
    }
  }

  /** Others have buried this process while it was not heard of: it begins anew, with what they do not know of. */
  async #begin(unanswered: readonly Batch[]): Promise<void> {
    this.#fault(new Error("The leases of this process were over; what it had reserved was settled as orphaned."));
    this.#messenger.isPaused = true;
    const rows = new Set([...unanswered.flatMap(({ records }) => records), ...this.#outbox.unsentRecords]);
    const buried = new Error("ledger.unknown-reservation Its lease was over, and it was settled as orphaned");
    this.#outbox.discard(buried);
    for (const { waiting } of unanswered) for (const { reject } of waiting) reject(buried);
    this.#book.forfeit();
    for (const [id, held] of this.#reservations) {
      if (held.isWritten) {
        if (held.end) rows.delete(held.end.row);
        this.#reservations.delete(id);
      } else if (held.end) {
        for (const lease of held.leases) this.#book.spendAnew(lease, held.end.cost);
        this.#reservations.delete(id);
      } else {
        for (const lease of held.leases) lease.reserve(held.amount);
        this.#outbox.hold(held.row);
      }
    }
    for (const row of rows) this.#outbox.record(row);
    while (!this.#closing) {
      try {
        await this.#join();
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, this.#beatMs));
      }
    }
    this.#messenger.isPaused = false;
    this.#messenger.wake();
  }
}
