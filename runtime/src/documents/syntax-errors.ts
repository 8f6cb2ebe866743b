/** The parser's errors as diagnostics, one a line of the text. */
import type { NodeProblem } from "./build-nodes.ts";
import type { Diagnostic, Range } from "./diagnostic.ts";
import type { LineIndex, Span } from "./line-index.ts";
import { type SyntaxProblem, syntaxMessage } from "./syntax-messages.ts";

/** After so many in one document the rest only follows from the first. */
const MAX_SYNTAX_ERRORS = 20;

/** What the parser says where lines are indented otherwise than it expects. */
const INDENTATION: ReadonlySet<string> = new Set(["BAD_INDENT", "BLOCK_AS_IMPLICIT_KEY", "MULTILINE_IMPLICIT_KEY"]);

/** Turns the errors of a document into diagnostics. Offsets are those of `text`. */
export function syntaxDiagnostics(
  uri: string,
  text: string,
  lines: LineIndex,
  errors: readonly SyntaxProblem[],
  problems: readonly NodeProblem[],
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seenLines = new Set<number>();
  let hasTab = false;
  for (const error of [...errors].sort((a, b) => a.span.start - b.span.start)) {
    const line = lines.positionAt(error.span.start).line;
    // Further errors of one line are echoes of its first.
    if (seenLines.has(line) || diagnostics.length >= MAX_SYNTAX_ERRORS) continue;
    seenLines.add(line);
    const tab = tabDiagnostic(uri, text, lines, error.span);
    hasTab ||= tab !== undefined;
    // What a tab is worth nobody knows, so the indentation of all that follows seems wrong.
    if (tab || !hasTab || !INDENTATION.has(error.code))
      diagnostics.push(tab ?? plainDiagnostic(uri, text, lines, error));
  }
  for (const problem of problems) {
    const { code, message, span, related } = problem;
    diagnostics.push({
      uri,
      range: lines.range(span),
      severity: "error",
      code,
      message,
      ...(related && {
        related: [{ location: { uri, range: lines.range(related.span) }, message: related.message }],
      }),
    });
  }
  return diagnostics;
}

function tabDiagnostic(uri: string, text: string, lines: LineIndex, span: Span): Diagnostic | undefined {
  const { line, character } = lines.positionAt(span.start);
  // The parser may complain only where the line after the tab begins.
  for (const candidate of character === 0 && line > 0 ? [line, line - 1] : [line]) {
    const start = lines.lineStart(candidate);
    const indentation = /^[ \t]*/.exec(lines.lineText(candidate))?.[0] ?? "";
    const tab = indentation.indexOf("\t");
    if (tab < 0) continue;
    const end = start + indentation.length;
    return {
      uri,
      range: lines.range({ start: start + tab, end: Math.min(end, text.length) }),
      severity: "error",
      code: "yaml.tab",
      message: "YAML is not indented with tabs. Use spaces, two for each level.",
    };
  }
  return undefined;
}

function plainDiagnostic(uri: string, text: string, lines: LineIndex, problem: SyntaxProblem): Diagnostic {
  const { message, span, replacements } = syntaxMessage(problem, text);
  const range = oneLine(lines, span);
  return {
    uri,
    range,
    severity: "error",
    code: "yaml.syntax",
    message,
    ...(replacements && { data: { replacements } }),
  };
}

/** The part of a span on its first line: an underline over the rest of a file helps nobody. */
function oneLine(lines: LineIndex, span: Span): Range {
  const { start, end } = lines.range(span);
  if (start.line === end.line) return { start, end };
  return { start, end: { line: start.line, character: lines.lineText(start.line).length } };
}
