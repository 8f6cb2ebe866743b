import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { createKey } from "./keys.ts";
import { openSqliteLedger } from "./sqlite-store.ts";

test("a key that another process revokes is revoked here a moment later, and one that it makes is known at once", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "fairlead-keys-"));
  const file = path.join(folder, "ledger.sqlite");
  const [here, there] = [openSqliteLedger(file), openSqliteLedger(file)];
  const { key, hash } = createKey({ name: "one", businessUnit: null }, 1);
  expect(here.findKey(hash)).toBeUndefined();
  await there.addKey(key, hash);
  expect(here.findKey(hash)).toEqual(key);
  await there.revokeKey(key.id, 2);
  await expect.poll(() => here.findKey(hash)?.revokedAt).toBe(2);
  here.close();
  there.close();
  await rm(folder, { recursive: true });
});
