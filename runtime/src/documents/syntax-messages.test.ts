import { describe, expect, test } from "vitest";
import { parseFile } from "./parse-file.ts";

const header = "apiVersion: fairlead/v1\nkind: Catalog\n";

function first(body: string) {
  const { syntax, lines, text } = parseFile("file:///a.catalog.yaml", header + body);
  const [found] = syntax;
  if (!found) throw new Error("nothing is wrong");
  const { start, end } = found.range;
  const written = text.slice(lines.offsetAt(start), lines.offsetAt(end));
  return { line: start.line - 1, written, message: found.message, replacements: found.data?.replacements };
}

describe("what is left open is shown where it opens", () => {
  test.each([
    ["a brace at the end", "models: { m: { supplier: x", 1, "{"],
    ["a brace in the middle", "models:\n  m: { supplier: x\n  n: { supplier: y }\n", 2, "{"],
    ["a bracket", "models:\n  m:\n    capabilities: [chat,\n    supplier: y\n", 3, "["],
    ["a bracket in a brace", "models: { m: [a }\n", 1, "["],
    ["a double quote", 'models:\n  m: { supplier: "abc\n  n: {}\n', 2, '"'],
    ["a double quote with escapes", 'metadata:\n  name: "a\\"b\n', 2, '"'],
    ["a single quote", "models:\n  m:\n    supplier: 'abc\n  n: {}\n", 3, "'"],
  ])("%s", (_name, body, line, written) => {
    const found = first(body);
    expect(found).toMatchObject({ line, written });
    expect(found.message).toContain(`This ${written} is not closed.`);
  });
});

test.each([
  ["adapter:openai", "A colon needs a space behind it.", ["adapter: openai"]],
  ["adap", "A key must end with a colon on its own line.", undefined],
])("%s among keys", (written, message, replacements) => {
  const found = first(`providers:\n  p:\n    ${written}\n    region: x\n`);
  expect(found).toMatchObject({ line: 3, written });
  expect(found.message).toContain(message);
  expect(found.replacements).toEqual(replacements);
});

test.each([
  ["models: { m: {} }}", "without its opening one"],
  ["metadata: { name: a,, owner: b }", "comma too many"],
  ["metadata: { name: a owner: b }", "by commas"],
  ['metadata:\n  name: "a" b', "behind the value"],
  ["metadata:\n  name: this: that", 'Put text with ": " in quotes'],
  ["metadata:\n  name: |x\n    a", "on the next line"],
  ["metadata:\n  name: *", "with a name"],
  ["models: &", "An anchor is written &name"],
  ["metadata:\n  name: !x y", "no tags of their own"],
  ["providers:\n  p:\n    adapter: openai\n    - x", "Indent it below its key"],
  ["models:\n  m:\n    capabilities:\n    - chat\n    tools", "a dash and a space"],
])("%s", (body, message) => {
  expect(first(`${body}\n`).message).toContain(message);
});

test("a document that is nested too deep for the parser", () => {
  const { syntax } = parseFile("file:///a.catalog.yaml", `${header}models: ${"[".repeat(9_000)}`);
  expect(syntax.map(({ message }) => message).join()).not.toContain("call stack");
});

test("a tab is said once, without its echoes", () => {
  const { syntax } = parseFile(
    "file:///a.catalog.yaml",
    `${header}models:\n  a:\n\t\tb: 1\n    c: 1\n  d:\n    e: 1\n`,
  );
  expect(syntax.map(({ code, range }) => `${code} ${range.start.line}`)).toEqual(["yaml.tab 4"]);
});
