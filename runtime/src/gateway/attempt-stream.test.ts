import { expect, test } from "vitest";
import type { ProviderFailure } from "../protocols/failure.ts";
import { createStreamReader } from "../protocols/openai-chat/stream-reader.ts";
import type { StreamUnit } from "../providers/adapter.ts";
import { AttemptClock } from "./attempt-clock.ts";
import { AttemptStream } from "./attempt-stream.ts";

const NEVER = Number.POSITIVE_INFINITY;
const OUTAGE: ProviderFailure = {
  failure: "outage",
  message: "reset",
  providerCode: undefined,
  status: undefined,
  retryAfterMs: undefined,
};

const piece = (content: string, finish: string | null = null): Buffer =>
  Buffer.from(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`);
const DONE = Buffer.from("data: [DONE]\n\n");

/** A stream, and what it told its attempt. */
function stream() {
  const told: string[] = [];
  const limits = { firstByteMs: NEVER, firstTokenMs: NEVER, idleMs: NEVER, totalMs: NEVER };
  const clock = new AttemptClock(
    limits,
    () => 0,
    () => {},
  );
  const one = new AttemptStream(createStreamReader({ events: false }), clock, {
    begins: () => told.push("begins"),
    fails: ({ failure }) => told.push(`fails ${failure}`),
    breaks: (error) => told.push(`breaks ${error.message}`),
    ends: () => told.push("ends"),
    pause: () => told.push("pause"),
    resume: () => told.push("resume"),
  });
  return { one, told };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const text = (units: readonly StreamUnit[]): string => Buffer.concat(units.map(({ bytes }) => bytes)).toString();
const meaning = (units: readonly StreamUnit[]): string[] =>
  units.flatMap(({ signals }) => signals.map(({ type }) => type));

test("what holds no content is held back, and what comes in one turn is handed on at once", async () => {
  const { one, told } = stream();
  one.push(piece(""));
  await turn();
  expect(told).toEqual([]);
  one.push(piece("a"));
  one.push(piece("b"));
  await turn();
  expect(told).toEqual(["begins"]);
  const taken: string[] = [];
  const passed = one.pass((units, isLast) => void taken.push(`${text(units)}${isLast}`));
  one.push(piece("", "stop"));
  one.push(DONE);
  one.finish();
  await passed;
  expect(taken).toEqual([`${piece("")}${piece("a")}${piece("b")}false`, `${piece("", "stop")}${DONE}true`]);
  expect(told).toEqual(["begins", "ends"]);
});

test("a piece that comes in two packets is one", async () => {
  const { one, told } = stream();
  one.push(piece("word").subarray(0, 20));
  await turn();
  expect(told).toEqual([]);
  one.push(piece("word").subarray(20));
  await turn();
  expect(told).toEqual(["begins"]);
});

test("who takes slowly makes the provider wait, and misses nothing", async () => {
  const { one, told } = stream();
  one.push(piece("a"));
  await turn();
  const taken: StreamUnit[] = [];
  let release = (): void => {};
  const passed = one.pass((units) => {
    taken.push(...units);
    return taken.length > 1 ? undefined : new Promise((resolve) => (release = resolve));
  });
  expect(told).toEqual(["begins", "pause"]);
  one.push(piece("b", "stop"));
  one.push(DONE);
  one.finish();
  await turn();
  expect(text(taken)).toBe(String(piece("a")));
  release();
  await passed;
  expect(text(taken)).toBe(`${piece("a")}${piece("b", "stop")}${DONE}`);
  expect(told).toEqual(["begins", "pause", "resume", "ends"]);
});

test("before content a failure is the attempt's, after it the stream's", async () => {
  const early = stream();
  early.one.push(piece(""));
  early.one.push(Buffer.from('data: {"error":{"message":"overloaded","code":503}}\n\n'));
  await turn();
  expect(early.told).toEqual([expect.stringMatching(/^fails /)]);

  const empty = stream();
  empty.one.push(Buffer.from(": ping\n\n"));
  empty.one.finish();
  await turn();
  expect(empty.told).toEqual([expect.stringMatching(/^(fails|breaks) /)]);

  const late = stream();
  late.one.push(piece("a"));
  await turn();
  late.one.break(OUTAGE);
  const taken: StreamUnit[] = [];
  await late.one.pass((units) => void taken.push(...units));
  expect(meaning(taken)).toEqual(["content", "failure"]);
  expect(late.told).toEqual(["begins", "ends"]);
});

test("a stop ends it, and nothing more is handed on", async () => {
  const { one, told } = stream();
  one.push(piece("a"));
  await turn();
  let turns = 0;
  const passed = one.pass(() => {
    turns += 1;
    one.stop();
    return undefined;
  });
  one.push(piece("b"));
  await passed;
  await turn();
  expect([turns, told]).toEqual([1, ["begins", "ends"]]);
});

test("what the taker throws comes to who passes on, and ends the attempt", async () => {
  const { one, told } = stream();
  one.push(piece("a"));
  await turn();
  const fault = one.pass(() => {
    throw new Error("no writer");
  });
  await expect(fault).rejects.toThrow("no writer");
  const later = stream();
  later.one.push(piece("a"));
  await turn();
  await expect(later.one.pass(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  expect([told, later.told]).toEqual([
    ["begins", "ends"],
    ["begins", "pause", "ends"],
  ]);
});
