/** The embedded store: one SQLite file in write-ahead mode. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { type MicroUsd, microUsd, ZERO_USD } from "../documents/money.ts";
import { canonicalRecord } from "./canonical-record.ts";
import type { Anchor } from "./chain.ts";
import { Checkpointer } from "./checkpointer.ts";
import { GroupCommit } from "./group-commit.ts";
import { orphanRecord } from "./orphan.ts";
import { createOwner, isAlive } from "./owner.ts";
import { removeRecords } from "./remove-records.ts";
import { migrate } from "./schema.ts";
import { SqliteKeys } from "./sqlite-keys.ts";
import { SqliteRecords } from "./sqlite-records.ts";
import { SqliteTexts } from "./sqlite-texts.ts";
import { readWindows, SqliteWindows, type WindowName, windowOf } from "./sqlite-windows.ts";
import type {
  BudgetClaim,
  DecisionRecord,
  Funds,
  LedgerStore,
  RecordFilter,
  ReservationFacts,
  ReservationResult,
  SharedTexts,
  TotalsDimension,
  TotalsRow,
  Verification,
  VirtualKey,
} from "./types.ts";
import { verifyRecords } from "./verify-records.ts";

type Row = Record<string, string | number | null>;
/** So many records are read at once. */
const PAGE = 500;
/** How long what another process may have written since need not be seen in decisions; reserving always looks. */
const FRESH_MS = 5;
const MOST_SEEN = 10_000;

/** A reservation of this process, as it was made. */
interface Held {
  amount: MicroUsd;
  windows: readonly WindowName[];
}

/**
 * Opens the ledger at a path, or in memory with `:memory:`. Reservations that dead processes left behind are settled
 * at their full amount and recorded with the outcome `orphaned`. Throws where the file is not a ledger.
 */
export function openSqliteLedger(file: string, options: Omit<SqliteOptions, "checkpointer"> = {}): SqliteLedger {
  if (file !== ":memory:") mkdirSync(path.dirname(file), { recursive: true });
  return new SqliteLedger(new DatabaseSync(file), {
    ...options,
    ...(file === ":memory:" ? {} : { checkpointer: new Checkpointer(file) }),
  });
}

export interface SqliteOptions {
  /** Several processes serve from the same file, and share rate limits in it. */
  isShared?: boolean;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Copies the log of a database that is a file. */
  checkpointer?: Checkpointer;
}

export class SqliteLedger implements LedgerStore {
  readonly #database: DatabaseSync;
  readonly #checkpointer: Checkpointer | undefined;
  readonly #owner = createOwner();
  readonly #writes: GroupCommit;
  readonly #keys: SqliteKeys;
  readonly #records: SqliteRecords;
  readonly #windows: SqliteWindows;
  /** What this process holds, by reservation: reading it back costs as much as ending it. */
  readonly #held = new Map<string, Held>();
  /** Windows as they were last, for a moment: every decision looks at them, and every transaction has read them. */
  readonly #seen = new Map<string, { funds: Funds; until: number }>();
  readonly #passingKeys = new Map<string, VirtualKey>();
  readonly #statements: Record<"hold" | "held" | "drop", StatementSync>;
  /** How many reservations were found orphaned on opening. */
  readonly orphans: number;

  readonly shared: SharedTexts | undefined;

