/** Retention in the shared store: the oldest records of a chain go, and the chain stays whole. */
import type { PoolClient } from "pg";
import { canonicalJson } from "../../policy/generation.ts";
import type { Checkpoint } from "../chain.ts";

/** So many go in one transaction, since requests wait for it. */
const AT_ONCE = 1_000;

async function one<T>(client: PoolClient, query: string, values: readonly unknown[]): Promise<T | undefined> {
  return (await client.query(query, [...values])).rows[0] as T | undefined;
}

/**
 * Removes some of the records of a chain that began before a moment, up to the first that is newer, with a checkpoint
 * in the same transaction. Says how many went, and whether there may be more.
 */
export async function removeFromChain(
  client: PoolClient,
  chain: number,
  moment: number,
  now: number,
): Promise<{ removed: number; more: boolean }> {
  const nothing = { removed: 0, more: false };
  // Whoever writes the chain waits meanwhile, and another process that removes from it finds less afterwards.
  await client.query("SELECT 1 FROM fairlead.chains WHERE id = $1 FOR UPDATE", [chain]);
  const ends = await one<{ first: number | null; last: number | null }>(
    client,
    "SELECT min(place) AS first, max(place) AS last FROM fairlead.records WHERE chain = $1",
    [chain],
  );
  if (!ends || ends.first === null || ends.last === null) return nothing;
  const { first, last } = ends;
  const end = Math.min(last, first + AT_ONCE - 1);
  const stays = await one<{ place: number }>(
    client,
    "SELECT place FROM fairlead.records WHERE chain = $1 AND place <= $2 AND at >= $3 ORDER BY place LIMIT 1",
    [chain, end, moment],
  );
  const through = stays === undefined ? end : stays.place - 1;
  if (through < first) return nothing;
  const sums = await one<{ decisions: number; cost: string }>(
    client,
    "SELECT count(*) AS decisions, coalesce(sum(cost), 0) AS cost FROM fairlead.decisions WHERE chain = $1 AND place <= $2",
    [chain, through],
  );
  const decisions = sums?.decisions ?? 0;
  if (decisions === 0) return nothing;
  const hash = await one<{ hash: string }>(
    client,
    "SELECT hash FROM fairlead.records WHERE chain = $1 AND place = $2",
    [chain, through],
  );
  const checkpoint: Checkpoint = {
    kind: "checkpoint",
    id: `checkpoint_${chain}_${first}_${through}`,
    at: now,
    from: first,
    through,
    hash: hash?.hash ?? "",
    decisions,
    costMicroUsd: Number(sums?.cost ?? 0),
    before: moment,
  };
  const row = [canonicalJson(checkpoint), "checkpoint", checkpoint.id, now];
  await client.query("SELECT fairlead.append_records($1, $2)", [chain, JSON.stringify([row])]);
  await client.query("DELETE FROM fairlead.records WHERE chain = $1 AND place <= $2", [chain, through]);
  return { removed: decisions, more: stays === undefined && end < last };
}
