/** The tables of the shared store, by version. They stand in a schema of their own, `fairlead`. */
import type { ClientBase } from "pg";
import { EXCHANGE_FUNCTIONS } from "./exchange-functions.ts";
import { MEMBER_FUNCTIONS } from "./member-functions.ts";

/** Any number that other programs are unlikely to lock: the letters of the name. */
const MIGRATION_LOCK = 0x66_61_69_72;

/**
 * `chains`: each process writes its records onto a chain of its own, so that none waits for another; a chain that no
 * process writes is taken up by the next. `budget_windows.settled` is what was spent before anybody leased, and by
 * processes that are gone; the rest stands in `leases`. A lease is what a process may spend, `amount`, and what of it
 * is spent already. `reservations` are requests under way.
 */
const TABLES = `
  CREATE TABLE fairlead.chains (
    id integer PRIMARY KEY, owner text UNIQUE, place bigint NOT NULL DEFAULT 0, hash text NOT NULL
  );
  CREATE TABLE fairlead.records (
    chain integer NOT NULL REFERENCES fairlead.chains, place bigint NOT NULL, hash text NOT NULL, kind text NOT NULL,
    record text NOT NULL, id text NOT NULL UNIQUE, at bigint NOT NULL, key_id text, business_unit text, workload text,
    sensitivity text, provider text, model text, deployment text, outcome text, input_tokens bigint,
    output_tokens bigint, cost bigint, PRIMARY KEY (chain, place)
  );
  CREATE INDEX records_at ON fairlead.records (at);
  CREATE VIEW fairlead.decisions AS SELECT * FROM fairlead.records WHERE kind = 'decision';

  CREATE TABLE fairlead.virtual_keys (
    id text PRIMARY KEY, hash text NOT NULL UNIQUE, name text NOT NULL, business_unit text, default_workload text,
    workloads text NOT NULL, permissions text NOT NULL, created_at bigint NOT NULL, revoked_at bigint,
    requests_per_minute bigint, tokens_per_minute bigint
  );
  CREATE TABLE fairlead.versions (name text PRIMARY KEY, version bigint NOT NULL);
  INSERT INTO fairlead.versions VALUES ('keys', 0);

  CREATE TABLE fairlead.processes (
    id text PRIMARY KEY, chain integer NOT NULL REFERENCES fairlead.chains, lease_ms bigint NOT NULL,
    seen_at timestamptz NOT NULL, last_number bigint NOT NULL DEFAULT 0, health jsonb NOT NULL DEFAULT '[]'
  ) WITH (fillfactor = 50);
  CREATE TABLE fairlead.budget_windows (
    budget text NOT NULL, window_start bigint NOT NULL, window_end bigint NOT NULL, settled bigint NOT NULL,
    wanted_at timestamptz, PRIMARY KEY (budget, window_start)
  );
  CREATE TABLE fairlead.leases (
    budget text NOT NULL, window_start bigint NOT NULL, owner text NOT NULL, amount bigint NOT NULL DEFAULT 0,
    settled bigint NOT NULL DEFAULT 0, PRIMARY KEY (budget, window_start, owner)
  ) WITH (fillfactor = 50);
  CREATE INDEX leases_owner ON fairlead.leases (owner);
  CREATE TABLE fairlead.reservations (
    owner text NOT NULL, id bigint NOT NULL, amount bigint NOT NULL, claims jsonb NOT NULL, facts text NOT NULL,
    PRIMARY KEY (owner, id)
  );
  CREATE TABLE fairlead.rate_windows (name text PRIMARY KEY, state text NOT NULL, seen_at timestamptz NOT NULL);
`;

const MIGRATIONS: readonly string[] = [TABLES + MEMBER_FUNCTIONS + EXCHANGE_FUNCTIONS];

/** The version of the tables; undefined where there are none. Throws where this program is too old for them. */
export async function versionOf(client: ClientBase): Promise<number | undefined> {
  const { rows: tables } = await client.query("SELECT to_regclass('fairlead.migrations') AS there");
  if (tables[0]?.there === null) return undefined;
  const { rows } = await client.query("SELECT coalesce(max(version), 0) AS version FROM fairlead.migrations");
  const version = Number(rows[0]?.version);
  if (version <= MIGRATIONS.length) return version;
  throw new Error(
    `ledger.newer-version The store has version ${version}; this program knows ${MIGRATIONS.length}. Use a newer Fairlead.`,
  );
}

/**
 * Brings the tables to the newest version; several processes may do so at once. Writes nothing where they are, so that
 * roles and servers that only read can be read from. Throws where the database is of a newer version than this program
 * knows, or does not keep its text as UTF-8.
 */
export async function migrate(client: ClientBase): Promise<void> {
  const encoding = await client.query("SHOW server_encoding");
  if (encoding.rows[0]?.server_encoding !== "UTF8")
    throw new Error(`The database keeps its text as ${String(encoding.rows[0]?.server_encoding)}. It must be UTF8.`);
  if ((await versionOf(client)) === MIGRATIONS.length) return;
  await client.query("BEGIN");
  try {
    await client.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    // Asked for first: who may not make schemas may still use one that is there.
    const { rows: schemas } = await client.query("SELECT 1 FROM pg_namespace WHERE nspname = 'fairlead'");
    if (schemas.length === 0) await client.query("CREATE SCHEMA fairlead");
    const before = await versionOf(client);
    if (before === undefined)
      await client.query(
        "CREATE TABLE fairlead.migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL)",
      );
    for (let next = before ?? 0; next < MIGRATIONS.length; next += 1) {
      await client.query(MIGRATIONS[next] ?? "");
      await client.query("INSERT INTO fairlead.migrations VALUES ($1, now())", [next + 1]);
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
