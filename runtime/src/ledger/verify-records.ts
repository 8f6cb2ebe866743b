/** Whether the records are as they were written. */
import type { DatabaseSync } from "node:sqlite";
import { type Anchor, type Checkpoint, chainHash, formatAnchor, GENESIS } from "./chain.ts";
import { columnsOf, RECORD_COLUMNS } from "./record-columns.ts";
import type { BrokenRecord, DecisionRecord, Verification } from "./types.ts";

type Row = Record<string, unknown>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkpointsOf(database: DatabaseSync): Checkpoint[] {
  const rows = database.prepare("SELECT record FROM records WHERE kind = 'checkpoint' ORDER BY place").all();
  return rows.map((row) => parse(String(row.record))).filter((value) => value !== undefined) as Checkpoint[];
}

/** What the columns of a decision say that its text does not. */
function differingColumn(row: Row): string | undefined {
  const record = parse(String(row.record)) as DecisionRecord | undefined;
  if (!record) return "record";
  const values = columnsOf(record);
  return RECORD_COLUMNS.find((column, index) => row[column] !== values[index]);
}

function span(from: number, through: number): string {
  return from === through ? `record ${from} is missing` : `records ${from} to ${through} are missing`;
}

/**
 * Reads all records in the order of the chain, and stops at the first that is broken: its text was changed, a column
 * says something else than the text, or records before it are missing without a checkpoint that says so.
 */
export function verifyRecords(database: DatabaseSync, anchor: Anchor | undefined): Verification {
  // One view of the file, whatever other processes write meanwhile.
  database.exec("BEGIN");
  try {
    return readChain(database, anchor);
  } finally {
    database.exec("COMMIT");
  }
}

function readChain(database: DatabaseSync, anchor: Anchor | undefined): Verification {
  const checkpoints = checkpointsOf(database);
  let place = 0;
  let hash = GENESIS;
  let records = 0;
  let removed = 0;
  const end = (broken: BrokenRecord | undefined): Verification => ({
    records,
    removed,
    anchor: formatAnchor({ place, hash }),
    broken,
  });
  for (const row of database.prepare("SELECT * FROM records ORDER BY place").iterate() as Iterable<Row>) {
    const here = Number(row.place);
    const id = row.id === null ? null : String(row.id);
    if (here !== place + 1) {
      const checkpoint = records === 0 ? checkpoints.find(({ through }) => through === here - 1) : undefined;
      if (!checkpoint)
        return end({ place: here, id, reason: `${span(place + 1, here - 1)} before it, and no checkpoint says so` });
      hash = checkpoint.hash;
      removed = checkpoint.through;
    }
    const text = String(row.record);
    const expected = chainHash(hash, text);
    if (expected !== row.hash) {
      const reason = "its text does not fit its hash and the record before it: one of the two was changed";
      return end({ place: here, id, reason });
    }
    const column = row.kind === "decision" ? differingColumn(row) : undefined;
    if (column !== undefined)
      return end({ place: here, id, reason: `its column ${column} says something else than its text` });
    if (anchor?.place === here && anchor.hash !== expected)
      return end({ place: here, id, reason: "it is not the record that the anchor was noted of" });
    place = here;
    hash = expected;
    records += 1;
  }
  if (anchor && anchor.place > place)
    return end({ place: anchor.place, id: null, reason: `${span(place + 1, anchor.place)} at the end` });
  return end(undefined);
}
