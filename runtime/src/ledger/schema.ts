/** The tables of the embedded store, by version. */
import type { DatabaseSync } from "node:sqlite";
import { canonicalJson } from "../policy/generation.ts";
import { chainHash, GENESIS } from "./chain.ts";
import { columnsOf } from "./record-columns.ts";
import type { DecisionRecord } from "./types.ts";

type Migration = (database: DatabaseSync) => void;

const FIRST = `
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
`;

/** Records stand in one table with their place in the chain; `decisions` shows those that are decisions. */
const CHAINED = `
  CREATE TABLE records (
    place INTEGER PRIMARY KEY, hash TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL, key_id TEXT, business_unit TEXT, workload TEXT, sensitivity TEXT, provider TEXT, model TEXT,
    deployment TEXT, outcome TEXT, input_tokens INTEGER, output_tokens INTEGER, cost INTEGER
  ) STRICT;
  CREATE INDEX records_at ON records (at);
  CREATE VIEW decisions AS SELECT * FROM records WHERE kind = 'decision';
`;

/** The statement that adds a record. Its parameters: place, hash, kind, text, and the columns. */
export const INSERT_RECORD = "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/** Chains the records that an older ledger has, in the order in which their requests began. */
function chainOldRecords(database: DatabaseSync): void {
  database.exec("ALTER TABLE decisions RENAME TO old_decisions");
  database.exec(CHAINED);
  const insert = database.prepare(INSERT_RECORD);
  let place = 0;
  let previous = GENESIS;
  for (const row of database.prepare("SELECT record FROM old_decisions ORDER BY at, id").iterate()) {
    const record = JSON.parse(String(row.record)) as DecisionRecord;
    const text = canonicalJson(record);
    place += 1;
    previous = chainHash(previous, text);
    insert.run(place, previous, "decision", text, ...columnsOf(record));
  }
  database.exec("DROP TABLE old_decisions");
}

const KEY_LIMITS = `
  ALTER TABLE virtual_keys ADD COLUMN requests_per_minute INTEGER;
  ALTER TABLE virtual_keys ADD COLUMN tokens_per_minute INTEGER;
`;

const RATE_WINDOWS = "CREATE TABLE rate_windows (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID";

const MIGRATIONS: readonly Migration[] = [
  (database) => database.exec(FIRST),
  chainOldRecords,
  (database) => database.exec(KEY_LIMITS),
  (database) => database.exec(RATE_WINDOWS),
];

/** Brings the tables to the newest version. Throws where the file is of a newer version than this program knows. */
export function migrate(database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const row = database.prepare("PRAGMA user_version").get() as { user_version: number };
    if (row.user_version > MIGRATIONS.length) {
      throw new Error(
        `ledger.newer-version The ledger has version ${row.user_version}; this program knows ${MIGRATIONS.length}. Use a newer Fairlead.`,
      );
    }
    for (const apply of MIGRATIONS.slice(row.user_version)) apply(database);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
