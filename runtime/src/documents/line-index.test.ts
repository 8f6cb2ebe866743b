import fc from "fast-check";
import { expect, test } from "vitest";
import { LineIndex } from "./line-index.ts";

test("lines end as the Language Server Protocol has it, with and without carriage returns", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\u2028", "\u{1F600}"), maxLength: 30 });
  fc.assert(
    fc.property(text, fc.boolean(), (any, isUnix) => {
      const given = isUnix ? any.replaceAll("\r", "") : any;
      const index = new LineIndex(given);
      const lines = given.split(/\r\n|\r|\n/);
      expect(index.lineCount).toBe(lines.length);
      expect(lines.map((_, line) => index.lineText(line))).toEqual(lines);
      let offset = 0;
      for (const [line, words] of lines.entries()) {
        expect(index.offsetAt({ line, character: 0 })).toBe(offset);
        expect(index.positionAt(offset + words.length)).toEqual({ line, character: words.length });
        offset += words.length + (given.startsWith("\r\n", offset + words.length) ? 2 : 1);
      }
    }),
  );
});
