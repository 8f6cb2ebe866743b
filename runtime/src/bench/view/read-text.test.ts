import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleRecord, sampleResult } from "../testing/sample-result.ts";
import { offsetOf } from "./json-place.ts";
import { readResultText } from "./read-text.ts";

const good = JSON.stringify(sampleResult({ records: [sampleRecord(), sampleRecord({ caseIndex: 1 })] }), null, 2);

test.each([good, `\uFEFF${good}`, good.replaceAll("\n", "\r\n")])("a result is read, whatever its bytes", (text) => {
  expect(readResultText(text).result?.records).toHaveLength(2);
});

test.each([
  ["", "empty", 1, 1],
  ["\n \n", "empty", 1, 1],
  ['{\n  "schema": "fairlead/bench-result/v1",\n  oops\n}', "not-json", 3, 3],
  ['{"schema": ', "not-json", 1, 12],
  ['{\r\n  "a": 1,\r\n  "schema": "fairlead/bench-result/v2"\r\n}', "newer", 3, 13],
  ['{"schema": "other"}', "not-a-result", 1, 1],
  ["[]", "not-a-result", 1, 1],
  ["7", "not-a-result", 1, 1],
])("of %j it says what is wrong and where", (text, kind, line, column) => {
  expect(readResultText(text).problem).toMatchObject({ kind, line, column });
});

test("a value of the wrong kind is found, deep inside", () => {
  const lines = good.split("\n");
  const place = lines.findLastIndex((line) => line.includes('"caseIndex": 1'));
  const { problem } = readResultText(good.replace('"caseIndex": 1', '"caseIndex": "one"'));
  expect(problem).toMatchObject({ kind: "not-a-result", line: place + 1, column: 20 });
  expect(problem?.message).toContain("/records/1/caseIndex");
});

test("a truncated file is said to end too early, at its end", () => {
  const text = good.slice(0, 500);
  const { problem } = readResultText(text);
  expect(problem).toMatchObject({ kind: "not-json", line: text.split("\n").length });
});

test("a pointer leads to the value that JSON.parse finds there", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      for (const [pointer, found] of pointersOf(value)) {
        const offset = offsetOf(text, pointer) ?? -1;
        const expected = JSON.stringify(found, null, indent).split("\n")[0] ?? "";
        expect(text.slice(offset, offset + expected.length)).toBe(expected);
      }
    }),
    { numRuns: 300 },
  );
});

test("a pointer to nothing leads nowhere", () => {
  expect(offsetOf('{"a": [1, {}]}', "/a/7")).toBeUndefined();
  expect(offsetOf('{"a": 1}', "/a/b")).toBeUndefined();
  expect(offsetOf('{"a": 1}', "/b")).toBeUndefined();
});

/** Every pointer into a value. A key that is empty is left out: a pointer to it looks like one to its parent. */
function pointersOf(value: unknown, pointer = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[pointer, value]];
  const members = Object.entries(value).filter(([key]) => key !== "" && key !== "__proto__");
  return [
    [pointer, value],
    ...members.flatMap(([key, member]) =>
      pointersOf(member, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    ),
  ];
}
