/** This process as one of those that share a store: it joins, is heard of, tells what it did, and begins anew. */
import { randomBytes } from "node:crypto";
import os from "node:os";
import process from "node:process";
import type { Pool } from "pg";
import type { MicroUsd } from "../../documents/money.ts";
import { StoreLostError } from "../store-lost.ts";
import type { HealthHint } from "../types.ts";
import { buryDead } from "./bury.ts";
import { Connection, lost } from "./connection.ts";
import type { Lease } from "./lease.ts";
import { LeaseBook, type Reservation } from "./lease-book.ts";
import { type Answer, Messenger } from "./messenger.ts";
import { type Awaited, type Batch, Outbox } from "./outbox.ts";
import type { PostgresKeys } from "./postgres-keys.ts";
import { within } from "./within.ts";

/** How often a process is heard of at least. Milliseconds. */
const BEAT_MS = 1_000;
/** A store that does not answer for so long is away. Milliseconds. */
export const STALL_MS = 2_000;
/** A beat that is so late tells that this process itself stood still. Milliseconds. */
const STOOD_STILL_MS = 500;
/** How long the end of a request, or of the process, waits for a store that is away. Milliseconds. */
export const PATIENCE_MS = 5_000;
/** How long the beginning of a request waits for a connection that has just broken. Milliseconds. */
const BLIP_MS = 1_000;
/** How far ahead money is leased where that only saves round trips. Milliseconds. */
const AHEAD_MS = 2_000;
/** The part of its time after which a lease is used no more: from its end on others may take it back. */
const SAFE_PART = 0.8;

export interface MemberOptions {
  url: string;
  pool: Pool;
  keyring: PostgresKeys;
  leaseMs: number;
  monotonic: () => number;
  /** Milliseconds since 1970. */
  now: () => number;
  fault: (error: unknown) => void;
}

export class Member {
  readonly outbox = new Outbox();
  readonly book: LeaseBook;
  readonly reservations = new Map<number, Reservation>();
  /** Told whenever the store has said something new. */
  readonly listeners: (() => void)[] = [];
  /** What this process sees of the deployments' health, and who hears what the others see. */
  hints: () => HealthHint[] = () => [];
  onHints: (hints: readonly HealthHint[]) => void = () => {};
  readonly #options: MemberOptions;
  readonly #beatMs: number;
  readonly #connection: Connection;
  readonly #messenger: Messenger;
  /** Windows that requests which go on without the store count in, by the moment of the last. */
  readonly #unattended = new Map<Lease, number>();
  /** Who waits for the connection to come back. */
  readonly #returning: (() => void)[] = [];
  #owner = "";
  #timer: NodeJS.Timeout | undefined;
  #burying: Promise<void> = Promise.resolve();
  /** Moments, in monotonic milliseconds. */
  #beatAt = 0;
  /** Since when this process has not stood still for long. */
  #awakeSince = Number.NEGATIVE_INFINITY;
  #connectedAt = 0;
  #lostAt = Number.NEGATIVE_INFINITY;
  /** The moment of the last answered batch by the calendar, which also goes on while the machine sleeps. */
  #heardAt = 0;
  #closing = false;
  /** Told when this process hears itself. */
  #greeted: () => void = () => {};

