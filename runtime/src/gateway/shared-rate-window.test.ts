import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change, SharedTexts } from "../ledger/types.ts";
import { RateWindow } from "./rate-window.ts";
import { SharedRateWindow } from "./shared-rate-window.ts";

const START = 1_700_000_000_000;

/** A store on which processes change texts, by a clock that the test sets. */
class Store implements SharedTexts {
  readonly texts = new Map<string, string>();
  now = START;
  changes = 0;

  async change<T>(name: string, change: Change<T>): Promise<T> {
    this.changes += 1;
    const { text, result } = change(this.texts.get(name), this.now);
    this.texts.set(name, text);
    return result;
  }
}

test("several processes never count more than the limit in any 60 seconds, by requests and by tokens", async () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 700 }),
    process: fc.integer({ min: 0, max: 2 }),
    requests: fc.integer({ min: 1, max: 12 }),
    tokens: fc.integer({ min: 1, max: 40 }),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
      const store = new Store();
      const monotonic = (): number => store.now - START;
      const limit = { requestsPerMinute: 90, tokensPerMinute: 3000 };
      const processes = [0, 1, 2].map(() => new SharedRateWindow(store, "key k", monotonic));
      const taken: { second: number; tokens: number }[] = [];
      for (const { wait, process, requests, tokens } of steps) {
        store.now += wait;
        const window = processes[process] as SharedRateWindow;
        const outcomes = await Promise.all(Array.from({ length: requests }, () => window.take(1, tokens, limit)));
        for (const outcome of outcomes)
          if (!("what" in outcome)) taken.push({ second: Math.floor(store.now / 1000), tokens });
      }
      for (const { second } of taken) {
        const minute = taken.filter((one) => one.second > second - 60 && one.second <= second);
        expect(minute.length).toBeLessThanOrEqual(limit.requestsPerMinute);
        expect(minute.reduce((sum, one) => sum + one.tokens, 0)).toBeLessThanOrEqual(limit.tokensPerMinute);
      }
    }),
    { seed: 11, numRuns: 60 },
  );
});

test("a busy process counts a slice ahead: most requests ask nobody", async () => {
  const store = new Store();
  const window = new SharedRateWindow(store, "workload x", () => store.now - START);
  const limit = { requestsPerMinute: 100_000 };
  for (let at = 0; at < 3_000; at += 1) {
    store.now += 2;
    expect(await window.take(0, 10, limit)).not.toHaveProperty("what");
  }
  expect(store.changes).toBeLessThan(700);
});

test("what was really used counts, and what a slice left over comes back", async () => {
  const store = new Store();
  const window = new SharedRateWindow(store, "workload x", () => store.now - START);
  const limit = { tokensPerMinute: 100 };
  const first = await window.take(0, 80, limit);
  expect(await window.take(0, 30, limit)).toMatchObject({ what: "tokens" });
  if ("what" in first) throw new Error("refused");
  window.correct(first, 0, 10);
  expect(await window.take(0, 90, limit)).not.toHaveProperty("what");
});

test("a window that is written and read again is the same", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 50 })),
        {
          maxLength: 80,
        },
      ),
      (steps) => {
        const limit = { requestsPerMinute: 40, tokensPerMinute: 900 };
        const window = new RateWindow();
        let now = START;
        for (const [wait, rank, tokens] of steps) {
          now += wait;
          window.want(now, rank, tokens);
          if (!window.refuses(now, rank, tokens, limit)) window.take(now, rank, tokens);
          const again = RateWindow.load(window.save());
          expect(again.refuses(now, rank, tokens, limit)).toEqual(window.refuses(now, rank, tokens, limit));
        }
      },
    ),
    { seed: 3, numRuns: 60 },
  );
});
