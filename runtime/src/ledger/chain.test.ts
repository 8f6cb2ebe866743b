import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { canonicalJson } from "../policy/generation.ts";
import { canonicalRecord } from "./canonical-record.ts";
import { chainHash, GENESIS, parseAnchors } from "./chain.ts";
import { openSqliteLedger, SqliteLedger } from "./sqlite-store.ts";
import { testRecord } from "./testing.ts";
import type { DecisionRecord } from "./types.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function ledgerFile(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-chain-"));
  folders.push(folder);
  return path.join(folder, "ledger.sqlite");
}

/** A ledger of so many records, one a second, and its database for tampering. */
async function filled(count: number): Promise<{ ledger: SqliteLedger; database: DatabaseSync }> {
  const database = new DatabaseSync(":memory:");
  const ledger = new SqliteLedger(database);
  for (let index = 1; index <= count; index += 1)
    await ledger.record(testRecord(`dec_${index}`, { at: index * 1000, costMicroUsd: index }));
  return { ledger, database };
}

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const words = fc.string({ maxLength: 8 });
const count = fc.nat({ max: 9000 });

const anyRecord: fc.Arbitrary<DecisionRecord> = fc
  .record({
    attempts: fc.array(
      fc.record(
        {
          deployment: words,
          startedMs: count,
          endedMs: count,
          outcome: fc.constantFrom("ok" as const, "failed" as const, "cancelled" as const),
          failure: words,
          status: count,
          providerCode: words,
          message: words,
          recordedIn: words,
        },
        { requiredKeys: ["deployment", "startedMs", "endedMs", "outcome"] },
      ),
      { maxLength: 3 },
    ),
    candidates: fc.array(fc.record({ deployment: words, because: words }), { maxLength: 3 }),
    rejected: fc.array(
      fc.record({ deployment: words, rejections: fc.array(fc.record({ rule: words, reason: words })) }),
      { maxLength: 3 },
    ),
    usage: fc.option(
      fc.record({
        input: optional(count),
        output: optional(count),
        cachedInput: optional(count),
        cacheWrite: optional(count),
        reasoning: optional(count),
      }),
    ),
    warnings: fc.array(fc.record({ budget: words, at: words, action: words }), { maxLength: 2 }),
    costMicroUsd: fc.option(count),
    trace: fc.option(words),
    workload: words,
    detected: fc.array(words),
    continuedFrom: words,
    continuedBy: words,
    facts: fc.record(
      {
        capabilities: fc.array(words),
        choices: count,
        inputTokens: count,
        inputTokensAtMost: count,
        maxOutputTokens: count,
        model: words,
        pin: words,
      },
      { requiredKeys: ["capabilities", "choices", "inputTokens", "inputTokensAtMost"] },
    ),
  })
  .map((change) => testRecord("dec_any", change));

