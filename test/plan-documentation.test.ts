/** What a plan can find is on its page, and the other way round. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

test("every finding of a plan is documented, and every documented one exists", () => {
  const sources = globSync("runtime/src/policy/plan/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
  const said = sources.flatMap((file) => [...read(file).matchAll(/code: "(plan\.[a-z-]+)"/g)].map((match) => match[1]));
  const documented = [...read("docs/plan.md").matchAll(/`(plan\.[a-z-]+)`/g)].map((match) => match[1]);
  expect(new Set(said).size).toBeGreaterThan(10);
  expect([...new Set(documented)].sort()).toEqual([...new Set(said)].sort());
});
