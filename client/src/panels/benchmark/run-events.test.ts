import { expect, test } from "vitest";
import { AnswerRate, afterEvent, parseEvent } from "./run-events.ts";
import type { ProgressEvent, StartEvent } from "./webview/messages.ts";

const start: StartEvent = { type: "start", run: "r", benchmark: "b", arms: ["a"], total: 2, maxSpendMicroUsd: 5 };
const progress: ProgressEvent = { type: "progress", done: 1, total: 2, spentMicroUsd: 1, arms: [] };

test.each(["", "no JSON", "null", "7", "[]", "{}", '{"type":"other"}', '{"type":"result","result":{}}'])(
  "the line %j holds no event to show",
  (line) => expect(parseEvent(line)).toBeUndefined(),
);

test("events come through as they are", () => {
  for (const event of [start, progress]) expect(parseEvent(JSON.stringify(event))).toEqual(event);
});

test("a run goes from start over progress", () => {
  const begun = { status: "running" as const, benchmark: "b", start: undefined, progress: undefined, rate: undefined };
  const started = afterEvent(begun, start, undefined);
  expect(started).toEqual({ ...begun, start });
  expect(afterEvent(started, progress, 3)).toEqual({ ...begun, start, progress, rate: 3 });
});

test("progress that comes late changes nothing", () => {
  const failed = { status: "failed" as const, benchmark: "b", message: "no" };
  expect(afterEvent(failed, progress, 1)).toBe(failed);
});

test("progress while cancelling keeps the run cancelling", () => {
  const view = { status: "cancelling" as const, benchmark: "b", start, progress: undefined, rate: undefined };
  expect(afterEvent(view, progress, 1)).toMatchObject({ status: "cancelling", progress });
});

test("the rate is that of the last seconds, whatever was before", () => {
  const rate = new AnswerRate();
  expect(rate.after(0, 0)).toBeUndefined();
  expect(rate.after(1_000, 5)).toBe(5);
  expect(rate.after(20_000, 100)).toBeCloseTo(5);
  expect(rate.after(31_000, 100)).toBe(0);
  expect(rate.after(41_000, 120)).toBe(2);
});

test("two events of one moment make no endless rate", () => {
  const rate = new AnswerRate();
  rate.after(5, 1);
  expect(rate.after(5, 2)).toBeUndefined();
});
