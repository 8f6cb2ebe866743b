import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import { checkWorkspace } from "@fairlead/runtime/rules";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TextEdit } from "vscode-languageserver";
import { applied } from "../refactors/same-meaning.ts";
import { documentCodeActions } from "./code-actions.ts";

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
  "|\n",
  "x",
  "",
);
const ALL = ["quickfix", "refactor", "source"];

function ownEdits(file: ParsedFile, edit: unknown): TextEdit[] {
  const { documentChanges = [] } = edit as {
    documentChanges?: { textDocument?: { uri: string }; edits?: TextEdit[] }[];
  };
  return documentChanges.flatMap(({ textDocument, edits }) => (textDocument?.uri === file.uri ? (edits ?? []) : []));
}

function expectApart(file: ParsedFile, edits: readonly TextEdit[], title: string): void {
  const spans = edits
    .map(({ range }) => ({ start: file.lines.offsetAt(range.start), end: file.lines.offsetAt(range.end) }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [index, { start, end }] of spans.entries()) {
    expect(start, title).toBeLessThanOrEqual(end);
    expect(end, title).toBeLessThanOrEqual(file.text.length);
    if (index > 0) expect(spans[index - 1]?.end, title).toBeLessThanOrEqual(start);
  }
}

test("whatever is typed, the edits of actions lie apart, and none breaks the YAML", () => {
  const edit = fc.tuple(at, fc.nat(20), piece);
  let tried = 0;
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.array(edit, { maxLength: 2 }), at, ({ uri, text }, edits, cursor) => {
      const mutated = edits.reduce((current, [from, removed, added]) => {
        const start = Math.floor(from * current.length);
        return current.slice(0, start) + added + current.slice(start + removed);
      }, text);
      const file = parseFile(uri, mutated);
      const group = { root: "/", checked: checkWorkspace([file], { at: 0 }) };
      const editing = { documentChanges: true, version: 1 };
      const start = file.lines.positionAt(Math.floor(cursor * mutated.length));
      const whole = file.lines.range({ start: 0, end: mutated.length });
      const actions = [
        ...documentCodeActions(file, { start, end: start }, group, editing, { only: ALL }),
        ...documentCodeActions(file, whole, group, editing, { only: ["quickfix"] }).slice(0, 12),
      ];
      for (const { title, edit: made } of actions) {
        const own = ownEdits(file, made);
        expect(title.trim()).not.toBe("");
        expectApart(file, own, title);
        const after = parseFile(uri, applied(file, own));
        tried += 1;
        const says = `${title}\n${mutated}\n=====\n${after.text}`;
        // Of what is broken already the parser may say more or less.
        if (file.syntax.length === 0) expect(after.syntax, says).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
  expect(tried).toBeGreaterThan(300);
});
