/** Applies the policy's retention to the records, while the gateway runs. */
import type { LedgerStore } from "../ledger/types.ts";
import type { Generations } from "./generations.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface RetentionOptions {
  generations: Generations;
  ledger: Pick<LedgerStore, "removeBefore">;
  /** Milliseconds since 1970. */
  now: () => number;
  fault: (error: unknown) => void;
}

export interface Retention {
  /** Removes now what is too old by the generation in force. Says how many records went. Never rejects. */
  apply(): Promise<number>;
  /** Ends it; settles when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Removes old records at once, every hour, and when another generation comes into force. */
export function startRetention({ generations, ledger, now, fault }: RetentionOptions): Retention {
  let stopped = false;
  let underWay: Promise<number> = Promise.resolve(0);
  const remove = async (): Promise<number> => {
    const days = generations.current.keepRecordsDays;
    if (days === undefined || stopped) return 0;
    try {
      return await ledger.removeBefore(now() - days * DAY_MS, now());
    } catch (error) {
      fault(error);
      return 0;
    }
  };
  const apply = (): Promise<number> => {
    underWay = underWay.then(remove);
    return underWay;
  };
  void apply();
  generations.onSwap(() => void apply());
  const timer = setInterval(() => void apply(), HOUR_MS);
  timer.unref();
  return {
    apply,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
