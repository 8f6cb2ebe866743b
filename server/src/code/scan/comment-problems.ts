/** What is wrong with the comments of a file that silence findings: mostly that there is nothing left to silence. */
import { LineIndex } from "@fairlead/runtime/documents";
import { applySuppressions, type Suppression } from "@fairlead/runtime/rules";
import { CODE_RULE_CODES } from "../rules/index.ts";
import type { CommentProblem, SourceFinding } from "../types.ts";

/** The problems of one file, in order of place. `found` are its findings, the silenced ones included. */
export function commentProblems(
  file: string,
  text: string,
  suppressions: readonly Suppression[],
  found: readonly SourceFinding[],
): CommentProblem[] {
  const lines = new LineIndex(text);
  const placed = found.map(({ rule, line, column }) => {
    const start = { line: line - 1, character: column - 1 };
    return { code: rule, range: { start, end: start } };
  });
  const { problems } = applySuppressions(file, lines, suppressions, placed, {
    codes: CODE_RULE_CODES,
    isFixed: () => false,
  });
  return problems.map(({ range: { start, end }, code, message }) => ({
    ...{ file, line: start.line + 1, column: start.character + 1 },
    ...{ endLine: end.line + 1, endColumn: end.character + 1, rule: code, message },
  }));
}
