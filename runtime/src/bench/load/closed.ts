/** A closed loop: each arm has so many requests open; the next is sent when one has ended. */
import type { Arm } from "../arms.ts";
import type { Pair } from "../plan.ts";
import type { Session } from "../session.ts";
import { allAtRest, askPair } from "./paired.ts";

/** Rejects where the run is cancelled. */
export async function runClosed(session: Session, pairs: readonly Pair[], concurrency: number): Promise<void> {
  let first = 0;
  if (session.spend.isBlind && pairs[0] !== undefined && session.mayGoOn()) {
    first = 1;
    await askPair(session, pairs[0]);
  }
  const workers = session.arms.flatMap((arm) => {
    const slots = pairs
      .slice(first)
      .filter((pair) => !session.isMeasured(arm, pair))
      .values();
    return Array.from({ length: concurrency }, () => work(session, arm, slots));
  });
  await allAtRest(workers);
}

async function work(session: Session, arm: Arm, slots: Iterator<Pair>): Promise<void> {
  while (session.mayGoOn()) {
    const slot = slots.next();
    if (slot.done) return;
    session.spend.begin();
    const { most, answered } = await session.ask(arm, slot.value);
    session.spend.end(most, answered);
  }
}
