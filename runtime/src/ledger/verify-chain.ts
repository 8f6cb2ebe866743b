/** Whether the records of one chain are as they were written. */
import { type Anchor, type Checkpoint, chainHash, GENESIS } from "./chain.ts";
import { columnsOf, RECORD_COLUMNS } from "./record-columns.ts";
import type { BrokenRecord, DecisionRecord } from "./types.ts";

/** A record as it stands in the store. */
export type RecordRow = Record<string, unknown>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads the checkpoints of a chain from their records; what is none is left out. */
export function readCheckpoints(rows: readonly RecordRow[]): Checkpoint[] {
  return rows.map((row) => parse(String(row.record))).filter((value) => value !== undefined) as Checkpoint[];
}

/** What the columns of a decision say that its text does not. */
function differingColumn(row: RecordRow): string | undefined {
  const record = parse(String(row.record)) as DecisionRecord | undefined;
  if (!record) return "record";
  const values = columnsOf(record);
  return RECORD_COLUMNS.find((column, index) => row[column] !== values[index]);
}

function span(from: number, through: number): string {
  return from === through ? `record ${from} is missing` : `records ${from} to ${through} are missing`;
}

/**
 * Is given all records of a chain in their order, up to the first that is broken: its text was changed, a column says
 * something else than the text, or records before it are missing without a checkpoint that says so.
 */
export class ChainCheck {
  readonly #checkpoints: readonly Checkpoint[];
  readonly #anchor: Anchor | undefined;
  place = 0;
  hash = GENESIS;
  records = 0;
  removed = 0;

  /** `anchor` is a place and hash noted earlier, which must still be there. */
  constructor(checkpoints: readonly Checkpoint[], anchor: Anchor | undefined) {
    this.#checkpoints = checkpoints;
    this.#anchor = anchor;
  }

  /** What is wrong with the next record; undefined where it is as it was written. */
  read(row: RecordRow): BrokenRecord | undefined {
    const here = Number(row.place);
    const id = row.id === null ? null : String(row.id);
    if (here !== this.place + 1) {
      const checkpoint = this.records === 0 ? this.#checkpoints.find(({ through }) => through === here - 1) : undefined;
      if (!checkpoint)
        return { place: here, id, reason: `${span(this.place + 1, here - 1)} before it, and no checkpoint says so` };
      this.hash = checkpoint.hash;
      this.removed = checkpoint.through;
    }
    const expected = chainHash(this.hash, String(row.record));
    if (expected !== row.hash) {
      const reason = "its text does not fit its hash and the record before it: one of the two was changed";
      return { place: here, id, reason };
    }
    const column = row.kind === "decision" ? differingColumn(row) : undefined;
    if (column !== undefined)
      return { place: here, id, reason: `its column ${column} says something else than its text` };
    if (this.#anchor?.place === here && this.#anchor.hash !== expected)
      return { place: here, id, reason: "it is not the record that the anchor was noted of" };
    this.place = here;
    this.hash = expected;
    this.records += 1;
    return undefined;
  }

  /** What is wrong with the end of the chain. `last` is the place that it is known to have, where that is known. */
  end(last = 0): BrokenRecord | undefined {
    const expected = Math.max(last, this.#anchor?.place ?? 0);
    if (expected <= this.place) return undefined;
    return { place: expected, id: null, reason: `${span(this.place + 1, expected)} at the end` };
  }
}
