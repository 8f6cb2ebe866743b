import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { microUsd, ZERO_USD } from "../documents/money.ts";
import { createKey, hashKey } from "./keys.ts";
import { openSqliteLedger, SqliteLedger } from "./sqlite-store.ts";
import type { BudgetClaim, DecisionRecord, ReservationFacts } from "./types.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function ledgerFile(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-ledger-"));
  folders.push(folder);
  return path.join(folder, "ledger.sqlite");
}

let count = 0;
function facts(): ReservationFacts {
  count += 1;
  return {
    decision: `dec_${count}`,
    at: 500,
    key: "key_1",
    businessUnit: "sales",
    workload: "chat",
    sensitivity: "public",
    generation: "gen_1",
    deployment: "large@alpha",
    provider: "alpha",
    model: "large",
  };
}

function record(id: string, cost: number | null, at = 500): DecisionRecord {
  return {
    ...facts(),
    id,
    at,
    protocol: "openai-chat",
    stream: false,
    outcome: "served",
    status: 200,
    candidates: [],
    rejected: [],
    attempts: [],
    usage: { input: 10, output: 5, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined },
    usageBasis: "provider",
    costMicroUsd: cost,
    reservedMicroUsd: cost,
    priceBasis: "catalog",
    ttftMs: null,
    totalMs: 12,
    trace: null,
    warnings: [],
  };
}

function claim(blockAt: number | undefined, budget = "month {}"): BudgetClaim {
  return {
    budget,
    windowStart: 0,
    windowEnd: 1000,
    blockAt: blockAt === undefined ? undefined : microUsd(blockAt),
    scope: {},
  };
}

async function reserved(ledger: SqliteLedger, amount: number, claims: BudgetClaim[]): Promise<string> {
  const result = await ledger.reserve(facts(), microUsd(amount), claims);
  if (!result.ok) throw new Error(`refused by ${result.budget}`);
  return result.reservation;
}

