/** What commands that find things report, whatever it is printed as. */
import type { Severity } from "@fairlead/runtime/documents";

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface ReportPlace {
  /** The full path, or the URI of what is no file. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface ReportFinding extends ReportPlace {
  severity: Severity;
  /** The rule's. */
  code: string;
  message: string;
  related?: readonly { place: ReportPlace; message: string }[];
  /** The text of the line, by which a finding is known again though lines above it change. */
  lineText?: string;
}

/** What a rule is, for formats that describe them. */
export interface ReportRule {
  severity: Severity;
  /** One sentence. */
  summary: string;
  /** Markdown. */
  body: string;
}

export interface Report {
  /** The subcommand. */
  command: string;
  /** Of the command. */
  version: string;
  findings: readonly ReportFinding[];
  /** By code; may hold more than occur. */
  rules: Readonly<Record<string, ReportRule>>;
  /** The folder from which paths are shown to people. */
  cwd: string;
  /** The folder that paths are relative to for other tools: the repository's. */
  root: string;
}

/** From faint to loud. */
export const SEVERITIES: readonly Severity[] = ["hint", "information", "warning", "error"];

/** Whether a severity is at least as loud as another. */
export function isAtLeast(severity: Severity, lowest: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(lowest);
}
