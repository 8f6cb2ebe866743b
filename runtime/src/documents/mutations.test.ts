import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFiles } from "./check-files.ts";
import type { Position } from "./diagnostic.ts";
import { LineIndex } from "./line-index.ts";
import { parseFile } from "./parse-file.ts";
import { appendPointer, pointerSegments } from "./pointer.ts";

const folder = path.resolve(import.meta.dirname, "../../../schemas/examples");
const texts = ["valid", "invalid"].flatMap((sub) =>
  readdirSync(path.join(folder, sub)).map((name) => ({
    name,
    text: readFileSync(path.join(folder, sub, name), "utf8"),
  })),
);

type Mutation = (text: string) => string;

const at = fc.double({ min: 0, max: 1, noNaN: true });
const piece = fc.constantFrom(
  "\t",
  "\r\n",
  "\n",
  ":",
  ": ",
  "- ",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "&a ",
  "*a",
  "<<: *a",
  "#",
  "|",
  "---\n",
  "@",
  "\u{1F600}",
  "\uFEFF",
  "__proto__: 1\n",
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  at.map((end) => (text: string) => text.slice(0, Math.floor(end * text.length))),
  fc.tuple(at, fc.nat(40)).map(([from, length]) => (text: string) => {
    const start = Math.floor(from * text.length);
    return text.slice(0, start) + text.slice(start + length);
  }),
  fc.tuple(at, piece).map(([from, inserted]) => (text: string) => {
    const start = Math.floor(from * text.length);
    return text.slice(0, start) + inserted + text.slice(start);
  }),
  fc.constant((text: string) => text.replaceAll("\n", "\r\n")),
  fc.constant((text: string) => `\uFEFF${text}`),
);

function isInside(position: Position, lines: LineIndex): boolean {
  return (
    position.line >= 0 && position.line < lines.lineCount && position.character <= lines.lineText(position.line).length
  );
}

describe("whatever is typed", () => {
  test("nothing throws, and all ranges lie inside of the text", () => {
    const example = fc.constantFrom(...texts);
    fc.assert(
      fc.property(example, fc.array(mutation, { minLength: 1, maxLength: 4 }), ({ name, text }, mutations) => {
        const mutated = mutations.reduce((current, mutate) => mutate(current), text);
        const file = parseFile(`file:///${name}`, mutated);
        const { diagnostics, entities } = checkFiles([file]);
        const ranges = [
          ...diagnostics.map(({ range }) => range),
          ...entities.inFile(file.uri).map(({ location }) => location.range),
        ];
        for (const { start, end } of ranges) {
          expect(isInside(start, file.lines) && isInside(end, file.lines)).toBe(true);
          expect(file.lines.offsetAt(end)).toBeGreaterThanOrEqual(file.lines.offsetAt(start));
        }
        for (const occurrence of entities.inFile(file.uri)) {
          if (!occurrence.escaped)
            expect(mutated.slice(occurrence.span.start, occurrence.span.end)).toBe(occurrence.id);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("arbitrary text does not throw either", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        checkFiles([
          parseFile("file:///x.catalog.yaml", text),
          parseFile("file:///y.yaml", `apiVersion: fairlead/v1\n${text}`),
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("positions", () => {
  test("offset to position and back, for every line ending", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "\u{1F600}", "\n", "\r\n", "\r", "")).map((parts) => parts.join("")),
        (text) => {
          const lines = new LineIndex(text);
          for (let offset = 0; offset <= text.length; offset += 1) {
            const back = lines.offsetAt(lines.positionAt(offset));
            // Only the place between CR and LF has no position of its own.
            const between = text[offset - 1] === "\r" && text[offset] === "\n";
            expect(back).toBe(between ? offset - 1 : offset);
          }
        },
      ),
    );
  });

  test("pointers keep any key", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (segments) => {
        const pointer = segments.reduce((current, segment) => appendPointer(current, segment), "");
        expect(pointerSegments(pointer)).toEqual(segments);
      }),
    );
  });
});
