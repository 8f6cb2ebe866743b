import { expect, test } from "vitest";
import { applied } from "./applied.ts";

test.each([
  ["nothing", "abc", [], "abc"],
  ["from the end to the beginning", "abc", [edit(2, 3, "Z"), edit(0, 1, "X")], "XbZ"],
  [
    "insertions at one place in their order, before what is replaced there",
    "ab",
    [edit(1, 1, "1"), edit(1, 1, "2"), edit(1, 2, "B")],
    "a12B",
  ],
  ["an insertion behind what is replaced before it", "ab", [edit(1, 1, "|"), edit(0, 1, "A")], "A|b"],
])("%s", (_, text, edits, after) => {
  expect(applied(text, edits)).toBe(after);
});

function edit(start: number, end: number, text: string) {
  return { start, end, text };
}
