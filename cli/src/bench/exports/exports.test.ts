import { type BenchmarkResult, readResult } from "@fairlead/runtime/bench";
import { expect, test } from "vitest";
import { formatOf } from "./index.ts";

const nasty = `=1+1,"<script>alert('x')</script>"\u0000\n| a *b* |\uD800`;
const percentiles = { n: 2, p50: 1, p95: 2, p99: 3 };
const arm = {
  arm: nasty,
  requests: 3,
  ok: 1,
  errors: 1,
  blocked: 1,
  errorCodes: {},
  ttftMs: percentiles,
  totalMs: percentiles,
  costMicroUsd: undefined,
  costPerRequestMicroUsd: undefined,
  passed: 0,
  judged: 1,
  passRateInterval: undefined,
};
const record = (more: object) => ({
  arm: nasty,
  caseIndex: 0,
  caseName: nasty,
  trial: 0,
  sentAt: 1,
  outcome: "ok" as const,
  ttftMs: 12.5,
  totalMs: 1500,
  output: nasty,
  passed: false,
  assertions: [{ type: "equals", passed: false, reason: nasty }],
  ...more,
});
const result = JSON.parse(
  JSON.stringify({
    schema: "fairlead/bench-result/v1",
    run: "r",
    benchmark: nasty,
    workload: "w",
    startedAt: "2026-11-22T00:00:00.000Z",
    endedAt: "2026-11-22T00:00:01.000Z",
    seed: 1,
    status: "completed",
    arms: [arm],
    differences: [{ metric: "cost", baseline: "a", arm: "b", n: 0, verdict: "too-few", sentence: nasty }],
    verdict: [nasty],
    records: [
      record({}),
      record({ outcome: "error", errorCode: "upstream.cut", errorMessage: nasty, passed: undefined, assertions: [] }),
      record({ outcome: "blocked", errorCode: "policy.no-deployment", passed: undefined, assertions: [] }),
    ],
  }),
) as BenchmarkResult;
const write = (ending: string) => formatOf(`x${ending}`)?.(result) ?? "";

test("what a model or a document says is text in every form", () => {
  for (const ending of [".html", ".xml"]) {
    expect(write(ending)).not.toContain("<script");
    expect(write(ending)).not.toContain("\u0000");
    expect(() => encodeURIComponent(write(ending))).not.toThrow();
  }
  expect(write(".md")).not.toMatch(/(?<!\\)<script/);
  expect(
    write(".md")
      .split("\n")
      .filter((line) => line.startsWith("| a *")),
  ).toEqual([]);
  expect(write(".csv")).toContain(`"'=1+1,""<script>`);
});

test("HTML needs nothing else and runs nothing", () => {
  const page = write(".html");
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|\shref=|\ssrc=|url\(|\son\w+=|\sstyle=/);
  expect(page).toContain('role="img" aria-label=');
});

test("JUnit tells failures, errors and refusals apart", () => {
  const xml = write(".xml");
  expect(xml).toMatch(/tests="3" failures="1" errors="1" skipped="1"/);
  expect(xml.match(/<testcase /g)).toHaveLength(3);
  expect(xml).toMatch(/<error type="upstream\.cut"/);
  expect(xml).toMatch(/time="1\.500"><failure message=/);
});

test("a result is read again as it was written; what is none is refused with a place", () => {
  expect(readResult(write(".json"))).toEqual(result);
  expect(() => readResult("{")).toThrow(/^It is not JSON/);
  expect(() => readResult("{}")).toThrow(/^It is no result of a benchmark: \/ must have required property/);
  const broken = JSON.stringify({ ...result, records: [{ arm: 1 }] });
  expect(() => readResult(broken)).toThrow(/\/records\/0/);
});

test("fifty thousand requests are read and written within seconds", () => {
  const records = Array.from({ length: 50_000 }, (_, index) => ({
    ...result.records[0],
    caseIndex: index,
    output: "x",
  }));
  const text = JSON.stringify({ ...result, records });
  const started = process.cpuUsage();
  const read = readResult(text);
  for (const ending of [".jsonl", ".csv", ".xml", ".md", ".html"]) {
    expect((formatOf(`x${ending}`)?.(read) ?? "").length).toBeGreaterThan(100);
  }
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(10_000);
});
