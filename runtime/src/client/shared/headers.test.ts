import { describe, expect, test } from "vitest";
import { type HeaderForms, headerRecord, joinHeaders } from "./headers.ts";

describe("joinHeaders", () => {
  test.each<[string, HeaderForms, [string, string | null][]]>([
    ["nothing", undefined, []],
    ["null", null, []],
    [
      "a record with a removed, an absent and a repeated one",
      { A: "1", B: null, C: undefined, D: ["2", "3"] },
      [
        ["A", "1"],
        ["B", null],
        ["D", "2"],
        ["D", "3"],
      ],
    ],
    [
      "pairs",
      [
        ["A", "1"],
        ["B", null],
      ],
      [
        ["A", "1"],
        ["B", null],
      ],
    ],
    ["a Headers object", new Headers({ A: "1" }), [["a", "1"]]],
    [
      "values and removed names",
      { values: new Headers({ A: "1" }), nulls: new Set(["b"]) },
      [
        ["a", "1"],
        ["b", null],
      ],
    ],
    ["one of our own names, in capitals", { "FAIRLEAD-WORKLOAD": "x", A: "1" }, [["A", "1"]]],
  ])("%s", (_name, theirs, expected) => {
    expect(joinHeaders(theirs, { "fairlead-workload": "w" })).toEqual([...expected, ["fairlead-workload", "w"]]);
  });
});

test("a record, which older versions of the SDKs take alone", () => {
  const pairs: [string, string | null][] = [
    ["a", "1"],
    ["b", null],
    ["a", "2"],
  ];
  expect(headerRecord(pairs)).toEqual({ a: ["1", "2"], b: null });
  expect(headerRecord([])).toEqual({});
});
