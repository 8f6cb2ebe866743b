/** The result of a scan in every form in which it is printed. */
import path from "node:path";
import type { ScanResult, SourceFinding } from "@fairlead/language-server/code";
import type { Severity } from "@fairlead/runtime/documents";
import { ruleHelp } from "@fairlead/runtime/rule-help";
import manifest from "../../package.json" with { type: "json" };
import { githubReport, type Report, type ReportFormat, repositoryRoot, sarifReport } from "../report-formats/index.ts";

export interface ScanReport {
  result: ScanResult;
  /** How loudly each is reported; undefined for those that are not. */
  severityOf(finding: SourceFinding): Severity | undefined;
  /** Findings that the baseline knows. */
  known: number;
  /** Absolute: what the findings' files are relative to. */
  root: string;
  cwd: string;
}

/** The whole output, its last line break included. */
export function scanReport(report: ScanReport, format: ReportFormat): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(plainResult(report.result), undefined, 2)}\n`;
    case "sarif":
      return sarifReport(commonReport(report));
    case "github":
      return `${githubReport(commonReport(report))}${summary(report)}\n`;
    case "text":
      return `${lines(report)}${summary(report)}\n`;
  }
}

/** The result as others read it: without the offsets, which only an editor has a use for. */
function plainResult({ commentProblems: _comments, ...result }: ScanResult) {
  const findings = result.findings.map(({ offset: _offset, length: _length, ...finding }) => finding);
  return { ...result, findings, durationMs: Math.round(result.durationMs) };
}

function commonReport({ result, severityOf, root, cwd }: ScanReport): Report {
  const findings = result.findings.flatMap((finding) => {
    const severity = severityOf(finding);
    const { line, column, endLine, endColumn, rule, message } = finding;
    if (!isReported(finding) || severity === undefined) return [];
    // The call in words is known again where the lines around it change.
    const file = path.resolve(root, finding.file);
    return [{ file, line, column, endLine, endColumn, severity, code: rule, message, lineText: finding.api }];
  });
  for (const { file, line, column, endLine, endColumn, rule, message } of result.commentProblems) {
    const place = { file: path.resolve(root, file), line, column, endLine, endColumn };
    findings.push({ ...place, severity: "hint", code: rule, message, lineText: message });
  }
  return { command: "scan", version: manifest.version, findings, rules: ruleHelp, cwd, root: repositoryRoot(root) };
}

function lines({ result, severityOf, root, cwd }: ScanReport): string {
  const findings = result.findings.filter((finding) => isReported(finding) && severityOf(finding) !== undefined);
  return [...findings, ...result.commentProblems].map((one) => `${findingLine(one, root, cwd)}\n`).join("");
}

/** What goes through the gateway is counted, and told only where something is wrong with the names in it. */
function isReported({ state, rule }: SourceFinding): boolean {
  return state !== "gateway" || !/^code\.gateway-/.test(rule);
}

/** `file:line:col rule message`, the file as seen from where the command runs. */
function findingLine(finding: ScanResult["commentProblems"][number], root: string, cwd: string): string {
  const { file, line, column, rule, message } = finding;
  return `${shownPath(file, root, cwd)}:${line}:${column} ${rule} ${message}`;
}

/** A path of a finding as seen from where the command runs. */
export function shownPath(file: string, root: string, cwd: string): string {
  return path.relative(cwd, path.resolve(root, file)).split(path.sep).join("/");
}

/** A number with its word, in the plural where it is one. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function summary({ result: { findings, files }, known }: ScanReport): string {
  const count = (test: (finding: SourceFinding) => boolean) => findings.filter(test).length;
  // A request by hand is a call too; what is said of a model belongs to a call that is counted.
  const isCall = ({ rule, kind }: SourceFinding) => rule.endsWith("-call") || kind === "raw-http";
  const direct = (finding: SourceFinding) => finding.state === "direct";
  const elsewhere = count(({ state }) => state !== "direct" && state !== "gateway");
  const safe = count(({ fix }) => fix === "safe");
  const parts = [
    `${counted(
      count((one) => direct(one) && one.kind === "client-construction"),
      "direct client",
    )}`,
    `${counted(
      count((one) => direct(one) && isCall(one)),
      "direct call",
    )}`,
  ];
  if (elsewhere > 0) parts.push(`${elsewhere} to other or unknown addresses`);
  parts.push(`${count((one) => !isReported(one))} through the gateway`);
  if (known > 0) parts.push(`${known} in the baseline`);
  const fixes = safe > 0 ? `. \`fairlead migrate\` can rewrite ${safe} safely` : "";
  return `${counted(files, "file")}: ${parts.join(", ")}${fixes}.`;
}
