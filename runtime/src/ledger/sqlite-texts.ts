/** Texts that several processes on one embedded ledger change: the state of their rate limits. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { GroupCommit } from "./group-commit.ts";
import type { Change, SharedTexts } from "./types.ts";

export class SqliteTexts implements SharedTexts {
  readonly #writes: GroupCommit;
  readonly #now: () => number;
  readonly #find: StatementSync;
  readonly #put: StatementSync;

  /** `now` is milliseconds since 1970. */
  constructor(database: DatabaseSync, writes: GroupCommit, now: () => number) {
    this.#writes = writes;
    this.#now = now;
    this.#find = database.prepare("SELECT state FROM rate_windows WHERE name = ?");
    this.#put = database.prepare(
      "INSERT INTO rate_windows VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state",
    );
  }

  change<T>(name: string, change: Change<T>): Promise<T> {
    return this.#writes.run(() => {
      const row = this.#find.get(name);
      const { text, result } = change(row === undefined ? undefined : String(row.state), this.#now());
      this.#put.run(name, text);
      return result;
    });
  }
}
