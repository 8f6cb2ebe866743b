import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkFiles, type Position, parseFile, type Range } from "@fairlead/runtime/documents";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { renameTarget } from "../rename/rename-target.ts";
import { documentCodeActions } from "./code-actions.ts";
import { complete } from "./completion.ts";
import { findDefinition, findReferences, referenceTarget } from "./definition.ts";
import { documentHighlights } from "./document-highlight.ts";
import { documentSymbols } from "./document-symbols.ts";
import { hover } from "./hover.ts";
import { linkedEditing } from "./linked-editing.ts";
import { rename } from "./rename.ts";

const folder = path.resolve(import.meta.dirname, "../../../../schemas/examples");
const samples = ["valid", "invalid"].flatMap((sub) =>
  readdirSync(path.join(folder, sub)).map((name) => ({
    uri: `file:///${name}`,
    text: readFileSync(path.join(folder, sub, name), "utf8"),
  })),
);

const at = fc.double({ min: 0, max: 1, noNaN: true });
const piece = fc.constantFrom(
  "\t",
  "\r\n",
  "\n",
  ":",
  "- ",
  "[",
  "{",
  "}",
  '"',
  "&a ",
  "*a",
  "#",
  "---\n",
  "\u{1F600}",
  "",
);

function contains(outer: Range, inner: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function expectNested(symbols: readonly DocumentSymbol[], within: Range): void {
  for (const symbol of symbols) {
    expect(symbol.name).not.toBe("");
    expect(contains(within, symbol.range)).toBe(true);
    expect(contains(symbol.range, symbol.selectionRange)).toBe(true);
    expectNested(symbol.children ?? [], symbol.range);
  }
}

describe("whatever is typed, wherever the cursor is", () => {
  test("no feature throws, and all ranges lie inside of the text", () => {
    const edit = fc.tuple(at, fc.nat(30), piece);
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(edit, { maxLength: 3 }), at, ({ uri, text }, edits, cursor) => {
        const mutated = edits.reduce((current, [from, removed, added]) => {
          const start = Math.floor(from * current.length);
          return current.slice(0, start) + added + current.slice(start + removed);
        }, text);
        const file = parseFile(uri, mutated);
        const group = { root: "/", checked: checkFiles([file]) };
        const position = file.lines.positionAt(Math.floor(cursor * mutated.length));
        const whole = file.lines.range({ start: 0, end: mutated.length });
        const context = { documentChanges: true, version: 1 };

        expectNested(documentSymbols(file, group.checked.entities), whole);
        const shown = hover(file, group, position, 0);
        if (shown?.range) expect(contains(shown.range, { start: position, end: position })).toBe(true);
        for (const { targetRange, targetSelectionRange } of findDefinition(group, uri, position)) {
          expect(contains(whole, targetRange)).toBe(true);
          expect(contains(targetRange, targetSelectionRange)).toBe(true);
        }
        const asked = referenceTarget(group, uri, position);
        for (const { range } of asked ? findReferences(group, asked.kind, asked.id, true) : [])
          expect(contains(whole, range)).toBe(true);
        for (const { range } of documentHighlights(group, uri, position)) expect(contains(whole, range)).toBe(true);
        const linked = linkedEditing(file, group, position)?.ranges ?? [];
        expect(
          new Set(linked.map(({ start, end }) => mutated.slice(file.lines.offsetAt(start), file.lines.offsetAt(end))))
            .size,
        ).toBeLessThan(2);
        const target = renameTarget(group, uri, position);
        if (target) expect(contains(target.range, { start: position, end: position })).toBe(true);
        const renamed = target ? rename(group, target, "another-name", []) : [];
        for (const { range } of "refusal" in renamed ? [] : renamed) expect(contains(whole, range)).toBe(true);
        for (const { edit: workspaceEdit } of documentCodeActions(file, whole, group, context)) {
          const [change] = workspaceEdit?.documentChanges ?? [];
          for (const one of change && "edits" in change ? change.edits : [])
            if ("range" in one) expect(contains(whole, one.range)).toBe(true);
        }
        for (const { textEdit } of complete(
          uri,
          mutated,
          position,
          group.checked,
          {
            snippets: true,
            insertTextModes: true,
          },
          { now: 0 },
        )) {
          if (!textEdit || !("range" in textEdit)) throw new Error("no range");
          expect(contains(textEdit.range, { start: position, end: position })).toBe(true);
          expect(textEdit.range.start.line).toBe(textEdit.range.end.line);
        }
      }),
      { numRuns: 250 },
    );
  });

  test("the first replacement of a quick fix takes the problem away", () => {
    for (const { uri, text } of samples) {
      const file = parseFile(uri, text);
      const { diagnostics } = checkFiles([file]);
      for (const found of diagnostics) {
        const [newText] = found.data?.replacements ?? [];
        // What is meant by a duplicate of another mistake is for the writer to say.
        if (newText === undefined || found.code === "document.missing-key") continue;
        const fixed = TextDocument.applyEdits(TextDocument.create(uri, "yaml", 1, text), [
          { range: found.range, newText },
        ]);
        const after = checkFiles([parseFile(uri, fixed)]).diagnostics;
        const still = after.filter(
          ({ code, range }) => code === found.code && range.start.line === found.range.start.line,
        );
        const before = diagnostics.filter(
          ({ code, range }) => code === found.code && range.start.line === found.range.start.line,
        );
        expect(still.length, `${uri}: ${found.message} -> ${newText}`).toBeLessThan(before.length);
      }
    }
  });
});
