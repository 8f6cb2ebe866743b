import { expect, test } from "vitest";
import { mayLeadTo } from "./module-paths.ts";

test.each([
  // Relative, with and without an extension, to what it is compiled from, and to a folder's index.
  ["./names", "/w/src/app.ts", "/w/src/names.ts", true],
  ["./names.js", "/w/src/app.ts", "/w/src/names.ts", true],
  ["../lib", "/w/src/app.ts", "/w/lib/index.mjs", true],
  ["../lib", "/w/src/app.ts", "/w/lib/names.ts", true],
  [".", "/w/src/app.ts", "/w/src/index.ts", true],
  ["./names", "/w/src/app.ts", "/w/other/names.ts", false],
  ["./names", "/w/src/app.ts", "/w/src/more-names.ts", false],
  // Path aliases, by their ends.
  ["@/lib/names", "/w/src/app.ts", "/w/src/lib/names.ts", true],
  ["~/lib", "/w/src/app.ts", "/w/src/lib/names.ts", true],
  ["#names", "/w/src/app.ts", "/w/src/names.ts", true],
  ["@/names", "/w/src/app.ts", "/w/src/surnames.ts", false],
  ["@/", "/w/src/app.ts", "/w/src/names.ts", false],
  // Python: absolute, relative, and a package's own file.
  ["app.names", "/w/app/main.py", "/w/app/names.py", true],
  ["names", "/w/app/main.py", "/w/app/names/__init__.py", true],
  [".names", "/w/app/main.py", "/w/app/names.py", true],
  ["..names", "/w/app/sub/main.py", "/w/app/names.py", true],
  [".", "/w/app/main.py", "/w/app/names.py", true],
  [".names", "/w/app/main.py", "/w/other/names.py", false],
  ["app.names", "/w/app/main.py", "/w/app/names.ts", false],
])("%s in %s, %s: %s", (specifier, from, to, leads) => {
  expect(mayLeadTo(specifier, from, to)).toBe(leads);
});