describe("the canonical text", () => {
  test("is that of canonicalJson, whatever the record", () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(canonicalRecord(record)).toBe(canonicalJson(record));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test("has every member of a record, and no other", () => {
    const { price: _, ...older } = testRecord("dec_old");
    for (const record of [testRecord("dec_1"), older])
      expect(Object.keys(JSON.parse(canonicalRecord(record)))).toEqual(Object.keys(record).sort());
  });
});

describe("verifying", () => {
  test("records as they were written are whole, and the anchor is the last of them", async () => {
    const { ledger, database } = await filled(5);
    const rows = database.prepare("SELECT hash, record FROM records ORDER BY place").all();
    const last = rows.reduce((previous, { record }) => chainHash(previous, String(record)), GENESIS);
    expect(await ledger.verify()).toEqual({ records: 5, removed: 0, anchor: `5:${last}`, broken: undefined });
  });

  test("an empty ledger is whole", async () => {
    expect(await openSqliteLedger(":memory:").verify()).toMatchObject({ records: 0, broken: undefined });
  });

  test.each([
    ["a text", "UPDATE records SET record = replace(record, '\"served\"', '\"failed\"') WHERE place = 3", 3, /text/],
    ["a hash", "UPDATE records SET hash = 'f' || substr(hash, 2) || '0' WHERE place = 3", 3, /text/],
    ["a cost in its column", "UPDATE records SET cost = 0 WHERE place = 4", 4, /column cost/],
    ["who pays in its column", "UPDATE records SET business_unit = 'other' WHERE place = 2", 2, /column business_unit/],
    ["one removed", "DELETE FROM records WHERE place = 3", 4, /record 3 is missing/],
    ["the first two removed", "DELETE FROM records WHERE place <= 2", 3, /records 1 to 2 are missing/],
    [
      "two exchanged",
      "UPDATE records SET place = 99 WHERE place = 2; UPDATE records SET place = 2 WHERE place = 3; UPDATE records SET place = 3 WHERE place = 99",
      2,
      /text/,
    ],
    ["text that is no JSON", "UPDATE records SET record = '{' WHERE place = 1", 1, /text/],
  ])("%s is named", async (_what, tampering, place, reason) => {
    const { ledger, database } = await filled(6);
    database.exec(tampering);
    const { broken } = await ledger.verify();
    expect(broken).toMatchObject({ place });
    expect(broken?.reason).toMatch(reason);
  });

  test("an anchor noted before tells of a chain that was written anew, or cut at its end", async () => {
    const { ledger, database } = await filled(6);
    const anchor = parseAnchors((await ledger.verify()).anchor);
    if (!anchor) throw new Error("no anchor");
    expect(await ledger.verify(anchor)).toMatchObject({ broken: undefined });
    await ledger.record(testRecord("dec_7", { at: 7000 }));
    expect(await ledger.verify(anchor)).toMatchObject({ records: 7, broken: undefined });

    const other = await filled(3);
    for (let index = 4; index <= 6; index += 1)
      await other.ledger.record(testRecord(`dec_${index}`, { at: index * 1000, costMicroUsd: 1 }));
    expect((await other.ledger.verify()).broken).toBeUndefined();
    expect((await other.ledger.verify(anchor)).broken).toMatchObject({ place: 6 });

    database.exec("DELETE FROM records WHERE place >= 5");
    expect((await ledger.verify()).broken).toBeUndefined();
    expect((await ledger.verify(anchor)).broken).toMatchObject({ place: 6, reason: expect.stringContaining("5 to 6") });
  });

  test.each(["", "5", "5:abc", "x:".padEnd(66, "0"), `-1:${GENESIS}`])("%j is no anchor", (text) => {
    expect(parseAnchors(text)).toBeUndefined();
  });

  test("any change of any byte of a text is found at its place", async () => {
    const { ledger, database } = await filled(4);
    const texts = database.prepare("SELECT record FROM records ORDER BY place").all();
    const put = database.prepare("UPDATE records SET record = ? WHERE place = ?");
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        fc.constantFrom("x", "0", " "),
        async (place, at, by) => {
          const text = String(texts[place - 1]?.record);
          const cut = at % text.length;
          fc.pre(text[cut] !== by);
          put.run(`${text.slice(0, cut)}${by}${text.slice(cut + 1)}`, place);
          const { broken } = await ledger.verify();
          put.run(text, place);
          expect(broken?.place).toBe(place);
        },
      ),
      { seed: 12, numRuns: 200 },
    );
  });

  test("two processes on one file make one chain", async () => {
    const file = ledgerFile();
    const ledgers = [openSqliteLedger(file), openSqliteLedger(file)] as const;
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => ledgers[index % 2 === 0 ? 0 : 1].record(testRecord(`dec_${index}`))),
    );
    expect(await ledgers[0].verify()).toMatchObject({ records: 60, broken: undefined });
    for (const ledger of ledgers) ledger.close();
  });
});

describe("retention", () => {
  test("removes what is older, and leaves a chain that is whole", async () => {
    const { ledger } = await filled(10);
    expect(await ledger.removeBefore(5000, 20_000)).toBe(4);
    expect((await ledger.decisions(100)).map(({ id }) => id).at(-1)).toBe("dec_5");
    expect(await ledger.verify()).toMatchObject({ records: 7, removed: 4, broken: undefined });
    expect(await ledger.removeBefore(5000, 20_000)).toBe(0);
    expect((await ledger.totals([]))[0]).toMatchObject({ requests: 6 });
  });

  test("again and again, until only the checkpoint is left", async () => {
    const { ledger } = await filled(10);
    for (const [moment, gone] of [
      [3000, 2],
      [8000, 5],
      [30_000, 3],
      [90_000, 0],
    ] as const) {
      expect(await ledger.removeBefore(moment, moment + 1)).toBe(gone);
      expect((await ledger.verify()).broken).toBeUndefined();
    }
    await ledger.record(testRecord("dec_later", { at: 40_000 }));
    expect((await ledger.verify()).broken).toBeUndefined();
    expect(await ledger.decisions(100)).toHaveLength(1);
  });

  test("more than goes into one transaction", async () => {
    const { ledger } = await filled(0);
    await Promise.all(Array.from({ length: 4500 }, (_, index) => ledger.record(testRecord(`dec_${index}`))));
    expect(await ledger.removeBefore(1000, 5000)).toBe(4500);
    expect((await ledger.verify()).broken).toBeUndefined();
  });

  test("a checkpoint can not be made up, changed or taken away", async () => {
    const { ledger, database } = await filled(10);
    await ledger.removeBefore(5000, 20_000);
    database.exec("UPDATE records SET record = replace(record, '\"decisions\":4', '\"decisions\":3') WHERE place = 11");
    expect((await ledger.verify()).broken).toMatchObject({ place: 11 });
    database.exec("DELETE FROM records WHERE kind = 'checkpoint'");
    expect((await ledger.verify()).broken).toMatchObject({ place: 5 });
  });

  test("a record that began early and ended late stays with those beside it", async () => {
    const { ledger } = await filled(2);
    await ledger.record(testRecord("dec_slow", { at: 100 }));
    expect(await ledger.removeBefore(1500, 20_000)).toBe(1);
    expect((await ledger.decisions(10)).map(({ id }) => id)).toEqual(["dec_2", "dec_slow"]);
  });
});

