import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFile } from "../../documents/parse-file.ts";
import { check } from "../testing.ts";
import { parseSuppressions } from "./parse-suppressions.ts";
import { yamlSuppressionComments } from "./yaml-comments.ts";

const head = "apiVersion: fairlead/v1\nkind: Catalog\n";

/** What is said about a catalog in which a provider is called without encryption, at the line of its endpoint. */
function said(before: string, behind = "", above = "", eol = "\n") {
  const text = `${above}${head}providers:\n  mistral:\n    adapter: openai-compatible\n${before}    endpoint: http://api.mistral.ai/v1${behind}\n`;
  return check({ "file:///a.catalog.yaml": text.replaceAll("\n", eol) }).map(({ code }) => code);
}

describe("fairlead-ignore", () => {
  test("without it, the rule speaks", () => expect(said("")).toEqual(["provider.insecure-endpoint"]));

  test.each([
    ["at the end of the line", "", " # fairlead-ignore provider.insecure-endpoint", ""],
    ["with a reason", "", " # fairlead-ignore provider.insecure-endpoint -- a tunnel encrypts it", ""],
    ["on the line above", "    # fairlead-ignore provider.insecure-endpoint\n", "", ""],
    ["above with comments and blanks between", "# fairlead-ignore provider.insecure-endpoint\n\n    # why\n", "", ""],
    ["behind other words in the list", "", " # fairlead-ignore provider.insecure-endpoint,", ""],
    ["for the file", "", "", "# fairlead-ignore-file provider.insecure-endpoint\n"],
    [
      "for the file, below a comment and a document start",
      "",
      "",
      "# mine\n---\n# fairlead-ignore-file provider.insecure-endpoint -- x\n",
    ],
    ["for the file, behind a byte order mark", "", "", "\uFEFF# fairlead-ignore-file provider.insecure-endpoint\n"],
  ])("%s", (_, before, behind, above) => {
    expect(said(before, behind, above)).toEqual([]);
    expect(said(before, behind, above, "\r\n")).toEqual([]);
  });

  test.each([
    ["another rule", "", " # fairlead-ignore price.stale", "", "suppression.unused"],
    ["a line too far up", "", "", `# fairlead-ignore provider.insecure-endpoint\n`, "suppression.unused"],
    ["an unknown rule", "", " # fairlead-ignore provider.insecure-endpont", "", "suppression.unknown-code"],
    ["no rule", "", " # fairlead-ignore", "", "suppression.unused"],
    ["no rule, a reason", "", " # fairlead-ignore -- because", "", "suppression.unused"],
    ["the file, too late", "    # fairlead-ignore-file provider.insecure-endpoint\n", "", "", "suppression.unused"],
    ["a mistake that stops", "", " # fairlead-ignore document.unknown-key", "", "suppression.not-possible"],
  ])("%s: the rule speaks, and the comment is hinted at", (_, before, behind, above, hint) => {
    expect(said(before, behind, above).sort()).toEqual(["provider.insecure-endpoint", hint].sort());
  });

  test("the unknown one comes with the likely one, at its place", () => {
    const text = `${head}# fairlead-ignore price.stal\nmodels: {}\n`;
    const [found] = check({ "file:///a.catalog.yaml": text });
    expect(found).toMatchObject({
      code: "suppression.unknown-code",
      severity: "hint",
      range: { start: { line: 2, character: 18 }, end: { line: 2, character: 28 } },
    });
    expect(found?.data?.replacements?.[0]).toBe("price.stale");
  });

  test("a mistake that keeps documents out of force is not silenced", () => {
    const text = `${head}# fairlead-ignore document.unknown-key\nmodel: {}\n`;
    expect(check({ "file:///a.catalog.yaml": text }).map(({ code }) => code)).toEqual([
      "suppression.not-possible",
      "document.unknown-key",
    ]);
  });

  test("a suppression is not unused for what a project has turned off", () => {
    const texts = {
      "file:///a.catalog.yaml": `${head}providers:\n  m: { adapter: openai-compatible, endpoint: "http://a.example.com" } # fairlead-ignore provider.insecure-endpoint\n`,
      "file:///fairlead.yaml":
        "apiVersion: fairlead/v1\nkind: Project\nchecks: { severity: { provider.insecure-endpoint: off } }\n",
    };
    expect(check(texts)).toEqual([]);
  });

  test("a second for the same line is no harm, one code of two that is idle is hinted at", () => {
    expect(said("", " # fairlead-ignore provider.insecure-endpoint, price.stale")).toEqual(["suppression.unused"]);
  });

  test("hints about comments can be turned off like others", () => {
    const texts = {
      "file:///a.catalog.yaml": `${head}# fairlead-ignore price.stale\nmodels: {}\n`,
      "file:///fairlead.yaml":
        "apiVersion: fairlead/v1\nkind: Project\nchecks: { severity: { suppression.unused: off } }\n",
    };
    expect(check(texts)).toEqual([]);
  });
});

describe("what is no comment", () => {
  test.each([
    ['description: "# fairlead-ignore price.stale"'],
    ["description: a#fairlead-ignore price.stale"],
    ["description: |\n      # fairlead-ignore price.stale\n    endpoint: https://a.example"],
    ["description: >\n      text\n      # fairlead-ignore price.stale"],
    ["description: 'a\n      # fairlead-ignore price.stale\n      b'"],
  ])("%s", (value) => {
    const file = parseFile("file:///a.catalog.yaml", `${head}providers:\n  p:\n    adapter: openai\n    ${value}\n`);
    expect(yamlSuppressionComments(file)).toEqual([]);
  });

  test("a comment that only speaks of it", () => {
    expect(said("", "", "# Use fairlead-ignore with care.\n")).toEqual(["provider.insecure-endpoint"]);
  });
});

test("comments of other languages", () => {
  const comment = (text: string) => ({ text, start: 10, line: 3, alone: false, leading: false, nextLine: undefined });
  for (const text of [
    "// fairlead-ignore a.b, c.d -- why",
    "/* fairlead-ignore a.b c.d */",
    "# fairlead-ignore: a.b,c.d",
  ]) {
    const [found] = parseSuppressions([comment(text)]);
    expect(found?.codes.map(({ code }) => code)).toEqual(["a.b", "c.d"]);
    for (const { code, span } of found?.codes ?? []) expect(text.slice(span.start - 10, span.end - 10)).toBe(code);
  }
  expect(parseSuppressions([comment("// fairlead-ignored a.b")])).toEqual([]);
});

test("any text: no failure, and every range lies in it", () => {
  const piece = fc.constantFrom(
    "# fairlead-ignore ",
    "-file ",
    "price.stale",
    ", ",
    "\n",
    "\r\n",
    "a: ",
    '"',
    "'",
    "|",
    "\t",
    "---\n",
    "- ",
    "\uFEFF",
    "# ",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = `${head}${pieces.join("")}`;
      const lines = text.split(/\r\n|\r|\n/);
      for (const { range } of check({ "file:///a.catalog.yaml": text })) {
        expect(range.end.line).toBeLessThan(lines.length);
        expect(range.end.character).toBeLessThanOrEqual(lines[range.end.line]?.length ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});
