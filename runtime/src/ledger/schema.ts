/** The tables of the embedded store, by version. */
import type { DatabaseSync } from "node:sqlite";

const VERSIONS: readonly string[] = [
  `
  CREATE TABLE virtual_keys (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, business_unit TEXT, default_workload TEXT,
    workloads TEXT NOT NULL, permissions TEXT NOT NULL, created_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT;
  CREATE TABLE budget_windows (
    budget TEXT NOT NULL, window_start INTEGER NOT NULL, window_end INTEGER NOT NULL,
    reserved INTEGER NOT NULL CHECK (reserved >= 0), settled INTEGER NOT NULL CHECK (settled >= 0),
    PRIMARY KEY (budget, window_start)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reservations (
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, amount INTEGER NOT NULL, claims TEXT NOT NULL, facts TEXT NOT NULL
  ) STRICT;
  CREATE TABLE decisions (
    id TEXT PRIMARY KEY, at INTEGER NOT NULL, business_unit TEXT NOT NULL, workload TEXT NOT NULL, provider TEXT,
    model TEXT, deployment TEXT, outcome TEXT NOT NULL, input_tokens INTEGER, output_tokens INTEGER, cost INTEGER,
    record TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX decisions_at ON decisions (at);
  `,
];

/** Brings the tables to the newest version. Throws where the file is of a newer version than this program knows. */
export function migrate(database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const row = database.prepare("PRAGMA user_version").get() as { user_version: number };
    if (row.user_version > VERSIONS.length) {
      throw new Error(
        `ledger.newer-version The ledger has version ${row.user_version}; this program knows ${VERSIONS.length}. Use a newer Fairlead.`,
      );
    }
    for (const statements of VERSIONS.slice(row.user_version)) database.exec(statements);
    database.exec(`PRAGMA user_version = ${VERSIONS.length}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
