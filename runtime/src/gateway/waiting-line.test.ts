import { expect, test } from "vitest";
import { microUsd } from "../documents/money.ts";
import { WaitingLine, type Want } from "./waiting-line.ts";

const want = (amount: number): Want => ({
  amount: microUsd(amount),
  claims: [{ budget: "b", windowStart: 0, windowEnd: 1000, blockAt: microUsd(100), scope: {} }],
});

test("what comes free goes to the most critical, among equals to the earliest", () => {
  let reserved = 100;
  const line = new WaitingLine(
    () => ({ settled: microUsd(0), reserved: microUsd(reserved) }),
    () => 0,
  );
  const told: string[] = [];
  const join = (name: string, rank: number, since: number, amount = 40) => {
    const leave = line.join({
      rank,
      since,
      wants: [want(amount)],
      tell: (word) => {
        told.push(`${name}: ${word}`);
        leave();
      },
    });
  };
  join("low, first", 0, 1);
  join("critical, late", 3, 9);
  join("high", 2, 5);
  join("critical, early", 3, 2);
  line.look();
  expect(told).toEqual([]);
  reserved = 20;
  line.look();
  expect(told).toEqual(["critical, early: look", "critical, late: look"]);
  reserved = 60;
  line.look();
  line.look();
  expect(told.slice(2)).toEqual(["high: look", "low, first: look"]);
});

test("what a more critical one waits for is kept from others, and only that", () => {
  const line = new WaitingLine(
    () => ({ settled: microUsd(0), reserved: microUsd(0) }),
    () => 0,
  );
  const leave = line.join({ rank: 2, since: 1, wants: [want(60)], tell: () => {} });
  const { claims } = want(1);
  const other = claims.map((claim) => ({ ...claim, budget: "other" }));
  expect([0, 1, 2, 3].map((rank) => line.keepsFrom(rank, claims))).toEqual([true, true, false, false]);
  expect(line.keepsFrom(0, other)).toBe(false);
  expect(
    line.keepsFrom(
      0,
      claims.map((claim) => ({ ...claim, windowStart: 1000 })),
    ),
  ).toBe(false);
  leave();
  expect(line.keepsFrom(0, claims)).toBe(false);
});

test("a small one passes a large one that does not fit, however critical", () => {
  const line = new WaitingLine(
    () => ({ settled: microUsd(0), reserved: microUsd(50) }),
    () => 0,
  );
  const told: string[] = [];
  line.join({ rank: 3, since: 1, wants: [want(60)], tell: () => told.push("large") });
  line.join({ rank: 0, since: 2, wants: [want(10)], tell: () => told.push("small") });
  line.look();
  expect(told).toEqual(["small"]);
});
