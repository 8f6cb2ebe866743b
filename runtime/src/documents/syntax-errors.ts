/** The parser's errors in words that say what to do, one a line of the text. */
import type { YAMLError } from "yaml";
import type { NodeProblem } from "./build-nodes.ts";
import type { Diagnostic, Range } from "./diagnostic.ts";
import type { LineIndex, Span } from "./line-index.ts";

/** After so many in one document the rest only follows from the first. */
const MAX_SYNTAX_ERRORS = 20;

const REMEDIES: Partial<Record<YAMLError["code"], string>> = {
  BAD_ALIAS: "An alias is written *name, with a name.",
  BAD_DQ_ESCAPE: "There is no such escape in double quotes. Double the backslash, or use single quotes.",
  BAD_INDENT: "The indentation does not fit the lines above. Indent all keys of a map alike, with spaces.",
  BAD_SCALAR_START: "A plain text cannot begin with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "A map cannot begin on this line. Begin it on the next line, indented.",
  BLOCK_IN_FLOW: "Inside of { } and [ ] write maps and lists with braces and commas.",
  KEY_OVER_1024_CHARS: "A key can have at most 1024 characters. Is a colon or a closing bracket missing?",
  MULTILINE_IMPLICIT_KEY:
    "A key must end with a colon on its own line. Add the colon, or indent the text below its key.",
  MULTIPLE_DOCS: "Separate documents with a line of ---.",
};

/** Turns the errors of a document into diagnostics. Offsets are those of `text`. */
export function syntaxDiagnostics(
  uri: string,
  text: string,
  lines: LineIndex,
  errors: readonly { code: string; message: string; span: Span }[],
  problems: readonly NodeProblem[],
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seenLines = new Set<number>();
  for (const error of [...errors].sort((a, b) => a.span.start - b.span.start)) {
    const line = lines.positionAt(error.span.start).line;
    // Further errors of one line are echoes of its first.
    if (seenLines.has(line) || diagnostics.length >= MAX_SYNTAX_ERRORS) continue;
    seenLines.add(line);
    diagnostics.push(tabDiagnostic(uri, text, lines, error.span) ?? plainDiagnostic(uri, lines, error));
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

function plainDiagnostic(
  uri: string,
  lines: LineIndex,
  error: { code: string; message: string; span: Span },
): Diagnostic {
  const remedy = REMEDIES[error.code as YAMLError["code"]];
  return {
    uri,
    range: oneLine(lines, error.span),
    severity: "error",
    code: "yaml.syntax",
    message: remedy ?? `${error.message.replace(/\.?$/, "")}.`,
  };
}

/** The part of a span on its first line: an underline over the rest of a file helps nobody. */
function oneLine(lines: LineIndex, span: Span): Range {
  const { start, end } = lines.range(span);
  if (start.line === end.line) return { start, end };
  return { start, end: { line: start.line, character: lines.lineText(start.line).length } };
}
