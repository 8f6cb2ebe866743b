/** Virtual keys in the embedded store. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { keyValues } from "./keys.ts";
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

/** How long a key is known that was found: what another process does to it shows after that. Milliseconds. */
const FRESH_MS = 100;
/** More keys than this are not known at a time. */
const MOST_KNOWN = 10_000;

export class SqliteKeys {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  /** Found lately, by hash: every request asks. One that is not there is never kept, or guesses would fill the memory. */
  readonly #known = new Map<string, { key: VirtualKey; until: number }>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare("SELECT * FROM virtual_keys WHERE hash = ?");
  }

  add(key: VirtualKey, hash: string): void {
    const insert = this.#database.prepare("INSERT INTO virtual_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.run(...keyValues(key, hash));
  }

  find(hash: string): VirtualKey | undefined {
    const now = performance.now();
    const known = this.#known.get(hash);
    if (known && known.until > now) return known.key;
    const row = this.#find.get(hash) as Row | undefined;
    if (!row) {
      this.#known.delete(hash);
      return undefined;
    }
    const key = fromRow(row);
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(hash, { key, until: now + FRESH_MS });
    return key;
  }

  all(): VirtualKey[] {
    return (this.#database.prepare("SELECT * FROM virtual_keys ORDER BY created_at").all() as Row[]).map(fromRow);
  }

  /** False where there is no such key, or it is revoked already. */
  revoke(id: string, at: number): boolean {
    const update = this.#database.prepare("UPDATE virtual_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL");
    this.#known.clear();
    return Number(update.run(at, id).changes) === 1;
  }
}
