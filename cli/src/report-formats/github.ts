/** Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */
import type { Severity } from "@fairlead/runtime/documents";
import { relativeTo } from "./paths.ts";
import type { Report } from "./report.ts";

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

/** `::warning file=…,line=…::message` lines. Paths are relative to the repository, as GitHub wants them. */
export function githubReport({ findings, root }: Report): string {
  return findings
    .map(({ file, line, column, endLine, endColumn, severity, code, message }) => {
      const properties: Record<string, string | number> = { file: relativeTo(root, file), line, endLine };
      // Columns are only understood within one line.
      if (line === endLine) Object.assign(properties, { col: column, endColumn });
      properties.title = code;
      const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      return `::${LEVELS[severity]} ${written.join(",")}::${escapeData(message)}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
