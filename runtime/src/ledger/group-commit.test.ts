import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { GroupCommit } from "./group-commit.ts";

function open(onWrite?: () => void): {
  database: DatabaseSync;
  writes: GroupCommit;
  add: (id: number) => number;
  ids: () => number[];
} {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE notes (place INTEGER PRIMARY KEY, id INTEGER UNIQUE CHECK (id >= 0)) STRICT");
  const insert = database.prepare("INSERT INTO notes (id) VALUES (?)");
  return {
    database,
    writes: new GroupCommit(database, onWrite ? { afterwards: onWrite } : {}),
    add: (id) => {
      insert.run(id);
      return id;
    },
    ids: () =>
      database
        .prepare("SELECT id FROM notes ORDER BY place")
        .all()
        .map(({ id }) => Number(id)),
  };
}

test("what comes in one turn is one transaction, in order, and nothing shows before", async () => {
  let transactions = 0;
  const { writes, add, ids } = open(() => {
    transactions += 1;
  });
  const answers = [3, 1, 2].map((id) => writes.run(() => add(id)));
  expect(ids()).toEqual([]);
  expect(await Promise.all(answers)).toEqual([3, 1, 2]);
  expect(ids()).toEqual([3, 1, 2]);
  expect(transactions).toBe(1);
});

test("what fails fails alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 12 }), { maxLength: 20 }), async (wanted) => {
      const { database, writes, add, ids } = open();
      const results = await Promise.allSettled(wanted.map((id) => writes.run(() => add(id))));
      const seen = new Set<number>();
      const fine = wanted.map((id) => id >= 0 && !seen.has(id) && Boolean(seen.add(id)));
      expect(results.map(({ status }) => status === "fulfilled")).toEqual(fine);
      expect(ids()).toEqual(wanted.filter((_, index) => fine[index]));
      expect(database.isTransaction).toBe(false);
    }),
    { seed: 5, numRuns: 100 },
  );
});

test("flushing writes what waits at once", async () => {
  const { writes, add, ids } = open();
  const answer = writes.run(() => add(1));
  writes.flush();
  expect(ids()).toEqual([1]);
  expect(await answer).toBe(1);
});

test("while another process writes, what waits is put off, and this one goes on", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-commit-"));
  const file = path.join(folder, "notes.sqlite");
  const [mine, other] = [new DatabaseSync(file), new DatabaseSync(file)];
  mine.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0; CREATE TABLE notes (id INTEGER) STRICT");
  const writes = new GroupCommit(mine);
  other.exec("BEGIN IMMEDIATE; INSERT INTO notes VALUES (1)");
  const answers = [2, 3].map((id) => writes.run(() => mine.prepare("INSERT INTO notes VALUES (?)").run(id)));
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
  }, 1);
  await expect.poll(() => turns).toBeGreaterThan(5);
  other.exec("COMMIT");
  await Promise.all(answers);
  clearInterval(turning);
  expect(mine.prepare("SELECT id FROM notes").all()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  mine.close();
  other.close();
  rmSync(folder, { recursive: true, force: true });
});

test("another process that does not stop writing is not waited for by each in turn, standing still", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-commit-"));
  const file = path.join(folder, "notes.sqlite");
  const [mine, other] = [new DatabaseSync(file), new DatabaseSync(file)];
  mine.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 0; CREATE TABLE notes (id INTEGER) STRICT");
  const writes = new GroupCommit(mine, {}, 20);
  const add = (id: number) => writes.run(() => mine.prepare("INSERT INTO notes VALUES (?)").run(id));
  other.exec("BEGIN IMMEDIATE");
  const standing = vi.spyOn(Atomics, "wait");
  for (const { status } of await Promise.allSettled([1, 2, 3].map(add))) expect(status).toBe("rejected");
  expect(standing).not.toHaveBeenCalled();
  standing.mockRestore();
  other.exec("COMMIT");
  await add(4);
  expect(mine.prepare("SELECT id FROM notes").all()).toEqual([{ id: 4 }]);
  mine.close();
  other.close();
  rmSync(folder, { recursive: true, force: true });
});