  constructor(database: DatabaseSync, { isShared = false, now = Date.now, checkpointer }: SqliteOptions = {}) {
    this.#database = database;
    this.#checkpointer = checkpointer;
    // Normal is durable against the death of the process; only a power cut can lose the last transactions.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
    if (checkpointer) database.exec(checkpointer.pragma);
    migrate(database);
    this.#keys = new SqliteKeys(database);
    this.#records = new SqliteRecords(database);
    this.#windows = new SqliteWindows(database);
    this.#writes = new GroupCommit(database, {
      beforeCommit: () => this.#windows.write(),
      afterwards: (committed) => {
        const until = performance.now() + FRESH_MS;
        if (!committed) this.#seen.clear();
        this.#windows.forget(committed ? (key, funds) => this.#seen.set(key, { funds, until }) : undefined);
        this.#records.forgetHead();
        checkpointer?.wrote();
      },
    });
    this.shared = isShared ? new SqliteTexts(database, this.#writes, now) : undefined;
    // Who waits for another process does so without standing still.
    if (isShared) database.exec("PRAGMA busy_timeout = 0");
    this.#statements = {
      hold: database.prepare("INSERT INTO reservations (owner, amount, claims, facts) VALUES (?, ?, ?, ?)"),
      held: database.prepare("SELECT amount, claims FROM reservations WHERE id = ?"),
      drop: database.prepare("DELETE FROM reservations WHERE id = ?"),
    };
    this.orphans = this.settleOrphans();
  }

  reserve(facts: ReservationFacts, amount: MicroUsd, claims: readonly BudgetClaim[]): Promise<ReservationResult> {
    const windows = claims.map(windowOf);
    const heldText = `[${windows.map(({ text }) => text).join(",")}]`;
    const factsText = JSON.stringify(facts);
    const work = (): ReservationResult => {
      for (const [index, claim] of claims.entries()) {
        // The window is there nearly always, so claiming comes first and opening it only where that did nothing.
        if (this.#windows.claim(claim, amount)) continue;
        this.#openWindow(claim);
        if (this.#windows.claim(claim, amount)) continue;
        for (const taken of windows.slice(0, index)) this.#windows.move(taken, amount, ZERO_USD);
        return { ok: false, budget: claim.budget, windowEnd: claim.windowEnd, ...this.#readFunds(claim) };
      }
      const { lastInsertRowid } = this.#statements.hold.run(this.#owner, amount, heldText, factsText);
      return { ok: true, reservation: String(lastInsertRowid) };
    };
    return this.#writes.run(work, (result) => {
      if (result.ok) this.#held.set(result.reservation, { amount, windows });
    });
  }

  settle(reservation: string, cost: MicroUsd, record: DecisionRecord): Promise<void> {
    const text = canonicalRecord(record);
    return this.#ended(reservation, () => {
      this.#endReservation(reservation, cost);
      this.#records.append(record, text);
    });
  }

  release(reservation: string): Promise<void> {
    return this.#ended(reservation, () => this.#endReservation(reservation, ZERO_USD));
  }

  record(record: DecisionRecord): Promise<void> {
    const text = canonicalRecord(record);
    return this.#writes.run(() => this.#records.append(record, text));
  }

  funds(claim: BudgetClaim): Funds {
    const { key } = windowOf(claim);
    const now = performance.now();
    const seen = this.#seen.get(key);
    if (seen && seen.until > now) return seen.funds;
    const funds = this.#readFunds(claim);
    // Windows of the past are not asked for any more.
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seen.set(key, { funds, until: now + FRESH_MS });
    return funds;
  }

  #readFunds(claim: BudgetClaim): Funds {
    // Where no request has claimed the window yet, the budget may be newer than what was spent in it.
    return (
      this.#windows.read(windowOf(claim)) ?? {
        settled: this.#records.sumScope(claim),
        reserved: ZERO_USD,
      }
    );
  }

  spent(claim: BudgetClaim): MicroUsd {
    const { settled, reserved } = this.funds(claim);
    return microUsd(settled + reserved);
  }

  open(claim: BudgetClaim): void {
    if (this.#windows.read(windowOf(claim))) return;
    this.#writes.now(() => this.#openWindow(claim));
  }

  async decision(id: string): Promise<DecisionRecord | undefined> {
    return this.#records.find(id);
  }

  async decisions(limit: number, filter: RecordFilter = {}): Promise<DecisionRecord[]> {
    return this.#records.newest(limit, filter);
  }

  async *records(filter: RecordFilter = {}): AsyncGenerator<DecisionRecord, void> {
    for (let after: number | undefined = 0; after !== undefined; ) {
      const { records, last } = this.#records.page(filter, after, PAGE);
      yield* records;
      after = last;
    }
  }

  async totals(by: readonly TotalsDimension[], filter: RecordFilter = {}): Promise<TotalsRow[]> {
    return this.#records.totals(by, filter);
  }

  async anchors(): Promise<Anchor[]> {
    return [this.#records.head()];
  }

  async verify(noted: readonly Anchor[] = []): Promise<Verification> {
    return verifyRecords(this.#database, noted[0]);
  }

  removeBefore(moment: number, now: number): Promise<number> {
    return removeRecords(this.#database, this.#writes, this.#records, moment, now);
  }

  async addKey(key: VirtualKey, hash: string): Promise<void> {
    this.#keys.add(key, hash);
  }

  addPassingKey(key: VirtualKey, hash: string): void {
    this.#passingKeys.set(hash, key);
  }

  findKey(hash: string): VirtualKey | undefined {
    return this.#passingKeys.get(hash) ?? this.#keys.find(hash);
  }

  async keys(): Promise<VirtualKey[]> {
    return this.#keys.all();
  }

  async revokeKey(id: string, at: number): Promise<boolean> {
    return this.#keys.revoke(id, at);
  }

  close(): void {
    this.#writes.flush();
    this.#checkpointer?.close();
    this.#database.close();
  }

  #openWindow(claim: BudgetClaim): void {
    if (this.#windows.read(windowOf(claim))) return;
    this.#windows.open(claim, this.#records.sumScope(claim));
  }

  /** Runs the end of a reservation, and forgets it once that is written: then the store may use its number again. */
  #ended(reservation: string, end: () => void): Promise<void> {
    return this.#writes.run(end, () => this.#held.delete(reservation));
  }

  #endReservation(reservation: string, cost: MicroUsd): void {
    const { amount, windows } = this.#held.get(reservation) ?? this.#readHeld(reservation);
    if (Number(this.#statements.drop.run(Number(reservation)).changes) !== 1) throw unknownReservation(reservation);
    for (const window of windows) this.#windows.move(window, amount, cost);
  }

  #readHeld(reservation: string): Held {
    const row = this.#statements.held.get(Number(reservation)) as Row | undefined;
    if (!row) throw unknownReservation(reservation);
    return { amount: microUsd(Number(row.amount)), windows: readWindows(String(row.claims)) };
  }

  /** Settles what processes that have died had reserved, at its amount. Says how many requests that were. */
  settleOrphans(): number {
    return this.#writes.now(() => {
      const rows = this.#database.prepare("SELECT id, owner, amount, facts FROM reservations").all() as Row[];
      const orphans = rows.filter((row) => !isAlive(String(row.owner), this.#owner));
      for (const row of orphans) {
        const amount = microUsd(Number(row.amount));
        this.#endReservation(String(row.id), amount);
        const record = orphanRecord(JSON.parse(String(row.facts)) as ReservationFacts, amount);
        // Of a request whose end was recorded, but not the end of what it held: records only ever follow each other.
        if (this.#records.has(record.id)) record.id = `${record.id}.${row.id}`;
        this.#records.append(record, canonicalRecord(record));
      }
      return orphans.length;
    });
  }
}

function unknownReservation(reservation: string): Error {
  return new Error(`ledger.unknown-reservation Reservation ${reservation} is not held`);
}