describe("reservations", () => {
  test("money moves from reserved to settled, and a release gives it back", async () => {
    const ledger = openSqliteLedger(":memory:");
    const first = await reserved(ledger, 60, [claim(100)]);
    expect(ledger.spent(claim(100))).toBe(60);
    expect(await ledger.reserve(facts(), microUsd(41), [claim(100)])).toEqual({
      ok: false,
      budget: "month {}",
      settled: 0,
      reserved: 60,
      windowEnd: 1000,
    });
    await ledger.settle(first, microUsd(20), record("a", 20));
    expect(ledger.spent(claim(100))).toBe(20);
    const second = await reserved(ledger, 80, [claim(100)]);
    await ledger.release(second);
    expect(ledger.spent(claim(100))).toBe(20);
  });

  test("all budgets take it, or none", async () => {
    const ledger = openSqliteLedger(":memory:");
    const wide = claim(1000, "wide {}");
    const narrow = claim(10, "narrow {}");
    expect(await ledger.reserve(facts(), microUsd(50), [wide, narrow])).toMatchObject({
      ok: false,
      budget: "narrow {}",
    });
    expect(ledger.spent(wide)).toBe(0);
  });

  test("a budget that does not block counts without a limit", async () => {
    const ledger = openSqliteLedger(":memory:");
    await reserved(ledger, 5_000_000, [claim(undefined)]);
    expect(ledger.spent(claim(undefined))).toBe(5_000_000);
  });

  test("a reservation ends once", async () => {
    const ledger = openSqliteLedger(":memory:");
    const reservation = await reserved(ledger, 60, [claim(100)]);
    await ledger.release(reservation);
    await expect(ledger.settle(reservation, microUsd(1), record("twice", 1))).rejects.toThrow(
      /ledger\.unknown-reservation/,
    );
    expect(ledger.spent(claim(100))).toBe(0);
    expect(await ledger.decision("twice")).toBeUndefined();
  });

  test("a budget that is new in its window starts with what was spent before it", async () => {
    const ledger = openSqliteLedger(":memory:");
    await ledger.record(record("before", 70));
    await ledger.record(record("other window", 500, 2000));
    const scoped = { ...claim(100, "new"), scope: { provider: "alpha" } };
    const other = { ...claim(100, "other"), scope: { provider: "beta" } };
    expect(ledger.spent(scoped)).toBe(70);
    expect(await ledger.reserve(facts(), microUsd(31), [scoped])).toMatchObject({ ok: false, settled: 70 });
    expect(await ledger.reserve(facts(), microUsd(30), [scoped, other])).toMatchObject({ ok: true });
    expect(ledger.spent(other)).toBe(30);
  });

  test("in any order of reserving, settling and releasing, no blocking limit is passed and nothing gets lost", async () => {
    const step = fc.record({
      kind: fc.constantFrom("reserve" as const, "settle" as const, "release" as const),
      amount: fc.integer({ min: 0, max: 60 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 200 }), async (steps, limit) => {
        const ledger = openSqliteLedger(":memory:");
        const held: { id: string; amount: number }[] = [];
        let settled = 0;
        for (const { kind, amount, part } of steps) {
          if (kind === "reserve") {
            const fits = settled + held.reduce((sum, one) => sum + one.amount, 0) + amount <= limit;
            const result = await ledger.reserve(facts(), microUsd(amount), [claim(limit)]);
            expect(result.ok).toBe(fits);
            if (result.ok) held.push({ id: result.reservation, amount });
          } else {
            const one = held.shift();
            if (!one) continue;
            const cost = kind === "settle" ? Math.floor(one.amount * part) : 0;
            if (kind === "settle") await ledger.settle(one.id, microUsd(cost), record(facts().decision, cost));
            else await ledger.release(one.id);
            settled += cost;
          }
          const spent = ledger.spent(claim(limit));
          expect(spent).toBe(settled + held.reduce((sum, one) => sum + one.amount, 0));
          expect(spent).toBeLessThanOrEqual(limit);
        }
        ledger.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe("the file", () => {
  test("keeps everything over a restart, and two openers share the budgets", async () => {
    const file = ledgerFile();
    const first = openSqliteLedger(file);
    const second = openSqliteLedger(file);
    await reserved(first, 60, [claim(100)]);
    expect(await second.reserve(facts(), microUsd(60), [claim(100)])).toMatchObject({ ok: false, reserved: 60 });
    first.close();
    second.close();
  });

  test("reservations of a process that died are settled at their amount and marked", async () => {
    const file = ledgerFile();
    const before = openSqliteLedger(file);
    await reserved(before, 60, [claim(100)]);
    before.close();
    // Opening it in the process that held them is the same to the ledger as opening it after that process died.
    const after = openSqliteLedger(file);
    expect(after.orphans).toBe(1);
    expect(after.spent(claim(100))).toBe(60);
    expect(await after.decisions(10)).toMatchObject([
      { outcome: "orphaned", costMicroUsd: 60, usageBasis: "reservation" },
    ]);
    after.close();
    const again = openSqliteLedger(file);
    expect(again.orphans).toBe(0);
    again.close();
  });

  test("a newer version is refused, and so is a file that is no ledger", () => {
    const file = ledgerFile();
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(() => openSqliteLedger(file)).toThrow(/ledger\.newer-version/);
    writeFileSync(file, "this is no database, but it is long enough to be looked at ".repeat(50));
    expect(() => openSqliteLedger(file)).toThrow(/not a database/);
  });
});

describe("records", () => {
  test("totals by any dimension", async () => {
    const ledger = openSqliteLedger(":memory:");
    await ledger.record(record("a", 20));
    await ledger.record({ ...record("b", 30), provider: "beta", workload: "other" });
    await ledger.record({ ...record("c", 0), outcome: "budget.exhausted", usage: null, provider: null });
    await ledger.record({ ...record("d", 0), outcome: "upstream.timeout", usage: null, provider: null });
    await ledger.record({ ...record("e", null) });
    const [all] = await ledger.totals([]);
    expect(all).toEqual({
      group: {},
      requests: 5,
      served: 3,
      refused: 1,
      failed: 1,
      inputTokens: 30,
      outputTokens: 15,
      costMicroUsd: 50,
      unpriced: 1,
    });
    const byProvider = await ledger.totals(["provider"]);
    expect(byProvider.map(({ group, costMicroUsd }) => [group.provider, costMicroUsd])).toEqual([
      ["beta", 30],
      ["alpha", 20],
      [null, 0],
    ]);
    expect(await ledger.totals(["workload"], { since: 501 })).toEqual([]);
  });

  test("a record comes back as it was, the newest first", async () => {
    const ledger = openSqliteLedger(":memory:");
    await ledger.record(record("a", 1, 100));
    await ledger.record(record("b", 2, 200));
    expect((await ledger.decisions(10)).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(await ledger.decision("a")).toMatchObject({ id: "a", costMicroUsd: 1 });
    expect(await ledger.decision("none")).toBeUndefined();
  });
});

describe("virtual keys", () => {
  test("are found by hash, never stored in the clear, and end when revoked", async () => {
    const file = ledgerFile();
    const ledger = openSqliteLedger(file);
    const { secret, hash, key } = createKey({ name: "test", businessUnit: "sales", permissions: ["pin"] }, 7);
    await ledger.addKey(key, hash);
    expect(ledger.findKey(hashKey(secret))).toEqual(key);
    expect(ledger.findKey(hashKey("fl_other"))).toBeUndefined();
    expect(JSON.stringify(await ledger.keys())).not.toContain(secret);
    expect(await ledger.revokeKey(key.id, 9)).toBe(true);
    expect(await ledger.revokeKey(key.id, 10)).toBe(false);
    expect(ledger.findKey(hash)?.revokedAt).toBe(9);
    ledger.close();
  });

  test("two keys are never the same", () => {
    const secrets = new Set(Array.from({ length: 100 }, () => createKey({ name: "n", businessUnit: null }, 0).secret));
    expect(secrets.size).toBe(100);
  });
});

test("zero is an amount like any other", async () => {
  const ledger = openSqliteLedger(":memory:");
  expect(await ledger.reserve(facts(), ZERO_USD, [claim(0)])).toMatchObject({ ok: true });
});

test("a full disk refuses what it can not hold, breaks nothing, and works again when there is room", async () => {
  const database = new DatabaseSync(ledgerFile());
  const ledger = new SqliteLedger(database);
  const held: string[] = [];
  database.exec("PRAGMA max_page_count = 30");
  await expect(
    (async () => {
      for (;;) held.push(await reserved(ledger, 1, [claim(1_000_000)]));
    })(),
  ).rejects.toThrow(/full/);
  expect(held.length).toBeGreaterThan(10);
  expect(ledger.spent(claim(1_000_000))).toBe(held.length);
  database.exec("PRAGMA max_page_count = 10000");
  for (const [index, reservation] of held.entries())
    await ledger.settle(reservation, microUsd(1), record(`full_${index}`, 1));
  expect(ledger.funds(claim(1_000_000))).toEqual({ settled: held.length, reserved: 0 });
  ledger.close();
});

test("a window that is opened keeps its sum, and is opened once", async () => {
  const ledger = openSqliteLedger(":memory:");
  await ledger.record(record("before", 70));
  ledger.open(claim(100));
  await ledger.record(record("counted by nobody", 5));
  ledger.open(claim(100));
  expect(ledger.funds(claim(100))).toEqual({ settled: 70, reserved: 0 });
});

test("a passing key is known as long as the ledger is open, and is not written", async () => {
  const file = ledgerFile();
  const { hash, key } = createKey({ name: "passing", businessUnit: null }, 1);
  const ledger = openSqliteLedger(file);
  ledger.addPassingKey(key, hash);
  expect(ledger.findKey(hash)?.name).toBe("passing");
  expect(await ledger.keys()).toEqual([]);
  ledger.close();
  const again = openSqliteLedger(file);
  expect(again.findKey(hash)).toBeUndefined();
  again.close();
});
