import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { withLock } from "./lock.mjs";
import { pause } from "./process-group.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("one after the other, and nothing is left behind", async () => {
  const lock = path.join(folder, "one.lock");
  const seen: string[] = [];
  const work = (name: string) =>
    withLock(lock, async () => {
      seen.push(`${name} begins`);
      await pause(50);
      seen.push(`${name} ends`);
    });
  await Promise.all([work("a"), work("b")]);
  expect(seen.filter((_, index) => index % 2 === 0).map((line) => line.slice(2))).toEqual(["begins", "begins"]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock whose owner is gone is taken over", async () => {
  const lock = path.join(folder, "stale.lock");
  mkdirSync(lock);
  // No system gives out a process id as high as this.
  writeFileSync(path.join(lock, "owner"), "99999999");
  expect(await withLock(lock, async () => "done")).toBe("done");
});

test("work that fails releases the lock", async () => {
  const lock = path.join(folder, "failing.lock");
  await expect(withLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await withLock(lock, async () => "done")).toBe("done");
});
