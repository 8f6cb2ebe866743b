import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSqliteLedger } from "./sqlite-store.ts";
import { testRecord } from "./testing.ts";

test("the log is copied into the database beside the writes, and nothing is lost", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "fairlead-log-"));
  const file = path.join(folder, "ledger.sqlite");
  const ledger = openSqliteLedger(file);
  const empty = (await stat(file)).size;
  let written = 0;
  // The database file itself grows only when the log is copied, and so few records SQLite would leave in the log.
  const until = Date.now() + 25_000;
  while ((await stat(file)).size === empty && Date.now() < until) {
    if (written < 2000) for (let one = 0; one < 50; one += 1) await ledger.record(testRecord(`dec_${written++}`));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect((await stat(file)).size).toBeGreaterThan(empty);
  expect(await ledger.verify()).toMatchObject({ broken: undefined });
  ledger.close();
  expect(await readdir(folder)).toEqual(["ledger.sqlite"]);
  const reader = new DatabaseSync(file, { readOnly: true });
  expect(reader.prepare("SELECT count(*) AS records FROM decisions").get()).toEqual({ records: written });
  reader.close();
  await rm(folder, { recursive: true });
});
