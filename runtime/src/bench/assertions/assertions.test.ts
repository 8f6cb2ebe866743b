import { describe, expect, test } from "vitest";
import type { Assertion } from "../../documents/vocabulary.ts";
import { judge } from "../judge.ts";
import { prepareAssertion } from "./index.ts";
import { rouge1 } from "./rouge-n.ts";

const answer = (output: string) => ({ output, totalMs: 1500, costMicroUsd: 2500 });
const check = (assertion: Assertion, output: string, vars: Record<string, string> = {}) =>
  prepareAssertion(assertion, vars, "/assert/0").check(answer(output)).passed;

describe.each<[Assertion["type"], Partial<Assertion>, string, string]>([
  ["equals", { value: "yes" }, " yes\n", "Yes"],
  ["equals", { value: 42 }, "42", "43"],
  ["contains", { value: "late" }, "It is late.", "It is Late."],
  ["icontains", { value: "LATE" }, "It is late.", "It is early."],
  ["starts-with", { value: "Yes" }, " Yes, it is.", "Oh Yes"],
  ["regex", { value: "^ORD-\\d+$" }, "ORD-17", "order 17"],
  ["is-json", {}, '{"a":1}', "{a:1}"],
  ["is-json", { value: { type: "object", required: ["a"] } }, '{"a":1}', '{"b":1}'],
  ["is-json", { value: { properties: { d: { format: "date" } } } }, '{"d":"2026-02-28"}', '{"d":"2026-02-30"}'],
  ["contains-json", {}, 'Here: {"a":"}"} done', "Here: {a} and [b"],
  ["contains-json", { value: { type: "array" } }, 'x {"a":1} y [1]', 'x {"a":1} y'],
  ["contains-any", { value: ["late", "lost"] }, "It is lost.", "It is Late."],
  ["contains-all", { value: ["late", "NP"] }, "NP is late.", "NP is lost."],
  ["icontains-any", { value: ["LATE", "x"] }, "It is late.", "It is lost."],
  ["icontains-all", { value: ["LATE", "np"] }, "NP is late.", "NP is lost."],
  ["rouge-n", { value: "the parcel is late" }, "The parcel is very late!", "Please call me back."],
  ["levenshtein", { value: "parcel", threshold: 2 }, "parsel", "package"],
])("%s %j", (type, more, good, bad) => {
  test("holds and does not", () => {
    expect(check({ type, ...more }, good)).toBe(true);
    expect(check({ type, ...more }, bad)).toBe(false);
  });
  test("turned round", () => {
    const turned = `not-${type}` as Assertion["type"];
    expect(check({ type: turned, ...more }, good)).toBe(false);
    expect(check({ type: turned, ...more }, bad)).toBe(true);
  });
});

test("latency in milliseconds, cost in USD; what is unknown passes neither way", () => {
  expect(check({ type: "latency", threshold: 1500 }, "")).toBe(true);
  expect(check({ type: "latency", threshold: 1499 }, "")).toBe(false);
  expect(check({ type: "cost", threshold: 0.0025 }, "")).toBe(true);
  expect(check({ type: "not-cost", threshold: 0.0025 }, "")).toBe(false);
  for (const type of ["cost", "not-cost", "latency", "not-latency"] as const) {
    const { check: run } = prepareAssertion({ type, threshold: 1 }, {}, "/a");
    expect(run({ output: "", totalMs: undefined, costMicroUsd: undefined }).passed).toBe(false);
  }
});

test("variables are filled in, in schemas too", () => {
  expect(check({ type: "contains", value: "{{id}}" }, "It is NP-7.", { id: "NP-7" })).toBe(true);
  const schema = { properties: { id: { const: "{{ id }}" } } };
  expect(check({ type: "is-json", value: schema }, '{"id":"NP-7"}', { id: "NP-7" })).toBe(true);
  expect(check({ type: "is-json", value: schema }, '{"id":"NP-8"}', { id: "NP-7" })).toBe(false);
});

test("ROUGE-1 as in Lin's paper: shared words, each as often as in both", () => {
  const words = (text: string) => text.split(" ");
  // "police killed the gunman" and "police kill the gunman" share three of four words.
  expect(rouge1(words("police kill the gunman"), words("police killed the gunman"))).toBe(0.75);
  expect(rouge1(words("the the the"), words("the cat"))).toBeCloseTo(2 / 5, 10);
  expect(rouge1([], words("the"))).toBe(0);
});

describe("javascript", () => {
  const script = (value: string, output: string, threshold?: number) =>
    prepareAssertion(
      { type: "javascript", value, ...(threshold === undefined ? {} : { threshold }) },
      { id: "NP-7" },
      "/a",
      true,
    ).check(answer(output));
  test.each<[string, number | undefined, boolean, RegExp]>([
    ["output.includes(context.vars.id)", undefined, true, /says true/],
    ["const n = output.length;\nreturn n > 100", undefined, false, /says false/],
    ["output.length", 5, true, /scores 12/],
    ["Math.min(1, output.length);\n", undefined, true, /scores 1/],
    ["0.2", 0.5, false, /the threshold is 0\.5/],
    ["({ pass: true, score: 1, reason: 'fine' })", undefined, true, /^fine$/],
    ["undefined", undefined, false, /neither a truth value/],
    ["missing.thing", undefined, false, /The script failed: missing is not defined/],
    ["process.exit(3)", undefined, false, /process is not defined/],
    ["while (true) {}", undefined, false, /timed out/],
    ["`{{id}}` === '{' + '{id}}'", undefined, true, /says true/],
  ])("%j", (value, threshold, passed, words) => {
    expect(script(value, "Parcel: NP-7", threshold)).toEqual({ passed, reason: expect.stringMatching(words) });
  });

  test("only where the suite is trusted; what is no JavaScript is said before anything is asked", () => {
    const prepare = (allow: boolean, value: string) => () =>
      prepareAssertion({ type: "javascript", value }, {}, "/assert/0", allow);
    expect(prepare(false, "true")).toThrow(/--allow-scripts/);
    expect(prepare(true, "return (")).toThrow(/^\/assert\/0\/value: /);
  });
});

describe("judging a case", () => {
  const prepared = (parts: [boolean, number?][]) =>
    parts.map(([passes, weight]) =>
      prepareAssertion(
        { type: "contains", value: passes ? "a" : "z", ...(weight === undefined ? {} : { weight }) },
        {},
        "/a",
      ),
    );
  test.each<[[boolean, number?][], number | undefined, boolean | undefined, number | undefined]>([
    [[], undefined, undefined, undefined],
    [[[true], [true]], undefined, true, 1],
    [[[true], [false]], undefined, false, 0.5],
    [[[true], [false]], 0.5, true, 0.5],
    [
      [
        [true, 3],
        [false, 1],
      ],
      0.75,
      true,
      0.75,
    ],
    [
      [
        [true, 1],
        [false, 3],
      ],
      0.75,
      false,
      0.25,
    ],
    [
      [
        [true, 0.1],
        [true, 0.2],
        [false, 0.7],
      ],
      0.3,
      true,
      0.3,
    ],
    [[[true], [false, 0]], undefined, true, 1],
    [[[false, 0]], undefined, true, 1],
  ])("%j from %s", (parts, threshold, passed, score) => {
    const judged = judge(answer("a"), prepared(parts), threshold);
    expect(judged.passed).toBe(passed);
    if (score === undefined) expect(judged.score).toBeUndefined();
    else expect(judged.score).toBeCloseTo(score, 10);
  });
});
