/** The records in the embedded store: adding them to the chain, finding them, adding them up. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type MicroUsd, microUsd } from "../documents/money.ts";
import { type Anchor, type Checkpoint, chainHash, GENESIS } from "./chain.ts";
import { columnsOf } from "./record-columns.ts";
import { whereOf } from "./record-filter.ts";
import { INSERT_RECORD } from "./schema.ts";
import { totalsQuery, totalsRow } from "./totals.ts";
import type { BudgetClaim, DecisionRecord, RecordFilter, TotalsDimension, TotalsRow } from "./types.ts";

type Row = Record<string, string | number | null>;

export class SqliteRecords {
  readonly #database: DatabaseSync;
  /** The last place, as long as the transaction lasts that added to it. */
  #head: Anchor | undefined;
  readonly #statements: Record<"head" | "insert" | "has" | "find" | "sumScope", StatementSync>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = {
      head: database.prepare("SELECT place, hash FROM records ORDER BY place DESC LIMIT 1"),
      insert: database.prepare(INSERT_RECORD),
      has: database.prepare("SELECT 1 FROM records WHERE id = ?"),
      find: database.prepare("SELECT record FROM decisions WHERE id = ?"),
      sumScope: database.prepare(
        `SELECT coalesce(sum(cost), 0) AS cost FROM decisions WHERE at >= ?1 AND at < ?2
           AND (?3 IS NULL OR business_unit = ?3) AND (?4 IS NULL OR provider = ?4)
           AND (?5 IS NULL OR workload = ?5) AND (?6 IS NULL OR model = ?6)`,
      ),
    };
  }

  /** The last place of the chain; place 0 where there is no record yet. */
  head(): Anchor {
    if (this.#head) return this.#head;
    const row = this.#statements.head.get() as Row | undefined;
    return row ? { place: Number(row.place), hash: String(row.hash) } : { place: 0, hash: GENESIS };
  }

  /** Forgets the last place: the transaction is over, and another process may write. */
  forgetHead(): void {
    this.#head = undefined;
  }

  /** Adds a record at the end of the chain. Must run within a transaction: another process may write too. */
  append(record: DecisionRecord, text: string): void {
    this.#append("decision", text, columnsOf(record));
  }

  /** Adds a checkpoint at the end of the chain. Must run within a transaction. */
  appendCheckpoint(checkpoint: Checkpoint, text: string): void {
    const rest = Array.from({ length: 11 }, () => null);
    this.#append("checkpoint", text, [checkpoint.id, checkpoint.at, ...rest]);
  }

  has(id: string): boolean {
    return this.#statements.has.get(id) !== undefined;
  }

  find(id: string): DecisionRecord | undefined {
    const row = this.#statements.find.get(id) as Row | undefined;
    return row && (JSON.parse(String(row.record)) as DecisionRecord);
  }

  /** The newest first. */
  newest(limit: number, filter: RecordFilter): DecisionRecord[] {
    const { where, values } = whereOf(filter);
    const query = this.#database.prepare(`SELECT record FROM decisions${where} ORDER BY at DESC, id DESC LIMIT ?`);
    return query.all(...values, limit).map((row) => JSON.parse(String(row.record)) as DecisionRecord);
  }

  /** One page of what the filter means, in the order of the chain, and the place after which the next one begins. */
  page(filter: RecordFilter, after: number, limit: number): { records: DecisionRecord[]; last: number | undefined } {
    const { where, values } = whereOf(filter);
    const condition = where === "" ? " WHERE place > ?" : `${where} AND place > ?`;
    const query = this.#database.prepare(`SELECT place, record FROM decisions${condition} ORDER BY place LIMIT ?`);
    const rows = query.all(...values, after, limit);
    const last = rows.length < limit ? undefined : Number(rows.at(-1)?.place);
    return { records: rows.map((row) => JSON.parse(String(row.record)) as DecisionRecord), last };
  }

  totals(by: readonly TotalsDimension[], filter: RecordFilter): TotalsRow[] {
    const { sql, values } = totalsQuery(by, filter);
    const rows = this.#database.prepare(sql).all(...values) as Row[];
    return rows.map((row) => totalsRow(by, row));
  }

  /** What the records say was spent in a budget's window. */
  sumScope({ windowStart, windowEnd, scope }: BudgetClaim): MicroUsd {
    const parts = [scope.businessUnit, scope.provider, scope.workload, scope.model].map((part) => part ?? null);
    const row = this.#statements.sumScope.get(windowStart, windowEnd, ...parts) as Row;
    return microUsd(Number(row.cost));
  }

  #append(kind: "decision" | "checkpoint", text: string, columns: (string | number | null)[]): void {
    const last = this.head();
    const head = { place: last.place + 1, hash: chainHash(last.hash, text) };
    this.#statements.insert.run(head.place, head.hash, kind, text, ...columns);
    this.#head = head;
  }
}
