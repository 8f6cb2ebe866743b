import { expect, test } from "vitest";
import { migrationReport } from "./migration-report.ts";

const words = { title: "T", done: "Done", left: "Left", unused: "Unused", packages: "Packages", nothing: "Nothing." };
const place = { uri: "file:///a.ts", file: "a.ts", line: 3, column: 1, endLine: 3, endColumn: 9 };
const finding = {
  ...place,
  api: "new OpenAI",
  vendor: "openai",
  state: "direct",
  tier: "certain",
  fix: null,
  message: "",
} as const;

test("says what is done, what is left and why", () => {
  const left = [{ ...finding, line: 9, why: "choose a workload" }];
  const unused = [{ file: "a.ts", name: "key", line: 1 }];
  const missingDependencies = [{ manifest: "package.json", package: "@fairlead/runtime" }];
  expect(migrationReport({ edit: null, done: [finding], left, unused, missingDependencies }, words)).toBe(`# T

## Done (1)

- \`a.ts:3\` new OpenAI

## Left (1)

- \`a.ts:9\` new OpenAI: choose a workload

## Unused (1)

- \`a.ts:1\` key

## Packages (1)

- \`package.json\`: \`@fairlead/runtime\`
`);
});

test("nothing to do is said so", () => {
  const none = { edit: null, done: [], left: [], unused: [], missingDependencies: [] };
  expect(migrationReport(none, words)).toBe("# T\n\nNothing.\n");
});
