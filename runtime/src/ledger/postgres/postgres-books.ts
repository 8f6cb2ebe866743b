/** The records and keys in the shared store: finding them, adding them up, checking them, removing old ones. */
import pg, { type Pool, type PoolClient, type QueryResultRow } from "pg";
import { type Anchor, formatAnchors } from "../chain.ts";
import { whereOf } from "../record-filter.ts";
import { type Dialect, totalsQuery, totalsRow } from "../totals.ts";
import type {
  BrokenRecord,
  DecisionRecord,
  LedgerBooks,
  RecordFilter,
  TotalsDimension,
  TotalsRow,
  Verification,
  VirtualKey,
} from "../types.ts";
import { ChainCheck, type RecordRow, readCheckpoints } from "../verify-chain.ts";
import { clientSettings, lost } from "./connection.ts";
import { PostgresKeys } from "./postgres-keys.ts";
import { removeFromChain } from "./remove-from-chain.ts";
import { migrate, versionOf } from "./schema.ts";

/** So many records are read at once. */
const PAGE = 500;

const PERIODS = { hour: 'YYYY-MM-DD"T"HH24":00Z"', day: "YYYY-MM-DD", month: "YYYY-MM" } as const;

const DIALECT: Dialect = {
  placeholder: (place) => `$${place}`,
  period: (name) => `to_char(to_timestamp(at / 1000) AT TIME ZONE 'UTC', '${PERIODS[name]}')`,
  decisions: "fairlead.decisions",
};

const CHECKPOINTS = "SELECT record FROM fairlead.records WHERE chain = $1 AND kind = 'checkpoint' ORDER BY place";

interface Text {
  record: string;
}

function parse({ record }: Text): DecisionRecord {
  return JSON.parse(record) as DecisionRecord;
}

/**
 * Opens the records and keys at a URL, `postgres://…`, without serving from it. Rejects where it can not.
 * @param whereMissing what happens where there are no tables
 */
export async function openPostgresBooks(url: string, whereMissing: "make" | "refuse" = "make"): Promise<PostgresBooks> {
  await prepareStore(url, whereMissing);
  return new PostgresBooks(url);
}

