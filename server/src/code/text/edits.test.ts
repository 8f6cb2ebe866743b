import { describe, expect, test } from "vitest";
import { applyEdits } from "./edits.ts";
import { Places } from "./places.ts";

describe("applyEdits", () => {
  test("applies edits in any order, and a repeated one once", () => {
    const edits = [
      { start: 4, end: 7, text: "two" },
      { start: 0, end: 3, text: "one" },
      { start: 8, end: 8, text: "!" },
      { start: 8, end: 8, text: "!" },
    ];
    expect(applyEdits("abc def ", edits)).toBe("one two !");
  });

  test.each([
    [
      "overlap",
      [
        { start: 0, end: 3, text: "" },
        { start: 2, end: 4, text: "" },
      ],
      /overlap/,
    ],
    ["are outside", [{ start: 3, end: 9, text: "" }], /outside a text of 5/],
    ["end before they start", [{ start: 3, end: 2, text: "" }], /outside/],
  ])("refuses edits that %s", (_what, edits, message) => {
    expect(() => applyEdits("abcde", edits)).toThrow(message);
  });
});

describe("Places", () => {
  test.each([
    ["a\nb", 2, 2, 1],
    ["a\r\nb", 3, 2, 1],
    ["a\rb", 2, 2, 1],
    ["\uFEFFab", 1, 1, 1],
    ["\uFEFFab", 2, 1, 2],
    ["\uFEFFa\nb", 3, 2, 1],
    ["", 0, 1, 1],
    ["a\n", 2, 2, 1],
  ])("in %j, %d is line %d, column %d", (text, offset, line, column) => {
    expect(new Places(text).at(offset)).toEqual({ line, column });
  });
});
