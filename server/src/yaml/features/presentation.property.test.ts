import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkFiles, type Position, parseFile, type Range } from "@fairlead/runtime/documents";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SelectionRange } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { DEFAULT_SETTINGS } from "../../workspace/settings.ts";
import { codeLenses, lensData, resolveLens } from "./code-lens.ts";
import { documentLinks } from "./document-links.ts";
import { foldingRanges } from "./folding.ts";
import { formatDocument } from "./formatting.ts";
import { inlayHints } from "./inlay-hints.ts";
import { formatNewLine } from "./on-type-formatting.ts";
import { selectionRanges } from "./selection-ranges.ts";

const folder = path.resolve(import.meta.dirname, "../../../../schemas/examples");
const samples = ["valid", "invalid"].flatMap((sub) =>
  readdirSync(path.join(folder, sub)).map((name) => ({
    uri: `file:///${name}`,
    text: readFileSync(path.join(folder, sub, name), "utf8"),
  })),
);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const pieces = [
  "\t",
  "\r\n",
  "\n",
  "\r",
  ":",
  "- ",
  "[",
  "{",
  "}",
  '"',
  "&a ",
  "*a",
  "<<: *a\n",
  "#",
  "# region\n",
  "|\n",
  "---\n",
  "\uFEFF",
  "\u2028",
  "\u{1F600}",
  "",
];
const change = fc.tuple(share, fc.nat(30), fc.constantFrom(...pieces));
const spoilt = fc
  .tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 4 }))
  .map(([{ uri, text }, changes]) => ({
    uri,
    text: changes.reduce((current, [from, removed, added]) => {
      const start = Math.floor(from * current.length);
      return current.slice(0, start) + added + current.slice(start + removed);
    }, text),
  }));

const everything = Object.fromEntries(Object.keys(DEFAULT_SETTINGS.inlayHints).map((key) => [key, true]));

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function expectInside(outer: Range, inner: Range): void {
  expect(isBefore(inner.start, outer.start) || isBefore(outer.end, inner.end) || isBefore(inner.end, inner.start)).toBe(
    false,
  );
}

test("whatever is typed, nothing throws, and all ranges lie inside of the text and of each other", async () => {
  await fc.assert(
    fc.asyncProperty(spoilt, share, async ({ uri, text }, cursor) => {
      const file = parseFile(uri, text);
      const group = { root: "/", checked: checkFiles([file]) };
      const whole = file.lines.range({ start: 0, end: text.length });
      const position = file.lines.positionAt(Math.floor(cursor * text.length));

      for (const { startLine, endLine } of foldingRanges(file)) {
        expect(startLine).toBeLessThan(endLine);
        expect(endLine).toBeLessThan(file.lines.lineCount);
      }
      const [selected] = selectionRanges(file, [position]);
      expectInside((selected as SelectionRange).range, { start: position, end: position });
      for (let range = selected; range; range = range.parent) expectInside(range.parent?.range ?? whole, range.range);
      for (const hint of inlayHints(file, group.checked, whole, everything as never, 0))
        expectInside(whole, { start: hint.position, end: hint.position });
      const support = { commands: new Set<string>(["fairlead.runBenchmark"]), spend: true };
      for (const lens of codeLenses(file, DEFAULT_SETTINGS.codeLens, support)) {
        expectInside(whole, lens.range);
        const data = lensData(lens.data);
        if (!data) throw new Error("no data");
        expect(resolveLens({ ...lens, data }, group, [], support.commands, 0).command?.title).toBeTruthy();
      }
      for (const { range } of await documentLinks(file, "/", (target) => target)) expectInside(whole, range);
      for (const { range } of formatNewLine(file, position)) expectInside(whole, range);
      for (const edits of [formatDocument(file), formatDocument(file, { start: position, end: whole.end })]) {
        for (const { range } of edits) expectInside(whole, range);
        // Edits that overlap are refused by this, and whatever is said is said afterwards too.
        const after = TextDocument.applyEdits(TextDocument.create(uri, "yaml", 1, text), edits);
        expect(parseFile(uri, after).documents.map(({ value }) => value)).toEqual(
          file.documents.map(({ value }) => value),
        );
      }
    }),
    { numRuns: 100 },
  );
});
