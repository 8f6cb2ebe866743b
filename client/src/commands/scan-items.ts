/** The findings of a scan as a list to pick from. */
import type { ScanFinding } from "../language-server/requests.ts";

export interface ScanItem {
  /** The place, as editors write it: `services/reply.ts:4`. */
  label: string;
  /** What calls the provider. */
  description: string;
  /** Why it matters and what to do. */
  detail: string;
  finding: ScanFinding;
}

/** Direct calls only, by file and place. What already goes through a gateway is no finding for people. */
export function scanItems(findings: readonly ScanFinding[]): ScanItem[] {
  return findings
    .filter((finding) => finding.state === "direct" || finding.state === "unknown")
    .sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)
    .map((finding) => ({
      label: `${finding.file}:${finding.line}`,
      description: finding.api,
      detail: finding.message,
      finding,
    }));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
