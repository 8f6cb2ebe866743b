import { type AddressInfo, connect, createServer } from "node:net";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { microUsd } from "../../documents/money.ts";
import { parseAnchors } from "../chain.ts";
import { createKey } from "../keys.ts";
import { StoreLostError } from "../store-lost.ts";
import { testRecord } from "../testing.ts";
import type { BudgetClaim, ReservationFacts } from "../types.ts";
import { openPostgresBooks } from "./postgres-books.ts";
import { openPostgresLedger, type PostgresLedger, type PostgresOptions } from "./postgres-ledger.ts";
import { startTestDatabase, type TestDatabase } from "./test-database.ts";

const LEASE_MS = 600;

let database: TestDatabase;
let url: string;
const ledgers: PostgresLedger[] = [];
let decisions = 0;

beforeAll(async () => {
  database = await startTestDatabase();
  ({ url } = database);
});
afterAll(() => database.close());
beforeEach(() => database.clear());
afterEach(async () => {
  await Promise.all(ledgers.splice(0).map((ledger) => ledger.close()));
});

async function open(options: PostgresOptions = {}): Promise<PostgresLedger> {
  const ledger = await openPostgresLedger(url, options);
  ledgers.push(ledger);
  return ledger;
}

/** A process that dies: it is not heard of any more, and says nothing before. */
async function kill(ledger: PostgresLedger): Promise<void> {
  ledgers.splice(ledgers.indexOf(ledger), 1);
  await ledger.vanish();
}

const claim = (blockAt: number | undefined, budget = "month"): BudgetClaim => ({
  budget,
  windowStart: 0,
  windowEnd: 4_000_000_000_000,
  blockAt: blockAt === undefined ? undefined : microUsd(blockAt),
  scope: {},
});

function facts(change: Partial<ReservationFacts> = {}): ReservationFacts {
  decisions += 1;
  return {
    decision: `dec_${decisions}`,
    at: 500,
    key: "key_1",
    businessUnit: "sales",
    workload: "chat",
    sensitivity: "public",
    generation: "gen_1",
    deployment: "large@alpha",
    provider: "alpha",
    model: "large",
    ...change,
  };
}

async function reserve(ledger: PostgresLedger, amount: number, claims: BudgetClaim[]): Promise<string | undefined> {
  const result = await ledger.reserve(facts(), microUsd(amount), claims);
  return result.ok ? result.reservation : undefined;
}

async function spend(ledger: PostgresLedger, amount: number, cost: number, claims: BudgetClaim[]): Promise<boolean> {
  const about = facts();
  const result = await ledger.reserve(about, microUsd(amount), claims);
  if (!result.ok) return false;
  await ledger.settle(result.reservation, microUsd(cost), testRecord(about.decision, { costMicroUsd: cost }));
  return true;
}

async function query<T>(text: string): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return (rows ?? []) as T[];
}

