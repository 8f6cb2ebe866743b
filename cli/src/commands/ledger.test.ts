import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createKey, openSqliteLedger, type SqliteLedger } from "@fairlead/runtime/ledger";
import { testRecord } from "@fairlead/runtime/ledger/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NOON, runCommand } from "../testing/workspace.ts";

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

const fairlead = (...parameters: string[]) => runCommand(["ledger", ...parameters], folder);

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

describe("export and reconcile", () => {
  beforeEach(() => {
    writeFileSync(
      path.join(folder, "a.catalog.yaml"),
      `apiVersion: fairlead/v1
kind: Catalog
providers:
  alpha: { adapter: azure-openai, endpoint: "https://a.example", region: swedencentral, contract: terms, credentials: { env: A } }
contracts: { terms: { provider: alpha, metering: { tokens: per-million, requests: counted, toolCalls: not-metered } } }
models: { large: { supplier: acme, capabilities: [chat], contextWindow: 1000 } }
deployments: { large@alpha: { upstream: large-prod, price: { input: 1, output: 10 } } }
`,
    );
    writeFileSync(
      path.join(folder, "p.routing-policy.yaml"),
      `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: {} }
workloads: { chat: { businessUnit: sales, route: { candidates: [large@alpha] } } }
`,
    );
  });
  const invoice = (text: string): string => {
    writeFileSync(path.join(folder, "invoice.csv"), text);
    return "invoice.csv";
  };

  test("FOCUS rows carry what the catalog says, and add up to the totals", async () => {
    const { out, exit } = await fairlead("export", "--format", "focus", "--json");
    expect(exit).toBe(0);
    const { focusVersion, rows } = JSON.parse(out) as { focusVersion: string; rows: Record<string, string>[] };
    expect(focusVersion).toBe("1.3");
    expect(rows.reduce((sum, row) => sum + Number(row.BilledCost), 0)).toBeCloseTo(0.00042, 9);
    expect(rows[0]).toMatchObject({ HostProviderName: "Microsoft", RegionId: "swedencentral", PublisherName: "acme" });
    expect((await fairlead("export", "--since", "2026-11-22")).out.split("\r\n")).toHaveLength(4);
  });

  test("an invoice that agrees, one that does not, and one that can not be read", async () => {
    const fine =
      "Date,Product,Meter,Quantity,Cost\n2026-11-21,large-prod,Input,0.00001,0\n2026-11-21,large-prod,Output,0.00002,0\n";
    const agreed = await fairlead("reconcile", invoice(fine), "--provider", "alpha");
    expect([agreed.exit, agreed.out]).toEqual([0, expect.stringContaining("Nothing differs by more than 0.5 %.")]);
    const { exit, out } = await fairlead(
      "reconcile",
      invoice(`${fine}2026-11-21,large-prod,Requests,3,2.50\n2026-11-21,x,Hours,1,many\n`),
      "--provider",
      "alpha",
    );
    expect(exit).toBe(1);
    expect(out).toContain("large@alpha: requests: invoice 3, metered 1 (+2)");
    expect(out).toContain("the contract counts requests without billing them, the invoice bills 2.50 USD");
    expect(out).toContain('Row 5 of the invoice was not read: "many" is no number.');
  });

  test.each([
    [["none.csv", "--provider", "alpha"], "cli.unreadable-path"],
    [["invoice.csv", "--provider", "alhpa"], "cli.unknown-provider"],
    [["invoice.csv", "--provider", "alpha"], "cli.bad-invoice"],
    [["invoice.csv", "--provider", "alpha", "--column", "colour=x"], "cli.bad-option"],
    [["invoice.csv", "--provider", "alpha", "--map", "x=nothing@alpha"], "cli.unknown-deployment"],
    [["invoice.csv", "--provider", "alpha", "--tolerance", "lots"], "cli.bad-option"],
  ])("%j is refused with %s", async (parameters, code) => {
    invoice("a,b\n1,2\n");
    expect(await fairlead("reconcile", ...parameters)).toMatchObject({ exit: 2, err: expect.stringContaining(code) });
  });

  test("an invoice without dates needs a period, one in another currency a rate", async () => {
    const text = "Product,Meter,Quantity,Cost,Currency\nlarge,Output,0.00002,0.00015,EUR\n";
    const period = ["--since", "2026-11-01", "--until", "2026-12-01"];
    expect((await fairlead("reconcile", invoice(text), "--provider", "alpha", ...period)).err).toContain("--rate");
    expect((await fairlead("reconcile", invoice(text), "--provider", "alpha", "--rate", "1.1")).err).toContain(
      "--since",
    );
    const { out } = await fairlead(
      "reconcile",
      "invoice.csv",
      "--provider",
      "alpha",
      "--rate",
      "1.1",
      ...period,
      "--json",
    );
    expect(JSON.parse(out)).toMatchObject({ contract: "terms", since: "2026-11-01T00:00:00.000Z", unreadRows: [] });
  });
});
