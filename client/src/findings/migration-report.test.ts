import { expect, test } from "vitest";
import { migrationReport } from "./migration-report.ts";

const words = {
  title: "T",
  done: "Done",
  unsaved: "Unsaved",
  left: "Left",
  unused: "Unused",
  packages: "Packages",
  unneeded: "Unneeded",
  nothing: "Nothing.",
};
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
  const unusedDependencies = [{ manifest: "a/package.json", package: "x" }];
  const answer = { edit: null, digests: {}, done: [finding], left, unused, missingDependencies, unusedDependencies };
  expect(migrationReport(answer, ["a.ts"], words)).toBe(`# T

## Done (1)

- \`a.ts:3\` new OpenAI

## Unsaved (1)

- \`a.ts\`

## Left (1)

- \`a.ts:9\` new OpenAI: choose a workload

## Unused (1)

- \`a.ts:1\` key

## Packages (1)

- \`package.json\`: \`@fairlead/runtime\`

## Unneeded (1)

- \`a/package.json\`: \`x\`
`);
});

test("nothing to do is said so", () => {
  const none = {
    edit: null,
    digests: {},
    done: [],
    left: [],
    unused: [],
    missingDependencies: [],
    unusedDependencies: [],
  };
  expect(migrationReport(none, [], words)).toBe("# T\n\nNothing.\n");
});