test("a ledger of the first version keeps its records, now chained", async () => {
  const file = ledgerFile();
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE virtual_keys (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, business_unit TEXT,
      default_workload TEXT, workloads TEXT NOT NULL, permissions TEXT NOT NULL, created_at INTEGER NOT NULL,
      revoked_at INTEGER) STRICT;
    CREATE TABLE budget_windows (budget TEXT NOT NULL, window_start INTEGER NOT NULL, window_end INTEGER NOT NULL,
      reserved INTEGER NOT NULL, settled INTEGER NOT NULL, PRIMARY KEY (budget, window_start)) STRICT, WITHOUT ROWID;
    CREATE TABLE reservations (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, amount INTEGER NOT NULL,
      claims TEXT NOT NULL, facts TEXT NOT NULL) STRICT;
    CREATE TABLE decisions (id TEXT PRIMARY KEY, at INTEGER NOT NULL, business_unit TEXT NOT NULL,
      workload TEXT NOT NULL, provider TEXT, model TEXT, deployment TEXT, outcome TEXT NOT NULL, input_tokens INTEGER,
      output_tokens INTEGER, cost INTEGER, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX decisions_at ON decisions (at);
    PRAGMA user_version = 1`);
  const insert = database.prepare("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const [id, at] of [
    ["dec_b", 2],
    ["dec_a", 1],
    ["dec_c", 3],
  ] as const) {
    const { price: _, ...record } = testRecord(id, { at });
    insert.run(id, at, "sales", "chat", "alpha", "large", "large@alpha", "served", 10, 20, 210, JSON.stringify(record));
  }
  database.close();
  const ledger = openSqliteLedger(file);
  expect(await ledger.verify()).toMatchObject({ records: 3, broken: undefined });
  expect((await ledger.decisions(10)).map(({ id }) => id)).toEqual(["dec_c", "dec_b", "dec_a"]);
  expect((await ledger.totals(["key"]))[0]).toMatchObject({ group: { key: "key_1" }, requests: 3, costMicroUsd: 630 });
  await ledger.record(testRecord("dec_d"));
  expect(await ledger.verify()).toMatchObject({ records: 4, broken: undefined });
  ledger.close();
});

test("filters and totals by every dimension", async () => {
  const ledger = openSqliteLedger(":memory:");
  const day = Date.parse("2026-11-22T10:30:00Z");
  await ledger.record(testRecord("dec_1", { at: day, key: "key_a", sensitivity: "internal" }));
  await ledger.record(testRecord("dec_2", { at: day + 3_600_000, provider: "beta", deployment: "large@beta" }));
  await ledger.record(testRecord("dec_3", { at: day + 86_400_000, outcome: "budget.exhausted", costMicroUsd: 0 }));
  const ids = async (filter: Parameters<SqliteLedger["decisions"]>[1]): Promise<string[]> =>
    (await ledger.decisions(10, filter)).map(({ id }) => id);
  expect(await ids({ key: "key_a" })).toEqual(["dec_1"]);
  expect(await ids({ provider: "beta", model: "large" })).toEqual(["dec_2"]);
  expect(await ids({ outcome: "budget.exhausted" })).toEqual(["dec_3"]);
  expect(await ids({ since: day + 1, until: day + 86_400_000 })).toEqual(["dec_2"]);
  expect(await ids({ workload: "' OR 1 = 1 --" })).toEqual([]);
  const groups = async (...by: Parameters<SqliteLedger["totals"]>[0]): Promise<unknown[]> =>
    (await ledger.totals(by)).map(({ group, requests }) => [...Object.values(group), requests]);
  expect(await groups("day")).toEqual([
    ["2026-11-22", 2],
    ["2026-11-23", 1],
  ]);
  expect(await groups("hour", "provider")).toEqual([
    ["2026-11-22T10:00Z", "alpha", 1],
    ["2026-11-22T11:00Z", "beta", 1],
    ["2026-11-23T10:00Z", "alpha", 1],
  ]);
  expect(await groups("sensitivity", "month")).toEqual([
    ["public", "2026-11", 2],
    ["internal", "2026-11", 1],
  ]);
});

test("records come page by page, and the ledger may be written meanwhile", async () => {
  const { ledger } = await filled(1200);
  let seen = 0;
  for await (const { id } of ledger.records({ until: 1_200_001 })) {
    seen += 1;
    if (seen === 10) await ledger.record(testRecord("dec_between", { at: 5_000_000 }));
    expect(id).toBe(`dec_${seen}`);
  }
  expect(seen).toBe(1200);
});