/** Brings the store at a URL to the newest version. */
export async function prepareStore(url: string, whereMissing: "make" | "refuse" = "make"): Promise<void> {
  const client = new pg.Client(clientSettings(url));
  try {
    await client.connect();
    if (whereMissing === "refuse" && (await versionOf(client)) === undefined)
      throw new Error("There is no ledger in this database. `fairlead serve --store` makes one.");
    await migrate(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Everything rejects with a StoreLostError where the store can not be reached. */
export class PostgresBooks implements LedgerBooks {
  protected readonly pool: Pool;
  protected readonly keyring: PostgresKeys;

  constructor(url: string) {
    this.pool = new pg.Pool({ ...clientSettings(url), max: 2 });
    // A connection that breaks while nobody uses it is no news.
    this.pool.on("error", () => {});
    this.keyring = new PostgresKeys(this.pool);
  }

  addKey(key: VirtualKey, hash: string): Promise<void> {
    return this.keyring.add(key, hash);
  }

  keys(): Promise<VirtualKey[]> {
    return this.keyring.all();
  }

  revokeKey(id: string, at: number): Promise<boolean> {
    return this.keyring.revoke(id, at);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  async decision(id: string): Promise<DecisionRecord | undefined> {
    const rows = await this.#rows<Text>("SELECT record FROM fairlead.decisions WHERE id = $1", [id]);
    return rows[0] && parse(rows[0]);
  }

  async decisions(limit: number, filter: RecordFilter = {}): Promise<DecisionRecord[]> {
    const { where, values } = whereOf(filter, DIALECT.placeholder);
    const order = `ORDER BY at DESC, id DESC LIMIT $${values.length + 1}`;
    const rows = await this.#rows<Text>(`SELECT record FROM fairlead.decisions${where} ${order}`, [...values, limit]);
    return rows.map(parse);
  }

  async *records(filter: RecordFilter = {}): AsyncIterable<DecisionRecord> {
    const { where, values } = whereOf(filter, DIALECT.placeholder);
    const [chain, place, limit] = [1, 2, 3].map((more) => `$${values.length + more}`);
    const after = `${where === "" ? " WHERE" : `${where} AND`} (chain, place) > (${chain}, ${place})`;
    const query = `SELECT chain, place, record FROM fairlead.decisions${after} ORDER BY chain, place LIMIT ${limit}`;
    for (let last: readonly [number, number] | undefined = [0, 0]; last !== undefined; ) {
      const rows: (Text & { chain: number; place: number })[] = await this.#rows(query, [...values, ...last, PAGE]);
      yield* rows.map(parse);
      const end = rows.at(-1);
      last = rows.length < PAGE || !end ? undefined : [end.chain, end.place];
    }
  }

  async totals(by: readonly TotalsDimension[], filter: RecordFilter = {}): Promise<TotalsRow[]> {
    const { sql, values } = totalsQuery(by, filter, DIALECT);
    const rows = await this.#rows<Record<string, string | number | null>>(sql, values);
    return rows.map((row) => totalsRow(by, row));
  }

  async anchors(): Promise<Anchor[]> {
    return this.#rows<Required<Anchor>>("SELECT id AS chain, place, hash FROM fairlead.chains ORDER BY id", []);
  }

  async verify(noted: readonly Anchor[] = []): Promise<Verification> {
    return this.#transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", async (client) => {
      const { rows: chains } = await client.query<{ id: number; place: number }>(
        "SELECT id, place FROM fairlead.chains ORDER BY id",
      );
      const found: Verification = { records: 0, removed: 0, anchor: "", broken: undefined };
      const anchors: Anchor[] = [];
      const missing = noted.find(({ chain }) => !chains.some(({ id }) => id === chain));
      if (missing)
        found.broken = { place: missing.place, id: null, reason: "the chain that the anchor was noted of is missing" };
      for (const { id, place } of chains) {
        if (found.broken) break;
        const checkpoints = await client.query<RecordRow>(CHECKPOINTS, [id]);
        const check = new ChainCheck(
          readCheckpoints(checkpoints.rows),
          noted.find(({ chain }) => chain === id),
        );
        const broken = (await this.#read(client, id, check)) ?? check.end(place);
        if (broken) found.broken = { ...broken, chain: id };
        found.records += check.records;
        found.removed += check.removed;
        anchors.push({ chain: id, place: check.place, hash: check.hash });
      }
      return { ...found, anchor: formatAnchors(anchors) };
    });
  }

  async removeBefore(moment: number, now: number): Promise<number> {
    const chains = await this.#rows<{ id: number }>("SELECT id FROM fairlead.chains ORDER BY id", []);
    let removed = 0;
    for (const { id } of chains) {
      for (let more = true; more; ) {
        const done = await this.#transaction("BEGIN", (client) => removeFromChain(client, id, moment, now));
        removed += done.removed;
        more = done.more;
      }
    }
    return removed;
  }

  /** Hands all records of a chain to its check, up to one that is broken. */
  async #read(client: PoolClient, chain: number, check: ChainCheck): Promise<BrokenRecord | undefined> {
    for (let after = 0; ; ) {
      const { rows } = await client.query<RecordRow & { place: number }>(
        "SELECT * FROM fairlead.records WHERE chain = $1 AND place > $2 ORDER BY place LIMIT $3",
        [chain, after, PAGE],
      );
      for (const row of rows) {
        const broken = check.read(row);
        if (broken) return broken;
      }
      after = rows.at(-1)?.place ?? after;
      if (rows.length < PAGE) return undefined;
    }
  }

  async #rows<T extends QueryResultRow>(query: string, values: readonly unknown[]): Promise<T[]> {
    try {
      return (await this.pool.query<T>(query, [...values])).rows;
    } catch (error) {
      throw lost(error);
    }
  }

  async #transaction<T>(begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw lost(error);
    });
    let broken = false;
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      broken = await client.query("ROLLBACK").then(
        () => false,
        () => true,
      );
      throw broken ? lost(error) : error;
    } finally {
      client.release(broken);
    }
  }
}
