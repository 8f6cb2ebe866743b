/** Settles what processes left behind that are not heard of any more. */
import type { Pool } from "pg";
import { microUsd } from "../../documents/money.ts";
import { canonicalRecord } from "../canonical-record.ts";
import { orphanRecord } from "../orphan.ts";
import { columnsOf } from "../record-columns.ts";
import type { ReservationFacts } from "../types.ts";
import { lost } from "./connection.ts";

interface Left {
  id: number;
  amount: number;
  facts: string;
}

async function recordsOf(pool: Pool, left: readonly Left[]): Promise<unknown[]> {
  const records = left.map(({ id, amount, facts }) => ({
    id,
    record: orphanRecord(JSON.parse(facts) as ReservationFacts, microUsd(amount)),
  }));
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM fairlead.records WHERE id = ANY($1)", [
    records.map(({ record }) => record.id),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  return records.map(({ id, record }) => {
    // Of a request whose end was recorded, or another attempt of it: records only ever follow each other.
    if (known.has(record.id)) record.id = `${record.id}.${id}`;
    known.add(record.id);
    return [canonicalRecord(record), "decision", ...columnsOf(record)];
  });
}

/**
 * Finds processes whose lease is over by the database's clock. What they had reserved is settled at its amount and
 * recorded as orphaned; what they had leased and not spent comes back. Rejects with a StoreLostError where it can not.
 * @param me the process that does it, whose chain gets the records
 */
export async function buryDead(pool: Pool, me: string): Promise<void> {
  try {
    const { rows: dead } = await pool.query<{ id: string }>(
      "SELECT id FROM fairlead.processes WHERE id <> $1 AND seen_at < clock_timestamp() - lease_ms * interval '1 millisecond'",
      [me],
    );
    for (const { id } of dead) {
      const { rows } = await pool.query<Left>(
        "SELECT id, amount, facts FROM fairlead.reservations WHERE owner = $1 ORDER BY id",
        [id],
      );
      const records = JSON.stringify(await recordsOf(pool, rows));
      await pool.query("SELECT fairlead.bury($1, $2, $3)", [me, id, records]);
    }
  } catch (error) {
    throw lost(error);
  }
}
