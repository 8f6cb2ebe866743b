/** Findings as SARIF 2.1.0 (OASIS), which code scanning services and editors read. */
import { createHash } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Severity } from "@fairlead/runtime/documents";
import { relativeTo } from "./paths.ts";
import type { Report, ReportFinding, ReportPlace, ReportRule } from "./report.ts";

const LEVELS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** A log with one run. Addresses are relative to the repository's root (`%SRCROOT%`). */
export function sarifReport(report: Report): string {
  const { command, version, findings, rules, root } = report;
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const fingerprints = fingerprintsOf(report);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "fairlead",
            semanticVersion: version,
            rules: codes.map((code) => ruleOf(code, rules[code])),
          },
        },
        automationDetails: { id: `fairlead-${command}/` },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true }],
        results: findings.map((finding, index) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: LEVELS[finding.severity],
          message: { text: finding.message },
          locations: [{ physicalLocation: physicalLocation(finding, root) }],
          ...(finding.related &&
            finding.related.length > 0 && {
              relatedLocations: finding.related.map(({ place, message }, id) => ({
                id,
                message: { text: message },
                physicalLocation: physicalLocation(place, root),
              })),
            }),
          partialFingerprints: { "fairleadFinding/v1": fingerprints[index] },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(code: string, rule: ReportRule | undefined) {
  if (!rule) return { id: code };
  return {
    id: code,
    shortDescription: { text: rule.summary },
    help: { text: rule.body, markdown: `# ${code}\n\n${rule.body}` },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: [code.slice(0, code.indexOf("."))] },
  };
}

function physicalLocation({ file, line, column, endLine, endColumn }: ReportPlace, root: string) {
  const relative = relativeTo(root, file);
  const isInside = relative !== file.replaceAll(path.sep, "/");
  return {
    artifactLocation: isInside
      ? { uri: relative.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" }
      : { uri: path.isAbsolute(file) ? pathToFileURL(file).href : file },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

/**
 * What a finding is known by from one run to the next: its rule, its file and the text of its line, and which it is of
 * those that have these in common. Lines may move without its being taken for a new one.
 */
function fingerprintsOf({ findings, root }: Report): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = keyOf(finding, root);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return createHash("sha256").update(`${key}\n${count}`).digest("hex").slice(0, 32);
  });
}

function keyOf({ code, file, lineText, message }: ReportFinding, root: string): string {
  return [code, relativeTo(root, file), lineText?.trim() ?? message].join("\n");
}
