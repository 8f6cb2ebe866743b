import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sampleRecord, sampleResult } from "@fairlead/runtime/bench/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Answerer } from "./answer.ts";
import type { HistoryEntry, ReaderAnswers } from "./protocol.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fairlead-reader-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function result(run: string, day: number, over = {}): string {
  const startedAt = `2026-07-0${day}T10:00:00.000Z`;
  return JSON.stringify(
    sampleResult({ run, startedAt, records: [sampleRecord(), sampleRecord({ arm: "b" })], ...over }),
  );
}

function git(...parameters: string[]): string {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...who, ...parameters], { cwd: folder, encoding: "utf8" }).trim();
}

function commit(message: string): string {
  git("add", "-A");
  git("commit", "-qm", message);
  return git("rev-parse", "--short", "HEAD");
}

async function historyOf(paths: string[], gitMayRun = true): Promise<HistoryEntry[]> {
  const question = { kind: "history" as const, benchmark: "ticket-summaries", paths, git: gitMayRun };
  return (await new Answerer().answer(question)) as HistoryEntry[];
}

test("a result is opened, and answers about its cases", async () => {
  const answerer = new Answerer();
  const source = { path: write("a.bench.json", result("r", 1)) };
  const opened = (await answerer.answer({ kind: "open", source })) as ReaderAnswers["open"];
  expect(opened.digest).toMatchObject({ requests: 2, header: { run: "r" } });
  const query = { filter: "all" as const, search: "", from: 0, count: 10 };
  expect(await answerer.answer({ kind: "page", query })).toMatchObject({ total: 1 });
  expect(await answerer.answer({ kind: "case", caseIndex: 0 })).toMatchObject({ name: "1" });
  expect(await answerer.answer({ kind: "case", caseIndex: 9 })).toBeNull();
});

test("what is no result is a problem, and what was open before is open no more", async () => {
  const answerer = new Answerer();
  await answerer.answer({ kind: "open", source: { text: result("r", 1) } });
  expect(await answerer.answer({ kind: "open", source: { text: "{" } })).toMatchObject({
    problem: { kind: "not-json" },
  });
  await expect(answerer.answer({ kind: "case", caseIndex: 0 })).rejects.toThrow("No result is open.");
});

test("a file that is not there is said to be", async () => {
  const source = { path: path.join(folder, "gone.bench.json") };
  await expect(new Answerer().answer({ kind: "open", source })).rejects.toThrow("ENOENT");
});

test("the history is by date, each run once, of this benchmark alone", async () => {
  const paths = [
    write("c.bench.json", result("third", 3)),
    write("a.bench.json", result("first", 1)),
    write("copy.bench.json", result("first", 1)),
    write("other.bench.json", result("x", 2, { benchmark: "ticket-summaries-2" })),
    write("broken.bench.json", '"ticket-summaries"'),
    path.join(folder, "gone.bench.json"),
  ];
  const found = await historyOf(paths);
  expect(found.map(({ point, path: file }) => [point.run, path.basename(file)])).toEqual([
    ["first", "a.bench.json"],
    ["third", "c.bench.json"],
  ]);
});

test("earlier texts of a file come from git, each with the commit that brought it", async () => {
  git("init", "-q", "-b", "main");
  const file = write("main.bench.json", result("first", 1));
  const first = commit("one");
  write("main.bench.json", result("second", 2));
  const second = commit("two");
  write("main.bench.json", result("third", 3));
  expect((await historyOf([file])).map(({ point, commit: by, revision }) => [point.run, by, revision])).toEqual([
    ["first", first, first],
    ["second", second, second],
    ["third", undefined, undefined],
  ]);
  expect((await historyOf([file], false)).map(({ point }) => point.run)).toEqual(["third"]);
});

test("a run knows the commit that it was made from, whichever brought its result", async () => {
  const machine = { platform: "linux", architecture: "x64", cpu: "one", cores: 2, memoryBytes: 1, node: "24.0.0" };
  const provenance = { tool: "0.1.0", commit: "0123456789abcdef0123456789abcdef01234567", dirty: true, machine };
  const [entry] = await historyOf([write("main.bench.json", result("first", 1, { provenance }))]);
  expect(entry?.point).toMatchObject({ commit: provenance.commit, dirty: true });
});

test("a run is compared with one that only git has any more", async () => {
  git("init", "-q", "-b", "main");
  const answers = (totalMs: number) =>
    Array.from({ length: 20 }, (_, caseIndex) => sampleRecord({ caseIndex, totalMs: totalMs + caseIndex }));
  const file = write("main.bench.json", result("first", 1, { records: answers(300) }));
  const revision = commit("one");
  write("main.bench.json", result("second", 2, { records: answers(900) }));
  const answerer = new Answerer();
  await answerer.answer({ kind: "open", source: { path: file } });
  const comparison = (await answerer.answer({ kind: "compare", path: file, revision })) as ReaderAnswers["compare"];
  expect(comparison.changes.find(({ metric }) => metric === "total")).toMatchObject({
    regression: true,
    estimate: 600,
  });
});

test("rows of a dataset have their lines, as the benchmark counts them", async () => {
  const file = write("rows.csv", '__description,x\nfirst,"a\nb"\n,c\n');
  const question = { kind: "dataset" as const, path: file, format: undefined, limit: undefined };
  expect(await new Answerer().answer(question)).toEqual([
    { name: "first", line: 2 },
    { name: "", line: 4 },
  ]);
  expect(await new Answerer().answer({ ...question, limit: 1 })).toHaveLength(1);
});
