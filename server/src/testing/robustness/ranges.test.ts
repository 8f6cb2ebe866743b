import { expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { everyRequest } from "./every-request.ts";
import { strayRanges } from "./ranges.ts";

const document = TextDocument.create("file:///a", "yaml", 1, "one\r\ntwo");
const other = TextDocument.create("file:///b", "yaml", 1, "x");
const find = (uri: string) => [document, other].find((one) => one.uri === uri);

function range(...[line, character, endLine, endCharacter]: [number, number, number, number]) {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

test.each([
  ["the whole text", range(0, 0, 1, 3)],
  ["no length", range(1, 3, 1, 3)],
  ["another file", { uri: "file:///b", range: range(0, 0, 0, 1) }],
  ["a file that nobody knows", { uri: "file:///c", range: range(9, 9, 9, 9) }],
  ["nothing", null],
])("%s lies inside", (_name, answer) => expect(strayRanges(answer, document, find)).toEqual([]));

test.each([
  ["beyond the last line", range(0, 0, 2, 0)],
  ["beyond the end of a line", range(0, 0, 0, 4)],
  ["backwards", range(1, 2, 1, 1)],
  ["deep in an answer", [{ children: [{ selectionRange: range(5, 0, 5, 0) }] }]],
  ["in another file", { uri: "file:///b", range: range(0, 0, 0, 3) }],
  ["in an edit of another file", { changes: { "file:///b": [{ range: range(0, 0, 1, 0), newText: "" }] } }],
  [
    "in an edit with a version",
    { documentChanges: [{ textDocument: { uri: "file:///b", version: 1 }, edits: [{ range: range(0, 2, 0, 2) }] }] },
  ],
])("%s does not", (_name, answer) => expect(strayRanges(answer, document, find)).toHaveLength(1));

test("an offer for which there is no request is told", () => {
  const place = { position: { line: 0, character: 0 }, range: range(0, 0, 0, 0) };
  expect(everyRequest({ hoverProvider: true, textDocumentSync: 2 }, place).map(({ method }) => method)).toEqual([
    "textDocument/hover",
  ]);
  expect(() => everyRequest({ monikerProvider: true }, place)).toThrow(/monikerProvider/);
});
