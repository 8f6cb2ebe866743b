/** Retention: old records go, and the chain stays whole. */
import type { DatabaseSync } from "node:sqlite";
import { canonicalJson } from "../policy/generation.ts";
import type { Checkpoint } from "./chain.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { SqliteRecords } from "./sqlite-records.ts";

/** So many go in one transaction, since requests wait for it. */
const AT_ONCE = 1_000;

type Row = Record<string, string | number | null>;

/**
 * Removes the oldest records, bit by bit, each with a checkpoint in the same transaction. Only what stands before the
 * first newer record goes, since a chain with holes could not be told from one that was tampered with.
 */
export async function removeRecords(
  database: DatabaseSync,
  writes: GroupCommit,
  records: SqliteRecords,
  moment: number,
  now: number,
): Promise<number> {
  // Checkpoints are as old as the day on which they were written, and go when their own time has come.
  const firstToStay = database.prepare("SELECT place FROM records WHERE place <= ? AND at >= ? ORDER BY place LIMIT 1");
  const oldest = database.prepare("SELECT min(place) AS place, max(place) AS last FROM records");
  const sums = database.prepare(
    "SELECT count(*) AS decisions, coalesce(sum(cost), 0) AS cost FROM decisions WHERE place <= ?",
  );
  const hashAt = database.prepare("SELECT hash FROM records WHERE place = ?");
  const remove = database.prepare("DELETE FROM records WHERE place <= ?");

  const step = (): { removed: number; more: boolean } => {
    const { place: from, last } = oldest.get() as Row;
    if (from === null || last === null) return { removed: 0, more: false };
    const end = Math.min(Number(last), Number(from) + AT_ONCE - 1);
    const stays = firstToStay.get(end, moment) as Row | undefined;
    const through = stays === undefined ? end : Number(stays.place) - 1;
    if (through < Number(from)) return { removed: 0, more: false };
    const { decisions, cost } = sums.get(through) as Row;
    if (Number(decisions) === 0) return { removed: 0, more: false };
    const checkpoint: Checkpoint = {
      kind: "checkpoint",
      id: `checkpoint_${from}_${through}`,
      at: now,
      from: Number(from),
      through,
      hash: String((hashAt.get(through) as Row).hash),
      decisions: Number(decisions),
      costMicroUsd: Number(cost),
      before: moment,
    };
    records.appendCheckpoint(checkpoint, canonicalJson(checkpoint));
    remove.run(through);
    return { removed: Number(decisions), more: stays === undefined && end < Number(last) };
  };

  let removed = 0;
  for (;;) {
    const done = await writes.run(step);
    removed += done.removed;
    if (!done.more) return removed;
  }
}
