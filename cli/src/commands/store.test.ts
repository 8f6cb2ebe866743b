/** Commands that read what was recorded, on a store that several gateways share. */
import { openPostgresBooks, openPostgresLedger } from "@fairlead/runtime/ledger/postgres";
import { startTestDatabase, type TestDatabase } from "@fairlead/runtime/ledger/postgres/testing";
import { testRecord } from "@fairlead/runtime/ledger/testing";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CATALOG, NOON, POLICY, TestWorkspace } from "../testing/workspace.ts";

let database: TestDatabase;
let workspace: TestWorkspace;

async function query(...statements: string[]): Promise<void> {
  const client = new pg.Client(database.url);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

beforeAll(async () => {
  database = await startTestDatabase();
  workspace = new TestWorkspace();
  workspace.write("policy/acme.catalog.yaml", CATALOG);
  workspace.write("policy/acme.routing-policy.yaml", POLICY);
  workspace.commit();
});
afterAll(async () => {
  workspace.remove();
  await database.close();
});

test("what only reads makes no ledger where there is none", async () => {
  for (const command of [["plan"], ["what-if"], ["ledger", "totals"], ["keys", "list"]]) {
    const { err, exit } = await workspace.run([...command, "--store", database.url]);
    expect([err, exit]).toEqual([
      expect.stringMatching(/^ledger\.cannot-open .*There is no ledger in this database/),
      2,
    ]);
  }
});

test("a store is a ledger to every command that takes one, by --store or as --ledger, also for a role that only reads", async () => {
  const ledger = await openPostgresLedger(database.url);
  const used = { cachedInput: undefined, cacheWrite: undefined, reasoning: undefined };
  await ledger.record(
    testRecord("dec_1", {
      ...{ at: NOON, sensitivity: "confidential", deployment: "large@north", provider: "north", model: "large" },
      ...{ usage: { ...used, input: 1_000_000, output: 100_000 }, costMicroUsd: 8_000_000 },
    }),
  );
  await ledger.close();
  await query(
    "CREATE ROLE reader LOGIN",
    "GRANT USAGE ON SCHEMA fairlead TO reader",
    "GRANT SELECT ON ALL TABLES IN SCHEMA fairlead TO reader",
    "ALTER ROLE reader SET default_transaction_read_only = on",
  );
  const reader = database.url.replace("fairlead@", "reader@");
  workspace.write("invoice.csv", "Date,Product,Meter,Quantity,Unit\n2026-11-22,large-1,Output,100000,Tokens\n");
  for (const where of [
    ["--store", database.url],
    ["--ledger", reader],
  ]) {
    const output = async (...command: string[]): Promise<string> => {
      const { out, err, exit } = await workspace.run([...command, ...where]);
      expect([err, exit]).toEqual(["", command.includes("reconcile") ? 1 : 0]);
      return out;
    };
    expect(JSON.parse(await output("plan", "--json")).money).toMatchObject({ basis: "recorded", before: 8_000_000 });
    expect(JSON.parse(await output("what-if", "--json")).recorded.requests).toBe(1);
    expect(await output("ledger", "reconcile", "invoice.csv", "--provider", "north")).toContain("metered 1000000");
    expect(await output("ledger", "query")).toContain("dec_1");
    expect(await output("ledger", "export", "--format", "focus")).toContain("large@north");
    expect(await output("ledger", "verify")).toContain("1 record");
    expect(await output("keys", "list")).toBe("No keys.\n");
  }
});

test("a role without rights, and one that may read only, are told what they may not", async () => {
  await query("CREATE ROLE nobody_much LOGIN");
  const nobody = database.url.replace("fairlead@", "nobody_much@");
  const refused = await workspace.run(["ledger", "totals", "--store", nobody]);
  expect([refused.err, refused.exit]).toEqual([expect.stringMatching(/^ledger\.cannot-open .*permission denied/), 2]);
  const reader = database.url.replace("fairlead@", "reader@");
  const serving = await workspace.run(["serve", "--store", reader, "--port", "0"]);
  expect([serving.err, serving.exit]).toEqual([expect.stringMatching(/^ledger\.cannot-open .*read-only/), 2]);
  const key = await workspace.run(["keys", "create", "--business-unit", "sales", "--store", reader]);
  expect([key.err, key.exit]).toEqual([expect.stringMatching(/read-only/), 2]);
  await expect(openPostgresBooks(nobody)).rejects.toThrow("permission denied");
});
