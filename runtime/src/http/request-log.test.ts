import { expect, test } from "vitest";
import { allOf } from "../gateway/observers.ts";
import { testRecord } from "../ledger/testing.ts";
import { RequestLog } from "./request-log.ts";

function log() {
  const lines: string[] = [];
  const observer = new RequestLog({ write: (line) => lines.push(line), now: () => 0 });
  return { observer, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>), lines };
}

test("a request is one line of what matters", () => {
  const { observer, entries } = log();
  observer.finished(testRecord("dec_1"));
  observer.finished(testRecord("dec_2", { outcome: "upstream.timeout", status: 504, usage: null, costMicroUsd: 0 }));
  observer.refused("auth.unknown-key");
  expect(entries()).toMatchObject([
    {
      time: "1970-01-01T00:00:00.000Z",
      level: "info",
      event: "request",
      decision: "dec_1",
      key: "key_1",
      outputTokens: 20,
    },
    { level: "warn", event: "request", outcome: "upstream.timeout", status: 504 },
    { level: "warn", event: "refused", outcome: "auth.unknown-key" },
  ]);
});

test("what looks like a key is masked, and nothing breaks a line", () => {
  const { observer, lines } = log();
  observer.finished(testRecord("dec_1", { trace: "one\ntwo sk-proj-abcdefghijklmnop" }));
  observer.fault("dec_2", new Error("refused: Bearer fl_abcdefghijklmnopqrstuvwxyz"));
  expect(lines.every((line) => line.endsWith("\n") && line.indexOf("\n") === line.length - 1)).toBe(true);
  expect(lines.join("")).not.toMatch(/abcdefghijklmnop/);
  expect(lines.join("")).toContain("[secret]");
});

test("an observer that throws silences no other and breaks nothing", () => {
  const { observer, lines } = log();
  const broken = {
    ...observer,
    finished: () => {
      throw new Error("full");
    },
  } as unknown as RequestLog;
  allOf([broken, observer]).finished(testRecord("dec_1"));
  expect(lines).toHaveLength(1);
});
