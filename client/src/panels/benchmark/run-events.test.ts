import { expect, test } from "vitest";
import { afterEvent, isResult, parseEvent } from "./run-events.ts";
import type { ProgressEvent, StartEvent } from "./webview/messages.ts";
import { sampleResult } from "./webview/sample-result.ts";

const start: StartEvent = { type: "start", run: "r", benchmark: "b", arms: ["a"], total: 2, maxSpendMicroUsd: 5 };
const progress: ProgressEvent = { type: "progress", done: 1, total: 2, spentMicroUsd: 1, arms: [] };

test.each([
  "",
  "no JSON",
  "null",
  "7",
  "[]",
  "{}",
  '{"type":"other"}',
  '{"type":"result","result":{}}',
  '{"type":"result"}',
])("the line %j holds no event", (line) => expect(parseEvent(line)).toBeUndefined());

test("events come through as they are", () => {
  for (const event of [start, progress, { type: "result", result: JSON.parse(JSON.stringify(sampleResult())) }]) {
    expect(parseEvent(JSON.stringify(event))).toEqual(event);
  }
});

test("a run goes from start over progress to its result", () => {
  let view = afterEvent({ status: "running", benchmark: "b", start: undefined, progress: undefined }, start);
  expect(view).toEqual({ status: "running", benchmark: "b", start, progress: undefined });
  view = afterEvent(view, progress);
  expect(view).toEqual({ status: "running", benchmark: "b", start, progress });
  const result = sampleResult();
  expect(afterEvent(view, { type: "result", result })).toEqual({ status: "finished", result });
});

test("progress that comes late changes nothing", () => {
  const finished = { status: "finished" as const, result: sampleResult() };
  expect(afterEvent(finished, progress)).toBe(finished);
});

test("progress while cancelling keeps the run cancelling", () => {
  const view = { status: "cancelling" as const, benchmark: "b", start, progress: undefined };
  expect(afterEvent(view, progress)).toMatchObject({ status: "cancelling", progress });
});

test("only what has our schema is a result", () => {
  expect(isResult(sampleResult())).toBe(true);
  expect(isResult({ schema: "fairlead/bench-result/v2" })).toBe(false);
  expect(isResult(null)).toBe(false);
});
