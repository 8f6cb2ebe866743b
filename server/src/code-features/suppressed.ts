/** Findings in open files without those that a comment silences, and what is wrong with these comments. */
import { LineIndex } from "@fairlead/runtime/documents";
import { applySuppressions } from "@fairlead/runtime/rules";
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { SourceInput } from "../code/types.ts";
import { SOURCE } from "../yaml/features/diagnostics.ts";
import type { CodeEngine } from "./engine.ts";

/** Applies the comments of a file to the diagnostics of rules about code. */
export function withoutSuppressed(
  engine: CodeEngine,
  document: TextDocument,
  input: SourceInput,
  diagnostics: readonly Diagnostic[],
): Diagnostic[] {
  const suppressions = engine.suppressionsOf(input);
  if (suppressions.length === 0) return [...diagnostics];
  const lines = new LineIndex(input.text);
  const found = diagnostics.map((diagnostic) => ({ ...diagnostic, code: String(diagnostic.code) }));
  const { kept, problems } = applySuppressions(document.uri, lines, suppressions, found, {
    codes: engine.CODE_RULE_CODES,
    isFixed: () => false,
  });
  const comments = problems.map(({ range, code, message, tags }) => ({
    ...{ range, code, message, source: SOURCE, severity: DiagnosticSeverity.Hint },
    ...(tags?.includes("unnecessary") && { tags: [DiagnosticTag.Unnecessary] }),
  }));
  return [...kept, ...comments];
}
