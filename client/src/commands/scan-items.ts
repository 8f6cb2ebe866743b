/** The findings of a scan as a list to pick from. */
import type { ScanFinding } from "../language-server/requests.ts";

export interface ScanItem {
  label: string;
  description: string;
  finding: ScanFinding;
}

export interface ScanGroup {
  file: string;
  items: ScanItem[];
}

/** Direct calls only, by file and place. What already goes through a gateway is no finding for people. */
export function scanGroups(findings: readonly ScanFinding[]): ScanGroup[] {
  const groups = new Map<string, ScanItem[]>();
  const direct = findings.filter((finding) => finding.state === "direct" || finding.state === "unknown");
  for (const finding of direct.sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)) {
    const items = groups.get(finding.file) ?? [];
    groups.set(finding.file, items);
    items.push({ label: finding.message, description: `${finding.line}:${finding.column}`, finding });
  }
  return [...groups].map(([file, items]) => ({ file, items }));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
