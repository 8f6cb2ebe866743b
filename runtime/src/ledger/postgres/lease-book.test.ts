import { expect, test } from "vitest";
import { microUsd } from "../../documents/money.ts";
import type { BudgetClaim } from "../types.ts";
import { LeaseBook } from "./lease-book.ts";
import { type Batch, Outbox } from "./outbox.ts";

const claim = (budget: string): BudgetClaim => ({
  ...{ budget, windowStart: 0, windowEnd: 4_000_000_000_000, scope: {} },
  blockAt: microUsd(10_000),
});

test("what a request has in one budget is not given away while it waits for another", () => {
  const outbox = new Outbox();
  const book = new LeaseBook(outbox, () => 0);
  const claims = [claim("a"), claim("b")];
  const [a, b] = claims.map((one) => book.of(one));
  const batch: Batch = outbox.take(1, () => 0).batch;
  // The first has enough, the second nothing, and others want both.
  book.learn(
    [
      ["a", 0, 1_000, 0, 0, true],
      ["b", 0, 0, 0, 0, true],
    ],
    batch,
    [],
  );
  const done = book.need(claims);
  expect(book.misfit(claims, microUsd(600), false)).toBe(claims[1]);
  book.ask(claims, microUsd(600));
  book.yieldWanted();
  book.beat(1_000, () => 0, 0);
  expect([a?.free, b?.free]).toEqual([1_000, 0]);
  book.learn([["b", 0, 600, 0, 0, true]], outbox.take(2, () => 0).batch, []);
  expect(book.misfit(claims, microUsd(600), false)).toBeUndefined();
  // Once it has what it needs, or has given up, the rest is the others'.
  done();
  book.yieldWanted();
  expect([a?.free, b?.free, outbox.backOf(book.of(claim("a")))]).toEqual([0, 0, 1_000]);
});
