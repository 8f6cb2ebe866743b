import { expect, test } from "vitest";
import { notices, packageFolder } from "./notices.mjs";

test.each([
  ["node_modules/yaml/dist/index.js", "node_modules/yaml"],
  ["node_modules/@aws-sdk/core/a.js", "node_modules/@aws-sdk/core"],
  ["node_modules/a/node_modules/@b/c/d.js", "node_modules/a/node_modules/@b/c"],
  ["runtime/src/policy/decide.ts", undefined],
])("%s belongs to %s", (input, folder) => expect(packageFolder(input)).toBe(folder));

test("each package comes once, with its licence", () => {
  const text = notices(["node_modules/yaml/a.js", "node_modules/yaml/b.js", "cli/src/main.ts"]);
  expect(text.match(/^yaml \d/gm)).toHaveLength(1);
  expect(text).toContain("Permission to use, copy, modify");
});
