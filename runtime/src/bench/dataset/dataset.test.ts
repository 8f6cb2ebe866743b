import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCsv } from "./csv.ts";
import { readDataset } from "./read-dataset.ts";

const cases = (text: string, name = "t.jsonl") => readDataset({ text, name }).map((row) => row.case);

describe("CSV", () => {
  test("what is written with quotes is read as it was", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r\n", " ", "\t"), maxLength: 8 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), (rows, end) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join(end);
        expect(parseCsv(text).rows.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  test("lines count line ends within quotes", () => {
    expect(parseCsv('a,b\r\n"x\r\ny",1\r\n\r\nz,2')).toEqual({
      rows: [
        { cells: ["a", "b"], line: 1 },
        { cells: ["x\r\ny", "1"], line: 2 },
        { cells: ["z", "2"], line: 5 },
      ],
      unclosed: undefined,
    });
  });

  test("columns are variables; those with two underscores are what promptfoo means by them", () => {
    const text =
      "\uFEFFticket,__expected,__expected2,__threshold,__description,__metric\n" +
      '"late, again",icontains: late,levenshtein(3): x,0.5,one,m\nplain,yes,,,,\n';
    expect(cases(text, "t.CSV")).toEqual([
      {
        name: "one",
        vars: { ticket: "late, again" },
        threshold: 0.5,
        assert: [
          { type: "icontains", value: "late" },
          { type: "levenshtein", threshold: 3, value: "x" },
        ],
      },
      { name: "", vars: { ticket: "plain" }, assert: [{ type: "equals", value: "yes" }] },
    ]);
  });
});

test("JSON Lines: plain rows are variables, rows with vars are cases; empty lines count", () => {
  const text =
    '{"ticket":"late","n":3,"tags":["a"],"none":null}\r\n\r\n{"vars":{"ticket":"x"},"name":"two","threshold":0.5,"assert":[{"type":"is-json"}]}';
  expect(readDataset({ text, name: "t.jsonl" })).toEqual([
    { place: "t.jsonl:1", case: { vars: { ticket: "late", n: 3, tags: '["a"]', none: "" } } },
    {
      place: "t.jsonl:3",
      case: { vars: { ticket: "x" }, name: "two", threshold: 0.5, assert: [{ type: "is-json" }] },
    },
  ]);
});

test("a limit is so many rows, and what comes after is not looked at", () => {
  expect(readDataset({ text: '{"a":1}\n{"a":2}\n{oops', name: "t", limit: 2 })).toHaveLength(2);
});

test.each([
  ['{"a":1}\n{oops', "t.jsonl", /^t\.jsonl:2: The line is not JSON/],
  ["[1]", "t.jsonl", /^t\.jsonl:1: The line is not an object/],
  ['{"vars":{},"assert":"x"}', "t.jsonl", /assert is not a list/],
  ['{"vars":{},"assert":[null]}', "t.jsonl", /An assertion is not an object/],
  ['a,b\n"x,1\n', "t.csv", /^t\.csv:2: A quote begins here/],
  ["a,a\n1,2", "t.csv", /^t\.csv:1: The column "a" is there twice/],
  ["a\n\n1,2", "t.csv", /^t\.csv:3: The row has 2 cells/],
  ["a,__threshold\n1,high", "t.csv", /^t\.csv:2: __threshold is "high"/],
])("%j", (text, name, words) => {
  expect(() => readDataset({ text, name })).toThrow(words);
});

test("whatever a file has, it is cases or one error with a line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("t.csv", "t.jsonl"), (text, name) => {
      try {
        readDataset({ text, name });
      } catch (error) {
        expect((error as Error).message).toMatch(/^t\.(csv|jsonl):\d+: /);
      }
    }),
  );
});

describe("promptfoo's short forms", () => {
  const one = (cell: string) => cases(`q,__expected\nx,"${cell}"\n`, "t.csv")[0]?.assert;
  test.each([
    ["grade: is polite", { type: "llm-rubric", value: "is polite" }],
    ["fn: output.length > 3", { type: "javascript", value: "output.length > 3" }],
    ["eval:output === 'a'", { type: "javascript", value: "output === 'a'" }],
    ["note: this is the answer", { type: "equals", value: "note: this is the answer" }],
  ])("%s", (cell, assertion) => expect(one(cell)).toEqual([assertion]));

  test.each(["python: len(output)", "factuality: Rome", "is-sql", "javascript:file://check.js", "file://check.py"])(
    "%s is no text that an answer must equal",
    (cell) => expect(() => one(cell)).toThrow(/an assertion that there is not here/),
  );

  test("columns without which the row would be another question", () => {
    expect(() => cases("q,__prefix\nx,Please\n", "t.csv")).toThrow(/The column __prefix has no counterpart/);
    expect(cases("q,__prefix,__metadata:topic\nx,,y\n", "t.csv")).toEqual([{ vars: { q: "x" } }]);
  });
});
