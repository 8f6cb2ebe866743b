/** Findings as JSON for programs of one's own. */
import { relativeTo } from "./paths.ts";
import type { Report, ReportFinding } from "./report.ts";

/** One finding as it is printed: paths relative to the current folder, lines and columns from 1. */
export function jsonFinding(
  { file, line, column, endLine, endColumn, severity, code, message, related }: ReportFinding,
  cwd: string,
) {
  return {
    file: relativeTo(cwd, file),
    line,
    column,
    endLine,
    endColumn,
    severity,
    code,
    message,
    ...(related &&
      related.length > 0 && {
        related: related.map(({ place, message: words }) => ({
          file: relativeTo(cwd, place.file),
          line: place.line,
          column: place.column,
          message: words,
        })),
      }),
  };
}

/** All findings below `diagnostics`, with what else there is to say above them. */
export function jsonReport({ findings, cwd }: Report, head: Readonly<Record<string, unknown>>): string {
  const diagnostics = findings.map((finding) => jsonFinding(finding, cwd));
  return `${JSON.stringify({ ...head, diagnostics }, undefined, 2)}\n`;
}
