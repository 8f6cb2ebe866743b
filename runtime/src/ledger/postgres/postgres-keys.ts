/** Virtual keys in the shared store. Every process knows all of them, since each request asks for one. */
import type { Pool, PoolClient } from "pg";
import { keyValues } from "../keys.ts";
import type { KeyPermission, VirtualKey } from "../types.ts";
import { lost } from "./connection.ts";

interface KeyRow {
  id: string;
  hash: string;
  name: string;
  business_unit: string | null;
  default_workload: string | null;
  workloads: string;
  permissions: string;
  created_at: number;
  revoked_at: number | null;
  requests_per_minute: number | null;
  tokens_per_minute: number | null;
}

function fromRow(row: KeyRow): VirtualKey {
  return {
    id: row.id,
    name: row.name,
    businessUnit: row.business_unit,
    defaultWorkload: row.default_workload,
    workloads: JSON.parse(row.workloads) as string[],
    permissions: JSON.parse(row.permissions) as KeyPermission[],
    requestsPerMinute: row.requests_per_minute,
    tokensPerMinute: row.tokens_per_minute,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}

export class PostgresKeys {
  readonly #pool: Pool;
  readonly #passing = new Map<string, VirtualKey>();
  #byHash = new Map<string, VirtualKey>();
  /** Of the keys that are known here; the store counts every change. */
  version = -1;
  #refreshing: Promise<void> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Reads them all anew. Rejects with a StoreLostError. */
  async load(): Promise<void> {
    try {
      const { rows: versions } = await this.#pool.query<{ version: number }>(
        "SELECT version FROM fairlead.versions WHERE name = 'keys'",
      );
      const { rows } = await this.#pool.query<KeyRow>("SELECT * FROM fairlead.virtual_keys ORDER BY created_at, id");
      this.#byHash = new Map(rows.map((row) => [row.hash, fromRow(row)]));
      this.version = versions[0]?.version ?? 0;
    } catch (error) {
      throw lost(error);
    }
  }

  /** Reads them anew, unless that is under way. Rejects with a StoreLostError. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.load().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  find(hash: string): VirtualKey | undefined {
    return this.#passing.get(hash) ?? this.#byHash.get(hash);
  }

  addPassing(key: VirtualKey, hash: string): void {
    this.#passing.set(hash, key);
  }

  async all(): Promise<VirtualKey[]> {
    await this.load();
    return [...this.#byHash.values()];
  }

  async add(key: VirtualKey, hash: string): Promise<void> {
    const insert = "INSERT INTO fairlead.virtual_keys VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    await this.#change(insert, keyValues(key, hash));
  }

  /** False where there is no such key, or it is revoked already. */
  async revoke(id: string, at: number): Promise<boolean> {
    const changed = await this.#change(
      "UPDATE fairlead.virtual_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
      [at, id],
    );
    return changed === 1;
  }

  /** Changes the keys, and tells all processes. */
  async #change(statement: string, values: readonly unknown[]): Promise<number> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw lost(error);
    }
    try {
      await client.query("BEGIN");
      const { rowCount } = await client.query(statement, [...values]);
      await client.query("UPDATE fairlead.versions SET version = version + 1 WHERE name = 'keys'");
      await client.query("NOTIFY fairlead, 'keys'");
      await client.query("COMMIT");
      await this.load();
      return rowCount ?? 0;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }
}
