/** Writes that come in one turn of the event loop share one transaction: committing costs more than most of them. */
import type { DatabaseSync, StatementSync } from "node:sqlite";

interface Waiting {
  /** Runs the work and remembers its answer. */
  work: () => void;
  /** Tells the answer. */
  resolve: () => void;
  reject: (error: unknown) => void;
}

export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #onWrite: () => void;
  #waiting: Waiting[] = [];

  /** `onWrite` is called after each transaction, committed or not. */
  constructor(database: DatabaseSync, onWrite: () => void = () => {}) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
    this.#onWrite = onWrite;
  }

  /**
   * Runs work soon, in the order of the calls, in one transaction with what else waits; settles when that is
   * committed. Where it can not be, each work is run once more in a transaction of its own, so that only what itself
   * fails is rejected: work has no effects but on the database.
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: T;
      const waiting: Waiting = {
        work: () => {
          result = work();
        },
        resolve: () => resolve(result),
        reject,
      };
      if (this.#waiting.push(waiting) === 1) setImmediate(() => this.flush());
    });
  }

  /** Runs work at once, in a transaction of its own. Throws what the work throws. */
  now<T>(work: () => T): T {
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // Where the disk is full SQLite has rolled back by itself.
      if (this.#database.isTransaction !== false) this.#rollback.run();
      throw error;
    } finally {
      this.#onWrite();
    }
  }

  /** Writes all that waits. */
  flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length > 1) {
      try {
        this.now(() => {
          for (const { work } of group) work();
        });
        for (const { resolve } of group) resolve();
        return;
      } catch {
        // One of them is at fault; which one shows when each stands alone.
      }
    }
    for (const { work, resolve, reject } of group) {
      try {
        this.now(work);
        resolve();
      } catch (error) {
        reject(error);
      }
    }
  }
}
