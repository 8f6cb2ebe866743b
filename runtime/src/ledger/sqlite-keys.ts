/** Virtual keys in the embedded store. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { KeyPermission, VirtualKey } from "./types.ts";

type Row = Record<string, string | number | null>;

function fromRow(row: Row): VirtualKey {
  return {
    id: String(row.id),
    name: String(row.name),
    businessUnit: row.business_unit === null ? null : String(row.business_unit),
    defaultWorkload: row.default_workload === null ? null : String(row.default_workload),
    workloads: JSON.parse(String(row.workloads)) as string[],
    permissions: JSON.parse(String(row.permissions)) as KeyPermission[],
    requestsPerMinute: row.requests_per_minute === null ? null : Number(row.requests_per_minute),
    tokensPerMinute: row.tokens_per_minute === null ? null : Number(row.tokens_per_minute),
    createdAt: Number(row.created_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
  };
}

export class SqliteKeys {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare("SELECT * FROM virtual_keys WHERE hash = ?");
  }

  add(key: VirtualKey, hash: string): void {
    const insert = this.#database.prepare("INSERT INTO virtual_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.run(
      key.id,
      hash,
      key.name,
      key.businessUnit,
      key.defaultWorkload,
      JSON.stringify(key.workloads),
      JSON.stringify(key.permissions),
      key.createdAt,
      key.revokedAt,
      key.requestsPerMinute,
      key.tokensPerMinute,
    );
  }

  find(hash: string): VirtualKey | undefined {
    const row = this.#find.get(hash) as Row | undefined;
    return row && fromRow(row);
  }

  all(): VirtualKey[] {
    return (this.#database.prepare("SELECT * FROM virtual_keys ORDER BY created_at").all() as Row[]).map(fromRow);
  }

  /** False where there is no such key, or it is revoked already. */
  revoke(id: string, at: number): boolean {
    const update = this.#database.prepare("UPDATE virtual_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL");
    return Number(update.run(at, id).changes) === 1;
  }
}
