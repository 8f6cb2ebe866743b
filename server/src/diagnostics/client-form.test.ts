import { expect, test } from "vitest";
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import { diagnosticSupport, forClient, worthTelling } from "./client-form.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

const FULL: Diagnostic = {
  range,
  message: "wrong",
  code: "x.y",
  codeDescription: { href: "file:///x.md" },
  tags: [DiagnosticTag.Deprecated, DiagnosticTag.Unnecessary],
  relatedInformation: [{ location: { uri: "file:///a", range }, message: "here" }],
  data: { pointer: "/a" },
};

test("a client gets what it understands", () => {
  const all = diagnosticSupport({
    textDocument: {
      publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
    },
  });
  expect(forClient(FULL, all)).toEqual(FULL);
  const none = forClient(FULL, diagnosticSupport({}));
  expect(none).toEqual({ range, message: "wrong", code: "x.y", data: { pointer: "/a" } });
  const some = { ...all, tags: [DiagnosticTag.Unnecessary] };
  expect(forClient(FULL, some).tags).toEqual([DiagnosticTag.Unnecessary]);
});

test("what a client says of pulled diagnostics comes first", () => {
  const support = diagnosticSupport({
    textDocument: { publishDiagnostics: { relatedInformation: true }, diagnostic: { relatedInformation: false } },
  });
  expect(support.relatedInformation).toBe(false);
});

test("of very many the worst are told, in their order", () => {
  const many = Array.from({ length: 3_000 }, (_, line): Diagnostic => {
    const severity = line % 10 === 9 ? DiagnosticSeverity.Error : DiagnosticSeverity.Hint;
    return { range: { start: { line, character: 0 }, end: { line, character: 1 } }, message: "wrong", severity };
  });
  const told = worthTelling(many);
  expect(told).toHaveLength(1_000);
  expect(told.filter(({ severity }) => severity === DiagnosticSeverity.Error)).toHaveLength(300);
  const lines = told.map((one) => one.range.start.line);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
  expect(worthTelling(many.slice(0, 1_000))).toHaveLength(1_000);
});