describe("budgets", () => {
  test("three processes and one budget: exactly what it pays for, whoever asks first", async () => {
    const all = await Promise.all([open(), open(), open()]);
    const results = await Promise.all(
      Array.from({ length: 120 }, (_, at) => reserve(all[at % 3] as PostgresLedger, 100, [claim(5_000)])),
    );
    // What others hold and do not need comes back when somebody waits for it.
    let held = results.filter((one) => one !== undefined).length;
    await expect
      .poll(async () => {
        for (const ledger of all) {
          ledger.want([claim(5_000)]);
          if ((await reserve(ledger, 100, [claim(5_000)])) !== undefined) held += 1;
        }
        return held;
      })
      .toBe(50);
    expect(await reserve(all[0] as PostgresLedger, 1, [claim(5_000)])).toBeUndefined();
  });

  test("a reservation usually waits for nothing: most find their money leased", async () => {
    const ledger = await open();
    await spend(ledger, 100, 40, [claim(1_000_000)]);
    const before = (await query<{ last_number: string }>("SELECT last_number FROM fairlead.processes"))[0]?.last_number;
    const held = await Promise.all(Array.from({ length: 10 }, () => reserve(ledger, 10, [claim(1_000_000)])));
    expect(held).not.toContain(undefined);
    const after = (await query<{ last_number: string }>("SELECT last_number FROM fairlead.processes"))[0]?.last_number;
    // They are told in one batch, and no other was needed to get the money.
    expect(Number(after) - Number(before)).toBeLessThanOrEqual(2);
  });

  test("what is settled and what comes back is the same for all, and survives the process", async () => {
    const [one, two] = [await open(), await open()];
    expect(await spend(one, 300, 120, [claim(1000), claim(undefined, "soft")])).toBe(true);
    const held = await reserve(two, 200, [claim(1000)]);
    await two.preload([claim(1000), claim(undefined, "soft")]);
    expect(two.funds(claim(1000)).settled).toBe(120);
    expect(two.spent(claim(undefined, "soft"))).toBe(120);
    await two.release(held ?? "");
    await Promise.all([one.close(), two.close()]);
    ledgers.length = 0;
    const three = await open();
    await three.preload([claim(1000)]);
    expect(three.funds(claim(1000))).toEqual({ settled: 120, reserved: 0 });
    // Nothing is stranded: all that is left can be had.
    expect(await reserve(three, 880, [claim(1000)])).toBeDefined();
  });

  test("a limit that was lowered holds, whatever is leased", async () => {
    const ledger = await open();
    await spend(ledger, 400, 300, [claim(100_000)]);
    expect(await reserve(ledger, 100, [claim(350)])).toBeUndefined();
    expect(await reserve(ledger, 50, [claim(350)])).toBeDefined();
  });

  test("all windows or none", async () => {
    const ledger = await open();
    expect(await reserve(ledger, 60, [claim(100, "a"), claim(50, "b")])).toBeUndefined();
    expect(ledger.funds(claim(100, "a")).reserved).toBe(0);
    expect(await reserve(ledger, 100, [claim(100, "a")])).toBeDefined();
  });

  test("a budget that is made later counts what was spent before", async () => {
    const ledger = await open();
    await spend(ledger, 500, 210, []);
    await ledger.preload([{ ...claim(1000, "late"), scope: { workload: "chat" } }]);
    expect(ledger.spent({ ...claim(1000, "late"), scope: { workload: "chat" } })).toBe(210);
  });
});

