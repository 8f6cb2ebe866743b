import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { otherMachine, provenanceOf, provenanceWords } from "./provenance.ts";

let folder: string;
let suite: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "fairlead-provenance-")));
  suite = path.join(folder, "policy", "some.benchmark.yaml");
  mkdirSync(path.dirname(suite));
  writeFileSync(suite, "kind: BenchmarkSuite\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...parameters: string[]): string {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...who, ...parameters], { cwd: folder, encoding: "utf8" }).trim();
}

const here = () => provenanceOf(path.dirname(suite), [pathToFileURL(suite).href]);

test("outside of a repository the machine and the version are all that is known", async () => {
  const provenance = await here();
  expect(provenance).not.toHaveProperty("commit");
  expect(provenance.machine).toMatchObject({ platform: process.platform, node: process.versions.node });
  expect(provenanceWords(provenance)).toMatch(/^Fairlead \d+\.\d+\.\d+, \d+ cores of /);
});

test("the commit, and whether something that counts differs from it", async () => {
  git("init", "-q", "-b", "main");
  expect(await here()).not.toHaveProperty("commit");
  writeFileSync(path.join(folder, "app.js"), "1\n");
  writeFileSync(path.join(folder, "main.bench.json"), "{}\n");
  git("add", "app.js", "main.bench.json");
  git("commit", "-qm", "one");
  const commit = git("rev-parse", "HEAD");
  expect(await here(), "a document that git does not know").toMatchObject({ commit, dirty: true });
  git("add", "-A");
  git("commit", "-qm", "two");
  expect(await here()).toMatchObject({ commit: git("rev-parse", "HEAD"), dirty: false });
  writeFileSync(path.join(folder, "main.bench.json"), '{"a":1}\n');
  writeFileSync(path.join(folder, "notes.txt"), "new\n");
  expect(await here(), "a result, and a file that is no document").toMatchObject({ dirty: false });
  writeFileSync(path.join(folder, "app.js"), "2\n");
  const changed = await here();
  expect(changed).toMatchObject({ dirty: true });
  expect(provenanceWords(changed)).toContain(` at ${changed.commit?.slice(0, 8)} with changes, `);
});

test("times of another machine are told to be so", async () => {
  const provenance = await here();
  const other = { ...provenance, machine: { ...provenance.machine, cpu: "another" } };
  expect(otherMachine({ provenance }, { provenance: other })).toMatch(/cores of another\), so times may differ/);
  expect(otherMachine({ provenance }, { provenance })).toBeUndefined();
  expect(otherMachine({}, { provenance })).toBeUndefined();
});
