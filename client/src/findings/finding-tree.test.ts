import { expect, test } from "vitest";
import type { ScanFinding } from "../language-server/requests.ts";
import { type FindingNode, findingTree } from "./finding-tree.ts";

function finding(file: string, line: number, more: Partial<ScanFinding> = {}): ScanFinding {
  const place = { line, column: 1, endLine: line, endColumn: 9, tier: "certain" as const, fix: null };
  const words = { api: "new OpenAI", vendor: "openai", message: "It calls OpenAI directly." };
  return { file, uri: `file:///${file}`, ...place, ...words, state: "direct", ...more };
}

const findings = [
  finding("a/b.ts", 12, { fix: "safe" }),
  finding("a/b.ts", 2),
  finding("c.py", 1, { vendor: "anthropic", state: "unknown" }),
  finding("c.py", 3, { state: "gateway" }),
  finding("d.ts", 3, { state: "local" }),
];

function outline(nodes: readonly FindingNode[]): unknown[] {
  return nodes.map((node) => {
    if (node.kind === "finding") return node.finding.line;
    return [node.kind === "group" ? node.key : node.file, node.count, ...outline(node.children)];
  });
}

test.each([
  [
    "vendor",
    [
      ["openai", 2, ["a/b.ts", 2, 2, 12]],
      ["anthropic", 1, ["c.py", 1, 1]],
    ],
  ],
  [
    "folder",
    [
      ["a", 2, ["a/b.ts", 2, 2, 12]],
      [".", 1, ["c.py", 1, 1]],
    ],
  ],
  [
    "state",
    [
      ["direct", 2, ["a/b.ts", 2, 2, 12]],
      ["unknown", 1, ["c.py", 1, 1]],
    ],
  ],
  [
    "fix",
    [
      ["none", 2, ["a/b.ts", 1, 2], ["c.py", 1, 1]],
      ["safe", 1, ["a/b.ts", 1, 12]],
    ],
  ],
] as const)("by %s, without what is fine", (grouping, expected) =>
  expect(outline(findingTree(findings, grouping))).toEqual(expected),
);

test("nothing found is no group", () => expect(findingTree([], "vendor")).toEqual([]));
