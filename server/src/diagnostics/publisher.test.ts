import { expect, test } from "vitest";
import type { FileReport } from "./current.ts";
import { Publisher } from "./publisher.ts";

const problem = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, message: "wrong" };

function report(uri: string, count: number, version?: number): [string, FileReport] {
  return [uri, { uri, version, diagnostics: Array.from({ length: count }, () => problem), resultId: String(count) }];
}

test("sends what changed, and empties what is gone", () => {
  const sent: [string, number | undefined, number][] = [];
  const publisher = new Publisher((uri, version, diagnostics) => void sent.push([uri, version, diagnostics.length]));
  publisher.publish(new Map([report("a", 1), report("b", 0)]));
  publisher.publish(new Map([report("a", 1), report("b", 0)]));
  publisher.publish(new Map([report("b", 0)]));
  expect(sent).toEqual([
    ["a", undefined, 1],
    ["a", undefined, 0],
  ]);
});

test("each version of an open file gets its answer", () => {
  const sent: [string, number | undefined, number][] = [];
  const publisher = new Publisher((uri, version, diagnostics) => void sent.push([uri, version, diagnostics.length]));
  publisher.publish(new Map([report("a", 0, 1)]));
  publisher.publish(new Map([report("a", 0, 2)]));
  expect(sent).toEqual([
    ["a", 1, 0],
    ["a", 2, 0],
  ]);
});
