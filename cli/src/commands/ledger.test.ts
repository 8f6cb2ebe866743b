import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createKey, openSqliteLedger, type SqliteLedger } from "@fairlead/runtime/ledger";
import { testRecord } from "@fairlead/runtime/ledger/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../run.ts";

const NOON = Date.parse("2026-11-22T12:00:00Z");
const HOUR = 3_600_000;
let folder: string;
let file: string;

async function fill(work: (ledger: SqliteLedger) => Promise<unknown>): Promise<void> {
  const ledger = openSqliteLedger(file);
  await work(ledger);
  ledger.close();
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "fairlead ledger "));
  file = path.join(folder, ".fairlead", "ledger.sqlite");
  await fill(async (ledger) => {
    await ledger.addKey(createKey({ name: "k", businessUnit: "sales" }, 0).key, "hash");
    await ledger.record(testRecord("dec_1", { at: NOON - 26 * HOUR }));
    await ledger.record(testRecord("dec_2", { at: NOON, provider: "beta", deployment: "large@beta", key: "key_2" }));
    await ledger.record(
      testRecord("dec_3", { at: NOON + HOUR, outcome: "budget.exhausted", status: 429, usage: null, costMicroUsd: 0 }),
    );
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function fairlead(...parameters: string[]): Promise<{ out: string; err: string; exit: number }> {
  const seen = { out: "", err: "", exit: 0 };
  await run(["ledger", ...parameters], {
    cwd: folder,
    env: {},
    now: () => NOON,
    stdout: (text) => {
      seen.out += text;
    },
    stderr: (text) => {
      seen.err += text;
    },
    setExitCode: (code) => {
      seen.exit = Math.max(seen.exit, code);
    },
    signal: new AbortController().signal,
  });
  return seen;
}

describe("query", () => {
  const ids = async (...parameters: string[]): Promise<string[]> =>
    (JSON.parse((await fairlead("query", "--format", "json", ...parameters)).out) as { id: string }[]).map(
      ({ id }) => id,
    );

  test("the newest first, filtered by time and dimension", async () => {
    expect(await ids()).toEqual(["dec_3", "dec_2", "dec_1"]);
    expect(await ids("--limit", "1")).toEqual(["dec_3"]);
    expect(await ids("--since", "2026-11-22", "--until", "2026-11-22T13:00:00Z")).toEqual(["dec_2"]);
    expect(await ids("--provider", "alpha", "--outcome", "served")).toEqual(["dec_1"]);
    expect(await ids("--key", "key_2")).toEqual(["dec_2"]);
    expect(await ids("--business-unit", "nobody")).toEqual([]);
  });

  test("as text, and as CSV with a header", async () => {
    expect((await fairlead("query", "--provider", "beta")).out).toBe(
      "2026-11-22T12:00:00.000Z  dec_2  chat  large@beta  served  1 attempts  0.00021 USD\n",
    );
    const [header, row, ...rest] = (await fairlead("query", "--format", "csv", "--key", "key_2")).out.split("\r\n");
    expect(rest).toEqual([""]);
    const cells = Object.fromEntries((header ?? "").split(",").map((name, at) => [name, (row ?? "").split(",")[at]]));
    expect(cells).toMatchObject({ id: "dec_2", key: "key_2", inputTokens: "10", costUsd: "0.00021", ttftMs: "" });
  });

  test("the older name still works; a date that is none is refused", async () => {
    expect((await fairlead("decisions", "--json")).out).toContain("dec_1");
    expect(await fairlead("query", "--since", "yesterday")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("cli.bad-date"),
    });
  });
});

describe("totals", () => {
  test("by day and provider, and by nothing", async () => {
    const { out } = await fairlead("totals", "--by", "day,provider", "--format", "csv");
    expect(out.split("\r\n").slice(0, 4)).toEqual([
      "day,provider,requests,served,refused,failed,inputTokens,outputTokens,unpriced,costUsd",
      "2026-11-21,alpha,1,1,0,0,10,20,0,0.00021",
      "2026-11-22,beta,1,1,0,0,10,20,0,0.00021",
      "2026-11-22,alpha,1,0,1,0,0,0,0,0.00",
    ]);
    expect((await fairlead("totals", "--by", "", "--since", "2026-11-22")).out).toMatch(/^requests.*\n +2 +1 +1/);
    expect(await fairlead("totals", "--by", "colour")).toMatchObject({ exit: 2 });
  });
});

describe("verify", () => {
  test("says that all is well, and gives an anchor that holds", async () => {
    const { out, exit } = await fairlead("verify");
    expect([exit, out]).toEqual([0, expect.stringContaining("3 records are as they were written.")]);
    const anchor = /^3:[0-9a-f]{64}$/m.exec(out)?.[0] ?? "";
    await fill((ledger) => ledger.record(testRecord("dec_4")));
    expect(await fairlead("verify", "--anchor", anchor)).toMatchObject({ exit: 0 });
  });

  test("names the first broken record and exits with 1", async () => {
    const database = new DatabaseSync(file);
    database.exec("UPDATE records SET cost = 0 WHERE id = 'dec_2'");
    database.close();
    const { out, exit } = await fairlead("verify");
    expect([exit, out]).toEqual([1, expect.stringContaining("ledger.broken Record 2 (dec_2): its column cost")]);
    expect(JSON.parse((await fairlead("verify", "--json")).out)).toMatchObject({ records: 1, broken: { place: 2 } });
  });

  test("an anchor that is none, and a ledger that is none", async () => {
    expect(await fairlead("verify", "--anchor", "7")).toMatchObject({ exit: 2 });
    expect(await fairlead("verify", "--ledger", "none.sqlite")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("ledger.not-found"),
    });
  });
});
