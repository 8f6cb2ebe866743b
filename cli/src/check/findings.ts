/** Diagnostics of documents as findings of a report. */
import { fileURLToPath } from "node:url";
import type { Diagnostic, ParsedFile, Range } from "@fairlead/runtime/documents";
import type { ReportFinding, ReportPlace } from "../report-formats/index.ts";

/** `files` are the documents that the diagnostics are about. */
export function toFindings(diagnostics: readonly Diagnostic[], files: readonly ParsedFile[]): ReportFinding[] {
  const byUri = new Map(files.map((file) => [file.uri, file]));
  return diagnostics.map(({ uri, range, severity, code, message, related }) => ({
    ...placeOf(uri, range),
    severity,
    code,
    message,
    ...(related && {
      related: related.map(({ location, message: words }) => ({
        place: placeOf(location.uri, location.range),
        message: words,
      })),
    }),
    lineText: byUri.get(uri)?.lines.lineText(range.start.line) ?? "",
  }));
}

function placeOf(uri: string, { start, end }: Range): ReportPlace {
  return {
    file: uri.startsWith("file:") ? fileURLToPath(uri) : uri,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
