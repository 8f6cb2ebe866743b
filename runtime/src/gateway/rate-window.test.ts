import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RateLimit, RateWindow } from "./rate-window.ts";

const START = Date.parse("2026-11-22T12:00:00Z");
const LOW = 0;
const CRITICAL = 3;

function ask(window: RateWindow, second: number, rank: number, limit: RateLimit, tokens = 10) {
  const now = START + second * 1000;
  const refused = window.refuses(now, rank, tokens, limit);
  window.want(now, rank, tokens);
  return refused ?? window.take(now, rank, tokens);
}

test("so many fit into any minute, and the wait that is told is long enough, and not too long", () => {
  const limit = { requestsPerMinute: 3 };
  const window = new RateWindow();
  for (const second of [0, 10, 20]) expect(ask(window, second, LOW, limit)).toBeTypeOf("function");
  const refused = ask(window, 30, LOW, limit);
  expect(refused).toMatchObject({ what: "requests", perMinute: 3, retryAfterMs: 30_000, yields: false });
  expect(ask(window, 59, LOW, limit)).toMatchObject({ retryAfterMs: 1000 });
  expect(ask(window, 60, LOW, limit)).toBeTypeOf("function");
  expect(ask(window, 61, LOW, limit)).toMatchObject({ retryAfterMs: 9000 });
});

test("tokens count as likely until they are known, and what was not used comes free", () => {
  const limit = { tokensPerMinute: 1000 };
  const window = new RateWindow();
  const correct = ask(window, 0, LOW, limit, 800);
  expect(ask(window, 1, LOW, limit, 300)).toMatchObject({ what: "tokens", retryAfterMs: 59_000 });
  if (typeof correct === "function") correct(100);
  expect(ask(window, 2, LOW, limit, 900)).toBeTypeOf("function");
  expect(ask(window, 3, LOW, limit, 1)).toMatchObject({ what: "tokens" });
});

test("a clock that is put back stops nobody for longer than a minute, and forgets nothing of the last one", () => {
  const limit = { requestsPerMinute: 3 };
  let window = new RateWindow();
  for (const second of [7200, 7201, 7202]) expect(ask(window, second, LOW, limit)).toBeTypeOf("function");
  // Two hours back, and read anew, as a store keeps it.
  for (const second of [0, 30, 57]) {
    window = RateWindow.load(window.save());
    expect(ask(window, second, LOW, limit)).toMatchObject({ what: "requests" });
  }
  window = RateWindow.load(window.save());
  for (const second of [61, 62, 63]) expect(ask(window, second, LOW, limit)).toBeTypeOf("function");
  expect(ask(window, 64, LOW, limit)).toMatchObject({ what: "requests" });
  expect(ask(window, 7300, LOW, limit)).toBeTypeOf("function");
});

test("what is alone more than the limit never fits", () => {
  expect(ask(new RateWindow(), 0, LOW, { tokensPerMinute: 9 }, 10)).toMatchObject({ retryAfterMs: undefined });
});

describe("the lower yields to the higher", () => {
  const limit = { requestsPerMinute: 10 };

  test("what critical requests asked for is left to them", () => {
    const window = new RateWindow();
    for (let count = 0; count < 4; count += 1) ask(window, 0, CRITICAL, limit);
    const low = Array.from({ length: 20 }, () => ask(window, 50, LOW, limit)).filter(
      (one) => typeof one === "function",
    );
    expect(low).toHaveLength(6);
    // A minute later the critical ones come again, and find room, although lower ones never stopped asking.
    expect(ask(window, 61, LOW, limit)).toMatchObject({ yields: true });
    for (let count = 0; count < 4; count += 1) expect(ask(window, 65, CRITICAL, limit)).toBeTypeOf("function");
  });

  test("nothing is kept where nobody more critical asks, nor once they have been away for two minutes", () => {
    const window = new RateWindow();
    expect(
      Array.from({ length: 12 }, () => typeof ask(window, 0, LOW, limit)).filter((one) => one === "function"),
    ).toHaveLength(10);
    const other = new RateWindow();
    for (let count = 0; count < 10; count += 1) ask(other, 0, CRITICAL, limit);
    expect(ask(other, 100, LOW, limit)).toMatchObject({ yields: true });
    expect(ask(other, 121, LOW, limit)).toBeTypeOf("function");
  });
});

test("whatever is asked when, no 60 seconds hold more than the limit, and a wait that is told is enough", () => {
  const step = fc.record({
    after: fc.nat({ max: 40 }),
    rank: fc.integer({ min: 0, max: 3 }),
    tokens: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const limit = { requestsPerMinute: 5, tokensPerMinute: 100 };
      const window = new RateWindow();
      const granted: { second: number; tokens: number }[] = [];
      let second = 0;
      for (const { after, rank, tokens } of steps) {
        second += after;
        const answer = ask(window, second, rank, limit, tokens);
        if (typeof answer === "function") granted.push({ second, tokens });
        else if (rank === CRITICAL) {
          expect(answer.yields).toBe(false);
          second += (answer.retryAfterMs ?? 0) / 1000;
          expect(ask(window, second, rank, limit, tokens)).toBeTypeOf("function");
          granted.push({ second, tokens });
        }
      }
      for (const { second: end } of granted) {
        const minute = granted.filter((one) => one.second > end - 60 && one.second <= end);
        expect(minute.length).toBeLessThanOrEqual(5);
        expect(minute.reduce((sum, one) => sum + one.tokens, 0)).toBeLessThanOrEqual(100);
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});
