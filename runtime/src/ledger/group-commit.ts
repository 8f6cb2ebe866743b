/** Writes that come in one turn of the event loop share one transaction: committing costs more than most of them. */
import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Work that waits to be written, and who waits for it. */
class Waiting<T> {
  readonly #work: () => T;
  readonly #written: ((result: T) => void) | undefined;
  readonly #resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
  #result: T | undefined;

  constructor(
    work: () => T,
    written: ((result: T) => void) | undefined,
    resolve: (result: T) => void,
    reject: (error: unknown) => void,
  ) {
    this.#work = work;
    this.#written = written;
    this.#resolve = resolve;
    this.reject = reject;
  }

  /** Runs the work and remembers its answer. */
  run(): void {
    this.#result = this.#work();
  }

  /** Tells the answer: it is committed. */
  tell(): void {
    const result = this.#result as T;
    this.#written?.(result);
    this.#resolve(result);
  }
}

/** Another process writes for a fraction of that. Milliseconds. */
const RETRY_MS = 1;
/** How long a group waits for another process that writes. Milliseconds. */
const BUSY_MS = 5_000;
/** SQLite's primary result code for that. */
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && (errcode & 0xff) === SQLITE_BUSY;
}

/** Stands still, as SQLite itself would. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

interface CommitHooks {
  /** Within each transaction, as its last work. */
  beforeCommit?: () => void;
  /** After each transaction, committed or not. */
  afterwards?: (committed: boolean) => void;
}

export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #hooks: CommitHooks;
  readonly #busyMs: number;
  #waiting: Waiting<unknown>[] = [];
  /** Since when the group that waits is put off. Milliseconds since 1970. */
  #putOffSince: number | undefined;

  constructor(database: DatabaseSync, hooks: CommitHooks = {}, busyMs = BUSY_MS) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
    this.#hooks = hooks;
    this.#busyMs = busyMs;
  }

  /**
   * Runs work soon, in the order of the calls, in one transaction with what else waits; settles when that is
   * committed. Where it can not be, each work is run once more in a transaction of its own, so that only what itself
   * fails is rejected: work has no effects but on the database. `written` is told of its answer once it is committed.
   */
  run<T>(work: () => T, written?: (result: T) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = new Waiting(work, written, resolve, reject);
      if (this.#waiting.push(waiting as Waiting<unknown>) === 1) setImmediate(this.#write);
    });
  }

  /** Runs work at once, in a transaction of its own. Throws what the work throws. */
  now<T>(work: () => T): T {
    this.#beginPatiently();
    return this.#inTransaction(work);
  }

  /** Writes all that waits, at once. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    this.#beginPatiently();
    this.#writeAll();
  }

  /**
   * Writes all that waits, or puts it off where another process is writing, without standing still meanwhile: where
   * that takes too long, or no transaction can be begun at all, everybody is told so.
   */
  readonly #write = (): void => {
    if (this.#waiting.length === 0) return;
    this.#putOffSince ??= Date.now();
    try {
      this.#begin.run();
    } catch (error) {
      if (isBusy(error) && Date.now() - this.#putOffSince < this.#busyMs) {
        setTimeout(this.#write, RETRY_MS);
        return;
      }
      this.#putOffSince = undefined;
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
      return;
    }
    this.#writeAll();
  };

  /** Ends the transaction that has begun, with all that waits in it. */
  #writeAll(): void {
    const group = this.#waiting.splice(0);
    this.#putOffSince = undefined;
    try {
      this.#inTransaction(() => {
        for (const waiting of group) waiting.run();
      });
    } catch {
      this.#writeEach(group);
      return;
    }
    for (const waiting of group) waiting.tell();
  }

  /** Each in a transaction of its own: one of them is at fault, and which one shows when each stands alone. */
  #writeEach(group: readonly Waiting<unknown>[]): void {
    let locked: unknown;
    for (const waiting of group) {
      try {
        // To wait for the same writer again for each would take all the time that there is.
        if (locked !== undefined) throw locked;
        this.now(() => waiting.run());
        waiting.tell();
      } catch (error) {
        if (isBusy(error)) locked = error;
        waiting.reject(error);
      }
    }
  }

  #beginPatiently(): void {
    for (const since = Date.now(); !this.#mayBegin(); pause()) if (Date.now() - since > this.#busyMs) this.#begin.run();
  }

  /** Begins a transaction, unless another process is writing and SQLite does not wait for it. */
  #mayBegin(): boolean {
    try {
      this.#begin.run();
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  }

  #inTransaction<T>(work: () => T): T {
    let committed = false;
    try {
      const result = work();
      this.#hooks.beforeCommit?.();
      this.#commit.run();
      committed = true;
      return result;
    } catch (error) {
      // Where the disk is full SQLite has rolled back by itself.
      if (this.#database.isTransaction !== false) this.#rollback.run();
      throw error;
    } finally {
      this.#hooks.afterwards?.(committed);
    }
  }
}