  constructor(options: MemberOptions) {
    this.#options = options;
    const { url, monotonic, leaseMs, fault } = options;
    this.#beatMs = Math.min(BEAT_MS, leaseMs / 6);
    this.book = new LeaseBook(this.outbox, monotonic);
    this.#connection = new Connection(url, {
      up: () => {
        this.#connectedAt = monotonic();
        for (const tell of this.#returning.splice(0)) tell();
        this.#messenger.resend();
      },
      down: (error) => {
        this.#lostAt = monotonic();
        this.#messenger.lost(error);
        this.outbox.giveUp(error);
      },
      notice: (word) => this.#noticed(word),
    });
    this.#messenger = new Messenger({
      connection: this.#connection,
      outbox: this.outbox,
      owner: () => this.#owner,
      horizon: (lease) => this.#horizon(lease),
      monotonic,
      answered: (answer, batch, later) => this.#answered(answer, batch, later),
      gone: (unanswered) => void this.#beginAnew(unanswered),
      fault,
    });
  }

  async start(): Promise<void> {
    await this.#join();
    await this.#connection.open();
    await this.#requireNotices();
    await within(PATIENCE_MS, this.commit());
    this.#beatAt = this.#options.monotonic();
    this.#timer = setInterval(() => this.#beat(), this.#beatMs);
    this.#timer.unref();
  }

  /** Says something on one connection that must be heard on the other. */
  async #requireNotices(): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      this.#greeted = resolve;
    });
    try {
      await this.#options.pool.query("SELECT pg_notify('fairlead', $1)", [this.#owner]);
      await within(PATIENCE_MS, heard);
    } catch (error) {
      await this.#connection.close();
      throw new Error(
        "ledger.no-notices What one connection to the store says (NOTIFY), another does not hear: is a pooler in between " +
          "that gives each transaction another connection? Connect directly, or have it pool sessions.",
        { cause: error },
      );
    }
  }

  get isConnected(): boolean {
    return this.#connection.isUp;
  }

  /** Whether the store answers. */
  get isReachable(): boolean {
    return this.#connection.isUp && this.#silence < STALL_MS;
  }

  /**
   * For how long the store has left this process without an answer, milliseconds. Where the process itself stood still
   * the answer may lie there unread: that time is not the store's.
   */
  get #silence(): number {
    const since = this.#messenger.waitingSince;
    return since === undefined ? 0 : this.#options.monotonic() - Math.max(since, this.#awakeSince);
  }

  /** Whether others may have taken back what this process had leased, so that it must ask before it goes on. */
  get isForgotten(): boolean {
    const { monotonic, now, leaseMs } = this.#options;
    const silence = Math.max(monotonic() - this.#messenger.heardAt, now() - this.#heardAt);
    return silence > leaseMs * SAFE_PART;
  }

  /** Waits a moment for a connection that has just broken: a database that moves or restarts refuses nobody. */
  async comesBack(): Promise<boolean> {
    const left = this.#lostAt + BLIP_MS - this.#options.monotonic();
    if (!this.#connection.isUp && left > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#returning.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    return this.isReachable;
  }

  /** Sends soon what there is to tell. */
  wake(): void {
    this.#messenger.wake();
  }

  /** Sends soon what there is to tell; settles when what is awaited is committed. Need not be waited for. */
  commit(what: Awaited = "next"): Promise<void> {
    const committed = this.outbox.committed(what);
    committed.catch(() => {});
    this.#messenger.wake();
    return committed;
  }

  /** A request of this amount, which may go on without the store: money is leased as far ahead as a lease lasts. */
  noteUnattended(lease: Lease, amount: MicroUsd): void {
    this.#unattended.set(lease, this.#options.monotonic());
    lease.rely(amount);
  }

  /** Asks, with what is told anyway, for more where little is left for requests that go on without the store. */
  keepAhead(lease: Lease): void {
    if (lease.isRelied) this.book.keepAhead(lease, this.#horizon(lease));
  }

  /** Tells what is left to tell, and leaves. */
  async leave(): Promise<void> {
    this.#stop();
    const until = this.#options.monotonic() + PATIENCE_MS;
    while (this.#connection.isUp && !this.#messenger.isIdle && this.#options.monotonic() < until) {
      this.#messenger.wake();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await within(PATIENCE_MS, this.#burying).catch(() => {});
    await this.#connection.close();
    const left = this.#options.pool.query("SELECT fairlead.leave_fleet($1)", [this.#owner]);
    await within(PATIENCE_MS, left).catch(() => {});
  }

  /** Ends without a word, as a process does that is killed. */
  async vanish(): Promise<void> {
    this.#stop();
    await this.#connection.close();
  }

  #stop(): void {
    this.#closing = true;
    clearInterval(this.#timer);
  }

  #horizon(lease: Lease): number {
    const last = this.#unattended.get(lease);
    if (last === undefined) return AHEAD_MS;
    const { monotonic, leaseMs } = this.#options;
    if (monotonic() - last < 10 * leaseMs) return Math.max(AHEAD_MS, leaseMs);
    this.#unattended.delete(lease);
    lease.isRelied = false;
    return AHEAD_MS;
  }

  #answered(answer: Answer, batch: Batch, later: readonly Batch[]): void {
    const { keyring, now, monotonic, fault } = this.#options;
    this.#heardAt = now() - (monotonic() - batch.sentAt);
    for (const { id } of batch.holds) {
      const held = this.reservations.get(id);
      if (held) held.isWritten = true;
    }
    this.book.learn(answer.windows, batch, later);
    // Those who have waited for this answer come first.
    setImmediate(() => {
      this.book.yieldWanted();
      this.#messenger.wake();
    });
    if (answer.health) this.onHints(answer.health as HealthHint[]);
    if (answer.keys !== keyring.version) keyring.refresh().catch(fault);
    for (const listener of this.listeners) listener();
  }

  #noticed(word: string): void {
    if (word === this.#owner) {
      this.#greeted();
      return;
    }
    const { keyring, fault } = this.#options;
    if (word === "keys") keyring.refresh().catch(fault);
    if (word === "wanted" || word === "freed") this.book.lookAround();
    this.#messenger.wake();
  }

  #beat(): void {
    const { monotonic, now, leaseMs, pool, fault } = this.#options;
    const beatAt = monotonic();
    if (beatAt - this.#beatAt > this.#beatMs + STOOD_STILL_MS) this.#awakeSince = beatAt;
    this.#beatAt = beatAt;
    if (this.#silence > STALL_MS) this.#connection.drop("it does not answer");
    if (!this.#connection.isUp) return;
    this.book.beat(this.#beatMs, (lease) => this.#horizon(lease), now());
    this.outbox.health(this.hints());
    this.#messenger.wake();
    // After the store was away for all, the others get as long to be heard of as a lease lasts.
    if (this.#closing || monotonic() - this.#connectedAt < leaseMs) return;
    this.#burying = this.#burying.then(() => buryDead(pool, this.#owner)).catch(fault);
  }

  async #join(): Promise<void> {
    const { pool, leaseMs } = this.#options;
    const owner = `${os.hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
    try {
      await pool.query("SELECT fairlead.join_fleet($1, $2)", [owner, Math.round(leaseMs)]);
      this.#owner = owner;
    } catch (error) {
      throw lost(error);
    }
  }

  /** Others have buried this process while it was not heard of: it begins anew, with what they do not know of. */
  async #beginAnew(unanswered: readonly Batch[]): Promise<void> {
    this.#options.fault(
      new StoreLostError("the leases of this process were over, and what it had reserved was settled as orphaned"),
    );
    this.#messenger.isPaused = true;
    const rows = new Set([...unanswered.flatMap(({ records }) => records), ...this.outbox.unsentRecords]);
    const buried = new Error("ledger.unknown-reservation Its lease was over, and it was settled as orphaned");
    this.outbox.discard(buried);
    for (const { waiting } of unanswered) for (const { reject } of waiting) reject(buried);
    this.book.forfeit();
    for (const [id, held] of this.reservations) {
      if (held.end) rows.delete(held.end.row);
      if (held.isWritten) this.reservations.delete(id);
      else if (held.end) {
        const { row, cost } = held.end;
        for (const lease of held.leases) lease.spent += cost;
        this.outbox.end({ row, spent: held.leases.map((lease) => [lease, cost]) });
        this.reservations.delete(id);
      } else {
        for (const lease of held.leases) lease.reserve(held.amount);
        this.outbox.hold(held.row);
      }
    }
    for (const row of rows) this.outbox.end({ row, spent: [] });
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
