import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFiles } from "./check-files.ts";
import { globMatcher } from "./glob.ts";
import { parseFile } from "./parse-file.ts";
import { excludedBy, findProjects, settingsFor } from "./projects.ts";

describe("globMatcher", () => {
  test.each([
    ["vendor", "vendor/a/b.yaml", true],
    ["vendor/", "vendor/a.yaml", true],
    ["vendor", "vendors/a.yaml", false],
    ["vendor/**", "vendor/a/b.yaml", true],
    ["vendor/**", "vendor", false],
    ["./vendor/*.yaml", "vendor/a.yaml", true],
    ["vendor/*.yaml", "vendor/a/b.yaml", false],
    ["**/fixtures", "a/b/fixtures/x.ts", true],
    ["**/fixtures", "fixtures/x.ts", true],
    ["**/*.test.yaml", "x.test.yaml", true],
    ["*.{catalog,benchmark}.yaml", "a.benchmark.yaml", true],
    ["*.{catalog,benchmark}.yaml", "a.routing-policy.yaml", false],
    ["a?.yaml", "ab.yaml", true],
    ["a[b-d].yaml", "ac.yaml", true],
    ["a[!b-d].yaml", "ac.yaml", false],
    ["a[z-a].yaml", "a[z-a].yaml", true],
    ["a.yaml", "axyaml", false],
    ["dossier é/**", "dossier é/a.yaml", true],
    ["", "a", false],
  ])("%s and %s: %s", (glob, path, expected) => expect(globMatcher(glob)(path)).toBe(expected));

  test("takes any text, and plain text as itself", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (glob, path) => void globMatcher(glob)(path)));
    fc.assert(fc.property(fc.stringMatching(/^[a-z.+()$]{1,8}$/), (name) => globMatcher(name)(name) || name === "."));
  });
});

const project = (uri: string, body: string) => parseFile(uri, `apiVersion: fairlead/v1\nkind: Project\n${body}`);
const wrong = "apiVersion: fairlead/v1\nkind: Catalog\nprovider: {}\n";

describe("project documents", () => {
  test("what is excluded is not looked at, links into it lead nowhere", () => {
    const files = [
      project("file:///w/fairlead.yaml", "exclude: [old, '*.catalog.yaml', fairlead.yaml]\n"),
      parseFile("file:///w/old/a.yaml", wrong),
      parseFile("file:///w/b.catalog.yaml", wrong),
      parseFile("file:///w/c/b.catalog.yaml", wrong),
      parseFile("file:///other/old/a.yaml", wrong),
    ];
    const { files: checked, diagnostics } = checkFiles(files);
    expect(checked.map(({ uri }) => uri)).toEqual([
      "file:///w/fairlead.yaml",
      "file:///w/c/b.catalog.yaml",
      "file:///other/old/a.yaml",
    ]);
    expect(new Set(diagnostics.map(({ uri }) => uri)).size).toBe(2);
  });

  test("paths are compared as they are written, not as URIs escape them", () => {
    const projects = findProjects([project("file:///w%20x/fairlead.yaml", "exclude: ['old stuff']\n")]);
    expect(excludedBy(projects)("file:///w%20x/old%20stuff/a.yaml")).toBe(true);
  });

  test("the innermost folder has the last word on each key", () => {
    const projects = findProjects([
      project("file:///w/inner/fairlead.yaml", "checks: { severity: { document.empty: hint } }\n"),
      project("file:///w/fairlead.yaml", "checks: { severity: { document.empty: error }, priceMaxAgeDays: 7 }\n"),
    ]);
    expect(settingsFor("file:///w/a.yaml", projects).checks).toEqual({
      severity: { "document.empty": "error" },
      priceMaxAgeDays: 7,
    });
    expect(settingsFor("file:///w/inner/a.yaml", projects).checks).toEqual({
      severity: { "document.empty": "hint" },
      priceMaxAgeDays: 7,
    });
    expect(settingsFor("file:///elsewhere/a.yaml", projects).checks).toEqual({ severity: {} });
  });

  test("an unknown rule is an error with the one that was meant", () => {
    const file = project("file:///w/fairlead.yaml", "checks: { severity: { document.emtpy: off } }\n");
    const [found] = checkFiles([file]).diagnostics;
    expect(found).toMatchObject({
      code: "document.unknown-key",
      data: { replacements: expect.arrayContaining(["document.empty"]) },
    });
  });

  test("of one that a folder further out leaves out, nothing is heard", () => {
    const files = [
      project("file:///w/fairlead.yaml", "exclude: [old]\n"),
      project("file:///w/old/fairlead.yaml", "nonsense: true\nchecks: { priceMaxAgeDays: 1 }\n"),
    ];
    expect(checkFiles(files).diagnostics).toEqual([]);
    expect(settingsFor("file:///w/old/a.yaml", findProjects(files)).checks.priceMaxAgeDays).toBeUndefined();
  });

  test("a half-typed one stands in nobody's way", () => {
    for (const body of ["checks:", "checks: 3", "exclude: 7", "exclude: [", "checks: { severity: [a] }", "lint: x"])
      expect(() =>
        checkFiles([project("file:///fairlead.yaml", body), parseFile("file:///a.yaml", wrong)]),
      ).not.toThrow();
  });
});
