/** The rules of SARIF 2.1.0 (OASIS standard, 27 March 2020) that readers rely on. */
import path from "node:path";
import { expect, test } from "vitest";
import type { Report, ReportFinding } from "./report.ts";
import { sarifReport } from "./sarif.ts";

const root = path.resolve("/repo");
const finding = (more: Partial<ReportFinding> = {}): ReportFinding => ({
  file: path.join(root, "policy/a b.yaml"),
  line: 3,
  column: 5,
  endLine: 3,
  endColumn: 9,
  severity: "warning",
  code: "route.single-provider",
  message: "All hang on one.",
  lineText: "    route: {}",
  ...more,
});

function log(findings: readonly ReportFinding[]) {
  const report: Report = {
    command: "check",
    version: "1.2.3",
    findings,
    rules: {
      "route.single-provider": { severity: "warning", summary: "One provider.", body: "One provider.\n\nMore." },
    },
    cwd: path.join(root, "policy"),
    root,
  };
  return JSON.parse(sarifReport(report));
}

test("one run, of a named tool with a semantic version", () => {
  const { version, $schema, runs } = log([]);
  expect({ version, runs: runs.length }).toEqual({ version: "2.1.0", runs: 1 });
  expect($schema).toMatch(/sarif-2\.1\.0\.json$/);
  expect(runs[0].tool.driver).toEqual({ name: "fairlead", semanticVersion: "1.2.3", rules: [] });
  // An empty list says that nothing was found; without it, nothing would have been looked for.
  expect(runs[0].results).toEqual([]);
  expect(runs[0].columnKind).toBe("utf16CodeUnits");
});

test("results point at their rules, by id and by place", () => {
  const { tool, results } = log([finding(), finding({ code: "price.stale", severity: "hint" })]).runs[0];
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["price.stale", "route.single-provider"]);
  expect(tool.driver.rules[1]).toMatchObject({
    shortDescription: { text: "One provider." },
    help: { markdown: expect.stringContaining("More.") },
    defaultConfiguration: { level: "warning" },
  });
});

test.each([
  ["error", "error"],
  ["warning", "warning"],
  ["information", "note"],
  ["hint", "note"],
] as const)("%s is the level %s", (severity, level) => {
  expect(log([finding({ severity })]).runs[0].results[0].level).toBe(level);
});

test("addresses are relative to the repository, as URIs, without a slash before them", () => {
  const { artifactLocation, region } = log([finding()]).runs[0].results[0].locations[0].physicalLocation;
  expect(artifactLocation).toEqual({ uri: "policy/a%20b.yaml", uriBaseId: "%SRCROOT%" });
  expect(region).toEqual({ startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 });
});

test("what lies outside of the repository has a whole address", () => {
  const location = log([finding({ file: path.resolve("/other/a.yaml") })]).runs[0].results[0].locations[0];
  expect(location.physicalLocation.artifactLocation).toEqual({
    uri: expect.stringMatching(/^file:\/\/\/.*other\/a\.yaml$/),
  });
});

test("related places have ids of their own in their result", () => {
  const place = { file: path.join(root, "b.yaml"), line: 1, column: 1, endLine: 1, endColumn: 2 };
  const [result] = log([
    finding({
      related: [
        { place, message: "Here." },
        { place, message: "There." },
      ],
    }),
  ]).runs[0].results;
  expect(result.relatedLocations.map(({ id }: { id: number }) => id)).toEqual([0, 1]);
  expect(result.relatedLocations[0]).toMatchObject({ message: { text: "Here." } });
});

test("fingerprints stay when lines move, and tell equal findings apart", () => {
  const prints = (findings: readonly ReportFinding[]): string[] =>
    log(findings).runs[0].results.map(
      (one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints["fairleadFinding/v1"],
    );
  const [before] = prints([finding()]);
  expect(prints([finding({ line: 90, endLine: 90, message: "In other words." })])).toEqual([before]);
  const [first, second] = prints([finding(), finding({ line: 4 })]);
  expect(first).toBe(before);
  expect(second).not.toBe(before);
  expect(prints([finding({ lineText: "other" })])).not.toEqual([before]);
});
