import { expect, test } from "vitest";
import type { ScanFinding } from "../language-server/requests.ts";
import { scanItems } from "./scan-items.ts";

function finding(file: string, line: number, state: ScanFinding["state"] = "direct"): ScanFinding {
  const place = { line, column: 1, endLine: line, endColumn: 9 };
  return { file, uri: `file:///${file}`, ...place, api: "new OpenAI", state, message: "It calls OpenAI directly." };
}

test("findings come by file and line, and only those that people must look at", () => {
  const items = scanItems([
    finding("b.ts", 3),
    finding("a.ts", 12),
    finding("a.ts", 2, "unknown"),
    finding("a.ts", 5, "gateway"),
    finding("c.ts", 1, "local"),
  ]);
  expect(items.map((item) => item.label)).toEqual(["a.ts:2", "a.ts:12", "b.ts:3"]);
  expect(items[0]).toMatchObject({ description: "new OpenAI", detail: "It calls OpenAI directly." });
});

test("nothing found is no item", () => expect(scanItems([])).toEqual([]));