describe("death", () => {
  test("what a dead process had reserved is settled as orphaned, and what it had leased comes back", async () => {
    const [dead, alive] = [await open({ leaseMs: LEASE_MS }), await open({ leaseMs: LEASE_MS })];
    await spend(dead, 100, 10, [claim(10_000)]);
    expect(await reserve(dead, 700, [claim(10_000)])).toBeDefined();
    await kill(dead);
    await expect
      .poll(() => alive.totals(["outcome"]))
      .toMatchObject([
        { group: { outcome: "orphaned" }, costMicroUsd: 700 },
        { group: { outcome: "served" }, costMicroUsd: 10 },
      ]);
    await alive.preload([claim(10_000)]);
    expect(alive.funds(claim(10_000))).toEqual({ settled: 710, reserved: 0 });
    expect(await reserve(alive, 9_290, [claim(10_000)])).toBeDefined();
    expect(await alive.verify()).toMatchObject({ records: 2, broken: undefined });
  });

  test("one that was taken for dead begins anew: what was buried stays orphaned, once", async () => {
    const fault = vi.fn();
    const ledger = await open({ leaseMs: LEASE_MS, fault });
    const about = facts();
    const held = await ledger.reserve(about, microUsd(500), [claim(10_000)]);
    if (!held.ok) throw new Error("refused");
    await ledger.preload([claim(10_000)]);
    await query(
      "UPDATE fairlead.processes SET seen_at = now() - interval '1 hour'; SELECT fairlead.bury('', id, '[]') FROM fairlead.processes",
    );
    const grave = await open();
    await expect.poll(() => fault.mock.calls.length).toBeGreaterThan(0);
    await expect(ledger.settle(held.reservation, microUsd(20), testRecord(about.decision))).rejects.toThrow(
      "ledger.unknown-reservation",
    );
    expect(await spend(ledger, 100, 30, [claim(10_000)])).toBe(true);
    await grave.preload([claim(10_000)]);
    expect(grave.funds(claim(10_000)).settled).toBe(530);
  });

  test("one that was stopped for nearly as long as its lease asks before it spends what may be another's by now", async () => {
    let stopped = 0;
    const ledger = await open({ leaseMs: 60_000, monotonic: () => performance.now() + stopped });
    await spend(ledger, 500, 10, [claim(10_000)]);
    const client = new pg.Client(url);
    await client.connect();
    // Nothing is answered while the table is locked.
    const lock = "BEGIN; LOCK TABLE fairlead.processes";
    await client.query(lock);
    const pause = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 300, "waits"));
    expect(await reserve(ledger, 20, [claim(10_000)])).toBeDefined();
    await client.query("COMMIT");
    await ledger.preload([claim(10_000)]);
    await client.query(lock);
    stopped = 55_000;
    const asking = reserve(ledger, 20, [claim(10_000)]);
    expect(await Promise.race([asking, pause()])).toBe("waits");
    await client.query("COMMIT");
    await client.end();
    expect(await asking).toBeDefined();
  });

  test("one that stood still itself does not take the store for away: the answer is there, unread", async () => {
    const ledger = await open();
    await spend(ledger, 100, 40, [claim(100_000)]);
    const connections = (): Promise<unknown[]> =>
      query("SELECT pid FROM pg_stat_activity WHERE query LIKE '%fairlead.exchange%' AND pid <> pg_backend_pid()");
    const before = await connections();
    expect(before).toHaveLength(1);
    // The store is busy for a moment, and has answered long before the process goes on.
    const busy = query("BEGIN; LOCK TABLE fairlead.processes; SELECT pg_sleep(1); COMMIT");
    await expect.poll(() => query("SELECT FROM pg_locks WHERE mode = 'AccessExclusiveLock'")).toHaveLength(1);
    const asked = reserve(ledger, 50_000, [claim(100_000)]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    // At this place of the event loop timers come next, and sockets are read after them.
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
    await busy;
    expect(await asked).toBeDefined();
    expect(await reserve(ledger, 50, [claim(100_000)])).toBeDefined();
    expect(await connections()).toEqual(before);
  });

  test("a database that is killed and comes again: nothing that was answered is lost or counted twice", async () => {
    const ledger = await open();
    await spend(ledger, 100, 40, [claim(100_000)]);
    await database.kill();
    await expect.poll(() => ledger.isReachable).toBe(false);
    await expect(reserve(ledger, 10, [claim(100_000)])).rejects.toThrow(StoreLostError);
    const unattended = facts({ unattended: true });
    const held = await ledger.reserve(unattended, microUsd(5), [claim(100_000)]);
    if (!held.ok) throw new Error("refused");
    await ledger.settle(held.reservation, microUsd(3), testRecord(unattended.decision, { costMicroUsd: 3 }));
    // More than is leased may not be spent blindly.
    await expect(ledger.reserve(facts({ unattended: true }), microUsd(90_000), [claim(100_000)])).rejects.toThrow(
      StoreLostError,
    );
    await database.restart();
    await expect.poll(() => ledger.isReachable).toBe(true);
    expect(await spend(ledger, 100, 50, [claim(100_000)])).toBe(true);
    await ledger.preload([claim(100_000)]);
    expect(ledger.funds(claim(100_000))).toEqual({ settled: 93, reserved: 0 });
    expect((await ledger.totals([]))[0]).toMatchObject({ requests: 3, costMicroUsd: 93 });
    expect((await ledger.verify()).broken).toBeUndefined();
  });

  test("a burst just before the store goes away leaves what ten requests more need", async () => {
    const ledger = await open();
    let going = 0;
    const ask = async (): Promise<void> => {
      const about = facts({ unattended: true });
      const result = await ledger.reserve(about, microUsd(100), [claim(1_000_000)]).catch(() => undefined);
      if (result?.ok) going += 1;
    };
    await ask();
    const client = new pg.Client(url);
    client.on("error", () => {});
    await client.connect();
    // Nothing is answered any more.
    await client.query("BEGIN; LOCK TABLE fairlead.processes");
    const burst = Array.from({ length: 64 }, ask);
    await expect.poll(() => going).toBeGreaterThan(1);
    const before = going;
    await database.kill();
    await Promise.all(burst);
    expect(going - before).toBeGreaterThanOrEqual(10);
    await database.restart();
    await expect.poll(() => ledger.isReachable).toBe(true);
  });

  test("what was served without the store is told in parts, and those who come then are not kept waiting for all", async () => {
    const ledger = await open();
    await database.kill();
    await expect.poll(() => ledger.isReachable).toBe(false);
    for (let at = 0; at < 1_700; at += 1) {
      const about = facts({ unattended: true });
      const held = await ledger.reserve(about, microUsd(5), [claim(undefined, "soft")]);
      if (!held.ok) throw new Error("refused");
      await ledger.settle(held.reservation, microUsd(2), testRecord(about.decision, { costMicroUsd: 2 }));
    }
    await database.restart();
    await expect.poll(() => ledger.isReachable).toBe(true);
    expect(await spend(ledger, 100, 50, [claim(100_000)])).toBe(true);
    expect((await ledger.totals([]))[0]).toMatchObject({ requests: 1_701, costMicroUsd: 3_450 });
    await ledger.preload([claim(undefined, "soft")]);
    expect(ledger.spent(claim(undefined, "soft"))).toBe(3_400);
    expect(await query("SELECT id FROM fairlead.reservations")).toEqual([]);
    expect((await ledger.verify()).broken).toBeUndefined();
  });

  test("a batch whose answer was lost is not applied twice", async () => {
    const ledger = await open();
    await spend(ledger, 100, 40, [claim(100_000)]);
    for (let round = 0; round < 10; round += 1) {
      const spending = Promise.all(Array.from({ length: 20 }, () => spend(ledger, 50, 7, [claim(100_000)])));
      await query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%exchange%' AND pid <> pg_backend_pid()",
      );
      await expect(spending).resolves.not.toContain(false);
    }
    await ledger.preload([claim(100_000)]);
    expect(ledger.funds(claim(100_000))).toEqual({ settled: 40 + 10 * 20 * 7, reserved: 0 });
    expect((await ledger.totals([]))[0]).toMatchObject({ requests: 201, costMicroUsd: 1440 });
  });
});

