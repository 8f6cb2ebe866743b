/**
 * An open loop: each arm gets requests at a rate, whether or not it keeps up. Each is measured from the moment it was
 * due, so that a stalling provider shows in all requests that it held up and not in one of them only. G. Tene, "How NOT
 * to Measure Latency" (2013), calls what this avoids coordinated omission.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Arm } from "../arms.ts";
import type { Pair } from "../plan.ts";
import type { Random } from "../randomness.ts";
import type { Session } from "../session.ts";
import { type Arrivals, dueTimes } from "./arrivals.ts";
import { allAtRest, askPair } from "./paired.ts";

export interface OpenLoad {
  /** Requests a second, to each arm. */
  rate: number;
  arrivals: Arrivals;
  /** So many requests of an arm are open at most. */
  maxInFlight: number;
}

/** Rejects where the run is cancelled. */
export async function runOpen(session: Session, pairs: readonly Pair[], load: OpenLoad, random: Random): Promise<void> {
  let first = 0;
  if (session.spend.isBlind && pairs[0] !== undefined && session.mayGoOn()) {
    first = 1;
    await askPair(session, pairs[0]);
  }
  const schedules = session.arms.map((arm) => {
    const slots = pairs.slice(first).filter((pair) => !session.isMeasured(arm, pair));
    return { arm, slots, times: dueTimes(slots.length, load.rate, load.arrivals, random) };
  });
  const start = session.clock();
  await allAtRest(schedules.map(({ arm, slots, times }) => send(session, arm, slots, times, start, load.maxInFlight)));
}

async function send(
  session: Session,
  arm: Arm,
  slots: readonly Pair[],
  times: readonly number[],
  start: number,
  maxInFlight: number,
): Promise<void> {
  const open = new Set<Promise<void>>();
  let failure: unknown;
  try {
    for (const [index, slot] of slots.entries()) {
      const due = start + (times[index] ?? 0);
      const wait = due - session.clock();
      if (wait > 0) await sleep(wait, undefined, { signal: session.signal });
      while (open.size >= maxInFlight) await Promise.race(open);
      if (!session.mayGoOn()) break;
      const asking = askOne(session, arm, slot, due)
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => open.delete(asking));
      open.add(asking);
    }
  } finally {
    await Promise.all(open);
  }
  if (failure !== undefined) throw failure;
}

async function askOne(session: Session, arm: Arm, slot: Pair, due: number): Promise<void> {
  session.spend.begin();
  const { most, answered } = await session.ask(arm, slot, due);
  session.spend.end(most, answered);
}
