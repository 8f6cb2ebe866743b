/** Findings as lines of text: `path:line:column code message`, where it is no error with the severity behind it. */
import { relativeTo } from "./paths.ts";
import type { Report } from "./report.ts";

/** One line for each finding, and one for each related place below it, indented. */
export function textReport({ findings, cwd }: Report): string {
  const lines = findings.flatMap(({ file, line, column, code, message, severity, related }) => [
    `${relativeTo(cwd, file)}:${line}:${column} ${code} ${message}${severity === "error" ? "" : ` (${severity})`}`,
    ...(related ?? []).map(
      ({ place, message: words }) => `  ${relativeTo(cwd, place.file)}:${place.line}:${place.column} ${words}`,
    ),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}
