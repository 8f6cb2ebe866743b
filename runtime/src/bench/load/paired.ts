/** Pairs: the arms answer a case one after the other, in random order; some pairs at once. */
import type { Pair } from "../plan.ts";
import type { Session } from "../session.ts";

/** Rejects where the run is cancelled. */
export async function runPaired(session: Session, pairs: readonly Pair[], concurrency: number): Promise<void> {
  let next = 0;
  const work = async (onlyOne: boolean): Promise<void> => {
    while (next < pairs.length && session.mayGoOn()) {
      const pair = pairs[next];
      next += 1;
      if (pair !== undefined) await askPair(session, pair);
      if (onlyOne) return;
    }
  };
  // The first pair goes alone where a limit must be kept and nothing is known of what a pair costs.
  if (session.spend.isBlind) await work(true);
  await allAtRest(Array.from({ length: Math.min(concurrency, pairs.length) }, () => work(false)));
}

/** Asks the arms one after the other, so that they do not disturb each other. */
export async function askPair(session: Session, pair: Pair): Promise<void> {
  session.spend.begin();
  let most = 0;
  let answered = true;
  for (const id of pair.order) {
    const arm = session.arms.find((one) => one.id === id);
    if (arm === undefined || session.status === "failed") break;
    if (session.isMeasured(arm, pair)) continue;
    const asked = await session.ask(arm, pair);
    most += asked.most;
    answered &&= asked.answered;
  }
  session.spend.end(most, answered);
}

/** All have to be at rest before the records are read, also where one of them threw. Rejects with the first error. */
export async function allAtRest(working: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(working)) if (end.status === "rejected") throw end.reason;
}
