/** The findings of a scan as a tree: by vendor, by folder and file, by where they point, or by what can be done. */
import type { ScanFinding } from "../language-server/requests.ts";

export const GROUPINGS = ["vendor", "folder", "state", "fix"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A group, a file within it, or a finding. Groups are named by what their findings share. */
export type FindingNode =
  | { kind: "group"; key: string; count: number; uris: readonly string[]; children: readonly FindingNode[] }
  | { kind: "file"; file: string; uri: string; count: number; children: readonly FindingNode[] }
  | { kind: "finding"; finding: ScanFinding };

/** What people must look at: direct calls, and what may be one. */
export function shownFindings(findings: readonly ScanFinding[]): ScanFinding[] {
  return findings
    .filter(({ state }) => state === "direct" || state === "unknown" || state === "other-gateway")
    .sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
}

/** The groups with the most findings first. */
export function findingTree(findings: readonly ScanFinding[], grouping: Grouping): FindingNode[] {
  const groups = new Map<string, ScanFinding[]>();
  for (const finding of shownFindings(findings)) {
    const key = keyOf(finding, grouping);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups]
    .sort(([a, one], [b, other]) => other.length - one.length || compare(a, b))
    .map(([key, own]) => ({
      ...{ kind: "group" as const, key, count: own.length, children: filesOf(own) },
      uris: [...new Set(own.map(({ uri }) => uri))],
    }));
}

function filesOf(findings: readonly ScanFinding[]): FindingNode[] {
  const files = new Map<string, ScanFinding[]>();
  for (const finding of findings) files.set(finding.uri, [...(files.get(finding.uri) ?? []), finding]);
  return [...files].map(([uri, own]) => ({
    ...{ kind: "file" as const, uri, file: own[0]?.file ?? uri, count: own.length },
    children: own.map((finding) => ({ kind: "finding" as const, finding })),
  }));
}

function keyOf({ vendor, file, state, fix }: ScanFinding, grouping: Grouping): string {
  switch (grouping) {
    case "vendor":
      return vendor;
    case "folder":
      return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
    case "state":
      return state;
    case "fix":
      return fix ?? "none";
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