test("a pooler in between that does not pass on what others say is told of, and nobody is left behind", async () => {
  const port = Number(new URL(url).port);
  const pooler = createServer((caller) => {
    const store = connect(port, "127.0.0.1");
    caller.pipe(store);
    let rest = Buffer.alloc(0);
    store.on("data", (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      // A letter, the length of what follows with itself, and that: `A` is a notification.
      while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
        const message = rest.subarray(0, rest.readUInt32BE(1) + 1);
        rest = rest.subarray(message.length);
        if (message[0] !== 0x41) caller.write(message);
      }
    });
    for (const [one, other] of [[caller, store] as const, [store, caller] as const]) {
      one.on("close", () => other.destroy());
      one.on("error", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => pooler.listen(0, "127.0.0.1", resolve));
  const { port: own } = pooler.address() as AddressInfo;
  await expect(openPostgresLedger(url.replace(String(port), String(own)))).rejects.toThrow("ledger.no-notices");
  expect(await query("SELECT id FROM fairlead.processes")).toEqual([]);
  await new Promise((resolve) => pooler.close(resolve));
});

describe("records", () => {
  test("several may make the tables at once, and a newer version is refused", async () => {
    await Promise.all(Array.from({ length: 5 }, () => open()));
    await query("INSERT INTO fairlead.migrations VALUES (99, now())");
    await expect(openPostgresBooks(url)).rejects.toThrow("ledger.newer-version");
  });

  test("each process has a chain, taken up by the next; a change, a gap and a cut end are found", async () => {
    const [one, two] = [await open(), await open()];
    for (const ledger of [one, two, one]) await spend(ledger, 100, 10, []);
    await one.close();
    ledgers.splice(ledgers.indexOf(one), 1);
    const three = await open();
    await spend(three, 100, 10, []);
    const { anchor, ...rest } = await two.verify();
    expect(rest).toEqual({ records: 4, removed: 0, broken: undefined });
    const noted = parseAnchors(anchor);
    expect(noted?.map(({ chain, place }) => [chain, place])).toEqual([
      [1, 3],
      [2, 1],
    ]);
    await spend(two, 100, 10, []);
    expect((await two.verify(noted)).broken).toBeUndefined();
    await query("UPDATE fairlead.records SET cost = 1 WHERE chain = 1 AND place = 2");
    expect((await two.verify()).broken).toMatchObject({ chain: 1, place: 2, reason: expect.stringContaining("cost") });
    await query("UPDATE fairlead.records SET cost = 10; DELETE FROM fairlead.records WHERE chain = 1 AND place = 3");
    expect((await two.verify()).broken).toMatchObject({
      chain: 1,
      place: 3,
      reason: expect.stringContaining("at the end"),
    });
    await query("UPDATE fairlead.chains SET place = 2");
    expect((await two.verify(noted)).broken).toMatchObject({ chain: 1, place: 3 });
  });

  test("old ones go from every chain, and checkpoints take their places", async () => {
    const [one, two] = [await open(), await open()];
    for (const [at, ledger] of [one, two, one, two].entries()) {
      await ledger.record(testRecord(`dec_r${at}`, { at: at * 1000 }));
    }
    expect(await one.removeBefore(2000, 9000)).toBe(2);
    expect(await two.verify()).toMatchObject({ removed: 2, broken: undefined });
    expect((await two.decisions(10)).map(({ id }) => id)).toEqual(["dec_r3", "dec_r2"]);
    const read: string[] = [];
    for await (const { id } of two.records({ since: 2500 })) read.push(id);
    expect(read).toEqual(["dec_r3"]);
  });

  test("totals are those of the embedded ledger, by dimension and period", async () => {
    const ledger = await open();
    const day = Date.parse("2026-03-01T22:30:00Z");
    await ledger.record(testRecord("dec_a", { at: day }));
    await ledger.record(testRecord("dec_b", { at: day + 3 * 3_600_000, outcome: "budget.exhausted", costMicroUsd: 0 }));
    expect(await ledger.totals(["day", "outcome"])).toMatchObject([
      { group: { day: "2026-03-01", outcome: "served" }, requests: 1, served: 1, refused: 0, costMicroUsd: 210 },
      { group: { day: "2026-03-02", outcome: "budget.exhausted" }, requests: 1, served: 0, refused: 1 },
    ]);
    expect(await ledger.totals(["hour"], { until: day + 1 })).toMatchObject([{ group: { hour: "2026-03-01T22:00Z" } }]);
  });

  test("text of any kind comes back as it was", async () => {
    const ledger = await open();
    const message = "\u0000 \ud800 \u2028 'quoted' \\ 😀";
    const attempts = [{ deployment: "d", startedMs: 0, endedMs: 1, outcome: "failed" as const, message }];
    await ledger.record(testRecord("dec_odd", { attempts }));
    expect((await ledger.decision("dec_odd"))?.attempts[0]?.message).toBe(message);
    expect((await ledger.verify()).broken).toBeUndefined();
  });
});

test("keys made and revoked elsewhere are known here within a moment", async () => {
  const ledger = await open();
  const books = await openPostgresBooks(url);
  const { key, hash } = createKey({ name: "a", businessUnit: "sales", requestsPerMinute: 7 }, 1000);
  await books.addKey(key, hash);
  await expect.poll(() => ledger.findKey(hash)).toEqual(key);
  expect(await books.revokeKey(key.id, 2000)).toBe(true);
  expect(await books.revokeKey(key.id, 3000)).toBe(false);
  await expect.poll(() => ledger.findKey(hash)?.revokedAt).toBe(2000);
  await books.close();
});

test("health that one process sees is heard by the others", async () => {
  const [one, two] = [await open({ leaseMs: LEASE_MS }), await open({ leaseMs: LEASE_MS })];
  const hint = { deployment: "large@alpha", status: "open" as const, until: 5000 };
  const heard = vi.fn();
  one.shareHealth(
    () => [hint],
    () => {},
  );
  two.shareHealth(() => [], heard);
  await expect.poll(() => heard.mock.lastCall).toEqual([[hint]]);
});

test("texts change one after the other, by the clock of the store", async () => {
  const [one, two] = [await open(), await open()];
  const add = (text: string | undefined, now: number) => ({ text: String(Number(text ?? 0) + 1), result: now });
  const moments = await Promise.all(
    Array.from({ length: 40 }, (_, at) => (at % 2 ? one : two).shared.change("n", add)),
  );
  expect(await one.shared.change("n", (text) => ({ text: text ?? "", result: text }))).toBe("40");
  expect(Math.abs((moments[0] ?? 0) - Date.now())).toBeLessThan(10_000);
});
