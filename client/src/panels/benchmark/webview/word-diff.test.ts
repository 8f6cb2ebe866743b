import fc from "fast-check";
import { expect, test } from "vitest";
import { wordDiff } from "./word-diff.ts";

const show = (before: string, after: string) =>
  wordDiff(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `{+${text}+}` : `[-${text}-]`))
    .join("");

test.each([
  ["", "", ""],
  ["same text", "same text", "same text"],
  ["", "new", "{+new+}"],
  ["old", "", "[-old-]"],
  ["The box was wet.", "The box was dry.", "The box was [-wet-]{+dry+}."],
  ["a b c d", "a c d", "a [-b -]c d"],
  ["Zürich liegt hier", "Genf liegt hier", "[-Zürich-]{+Genf+} liegt hier"],
  ["x\ny", "x\n\ny", "x[-\n-]{+\n\n+}y"],
  ["NP-10442", "NP-10443", "NP-[-10442-]{+10443+}"],
])("from %j to %j", (before, after, shown) => expect(show(before, after)).toBe(shown));

test("without what was added it is the one text, without what was removed the other", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", " ", "\n", ".", "ö", "😀"), { maxLength: 60 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDiff(before, after);
      const without = (kind: string) =>
        parts
          .filter((part) => part.kind !== kind)
          .map((part) => part.text)
          .join("");
      expect(without("added")).toBe(before);
      expect(without("removed")).toBe(after);
      for (const [index, part] of parts.entries()) expect(part.kind).not.toBe(parts[index + 1]?.kind);
    }),
  );
});

test("texts that are long and have little in common are compared by lines, which takes no time", () => {
  const words = (seed: number) => Array.from({ length: 6_000 }, (_, index) => `w${(index * seed) % 7_919}`);
  const before = `same line\n${words(17).join(" ")}\n`;
  const after = `same line\n${words(31).join(" ")}\n`;
  const parts = wordDiff(before, after);
  expect(parts.map(({ kind }) => kind)).toEqual(["same", "removed", "added"]);
});
