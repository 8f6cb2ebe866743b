import { expect, test } from "vitest";
import type { ScanFinding } from "../language-server/requests.ts";
import { scanGroups } from "./scan-items.ts";

function finding(file: string, line: number, state: ScanFinding["state"] = "direct"): ScanFinding {
  return { file, line, column: 1, endLine: line, endColumn: 9, rule: "r", state, message: `${file}:${line}` };
}

test("findings come by file and line, and only those that people must look at", () => {
  const groups = scanGroups([
    finding("b.ts", 3),
    finding("a.ts", 12),
    finding("a.ts", 2, "unknown"),
    finding("a.ts", 5, "gateway"),
    finding("c.ts", 1, "local"),
  ]);
  expect(groups.map(({ file, items }) => [file, items.map((item) => item.description)])).toEqual([
    ["a.ts", ["2:1", "12:1"]],
    ["b.ts", ["3:1"]],
  ]);
});

test("nothing found is no group", () => expect(scanGroups([])).toEqual([]));
