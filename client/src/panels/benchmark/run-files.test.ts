import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RunFiles } from "./run-files.ts";

let folder: string;

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), "fairlead-runs-")), "runs");
});

afterEach(() => rm(path.dirname(folder), { recursive: true }));

test("the newest twenty results are kept", async () => {
  const files = new RunFiles(folder);
  expect(await files.all()).toEqual([]);
  for (let minute = 0; minute < 25; minute += 1) {
    await writeFile(await files.next("b", new Date(Date.UTC(2026, 0, 1, 0, minute))), "{}");
  }
  const kept = await files.all();
  expect(kept).toHaveLength(20);
  expect(path.basename(kept[0] ?? "")).toBe("2026-01-01T00-05-00-000Z b.bench.json");
});

test("the name of a benchmark leads nowhere else", async () => {
  const files = new RunFiles(folder);
  const file = await files.next("../../a b/c", new Date(0));
  expect(files.holds(file)).toBe(true);
  expect(path.basename(file)).toBe("1970-01-01T00-00-00-000Z .._.._a_b_c.bench.json");
});
