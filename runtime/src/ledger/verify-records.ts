/** Whether the records of the embedded store are as they were written. */
import type { DatabaseSync } from "node:sqlite";
import { type Anchor, formatAnchors } from "./chain.ts";
import type { BrokenRecord, Verification } from "./types.ts";
import { ChainCheck, type RecordRow, readCheckpoints } from "./verify-chain.ts";

/** Reads all records in the order of the chain, and stops at the first that is broken. */
export function verifyRecords(database: DatabaseSync, anchor: Anchor | undefined): Verification {
  // One view of the file, whatever other processes write meanwhile.
  database.exec("BEGIN");
  try {
    const checkpoints = database.prepare("SELECT record FROM records WHERE kind = 'checkpoint' ORDER BY place").all();
    const check = new ChainCheck(readCheckpoints(checkpoints), anchor);
    let broken: BrokenRecord | undefined;
    for (const row of database.prepare("SELECT * FROM records ORDER BY place").iterate() as Iterable<RecordRow>) {
      broken = check.read(row);
      if (broken) break;
    }
    broken ??= check.end();
    const { records, removed, place, hash } = check;
    return { records, removed, anchor: formatAnchors([{ place, hash }]), broken };
  } finally {
    database.exec("COMMIT");
  }
}
