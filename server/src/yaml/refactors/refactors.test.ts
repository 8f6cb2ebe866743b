import { readFileSync } from "node:fs";
import path from "node:path";
import { parseFile } from "@fairlead/runtime/documents";
import { describe, expect, test } from "vitest";
import { refactoringsAt, sortAllSections } from "./index.ts";
import { applied } from "./same-meaning.ts";

const catalog = "apiVersion: fairlead/v1\nkind: Catalog\n";
const uri = "file:///a.catalog.yaml";

/** What can be changed at the cursor `|`, by title, with the text that comes of it. */
function changes(withCursor: string): Record<string, string | undefined> {
  const offset = withCursor.indexOf("|");
  const file = parseFile(uri, withCursor.slice(0, offset) + withCursor.slice(offset + 1));
  return Object.fromEntries(
    refactoringsAt(file, offset).map(({ title, edits }) => {
      const made = edits();
      return [title, made && applied(file, made)];
    }),
  );
}

describe("sharing by an anchor", () => {
  test.each([
    [
      "maps in braces",
      "providers:\n  a: { adapter: openai, credentials: { en|v: A, chain: aws } }\n  b: { adapter: bedrock, credentials: { env: A, chain: aws } }\n",
      "Share this as &credentials, and use it once more",
      "providers:\n  a: { adapter: openai, credentials: &credentials { env: A, chain: aws } }\n  b: { adapter: bedrock, credentials: *credentials }\n",
    ],
    [
      "maps on lines, the later one shorter written",
      "models:\n  a:\n    lifecycle:\n      stat|us: active\n      retires: 2027-01-01\n  b:\n    lifecycle: { status: active, retires: 2027-01-01 }\n  c:\n    lifecycle:\n      status: active\n      retires: 2027-01-01\n",
      "Share this as &lifecycle, and use it 2 more times",
      "models:\n  a:\n    lifecycle: &lifecycle\n      status: active\n      retires: 2027-01-01\n  b:\n    lifecycle: *lifecycle\n  c:\n    lifecycle: *lifecycle\n",
    ],
    [
      "by the anchor that is there",
      "models:\n  a: { capabilities: &c [chat, tools] }\n  b: { capabilities: [chat, too|ls] }\n",
      "Share this as &c, and use it once more",
      "models:\n  a: { capabilities: &c [chat, tools] }\n  b: { capabilities: *c }\n",
    ],
    [
      "under a name that is free",
      "# &x\nmodels:\n  a: { capabilities: &x [chat], x: 1 }\n  b: &capabilities { capabilities: [chat, too|ls] }\n  c: { capabilities: [chat, tools] }\n",
      "Share this as &capabilities-2, and use it once more",
      "# &x\nmodels:\n  a: { capabilities: &x [chat], x: 1 }\n  b: &capabilities { capabilities: &capabilities-2 [chat, tools] }\n  c: { capabilities: *capabilities-2 }\n",
    ],
  ])("%s", (_name, before, title, after) => {
    expect(changes(catalog + before)[title]).toBe(catalog + after);
  });

  test("with CRLF", () => {
    const before = `${catalog}models:\n  a: { capabilities: [ch|at, tools] }\n  b:\n    capabilities:\n    - chat\n    - tools\n`;
    const after = `${catalog}models:\n  a: { capabilities: &capabilities [chat, tools] }\n  b:\n    capabilities: *capabilities\n`;
    expect(Object.values(changes(before.replaceAll("\n", "\r\n")))[0]).toBe(after.replaceAll("\n", "\r\n"));
  });

  test("never so that a comment is lost", () => {
    const text =
      "models:\n  a: { capabilities: [ch|at, tools] }\n  b:\n    capabilities:\n      - chat # talk\n      - tools\n";
    expect(Object.values(changes(catalog + text)).every((one) => one === undefined || one.includes("# talk"))).toBe(
      true,
    );
  });

  test("not what stands once", () => {
    expect(Object.keys(changes(`${catalog}models:\n  a: { capabilities: [ch|at, tools] }\n`)).join()).not.toContain(
      "Share",
    );
  });
});

describe("writing out an alias", () => {
  test.each([
    [
      "in braces",
      "models:\n  a: { capabilities: &c [chat] }\n  b: { capabilities: *|c }\n",
      "c",
      "models:\n  a: { capabilities: &c [chat] }\n  b: { capabilities: [chat] }\n",
    ],
    [
      "lines, as deep as they must be",
      "models:\n  a: &m # base\n    supplier: x\n    lifecycle:\n      status: active\nother:\n    deep:\n        b: *|m\n",
      "m",
      "models:\n  a: &m # base\n    supplier: x\n    lifecycle:\n      status: active\nother:\n    deep:\n        b:\n          supplier: x\n          lifecycle:\n            status: active\n",
    ],
    [
      "a word",
      "models:\n  a: { supplier: &s openai }\n  b: { supplier: *s| }\n",
      "s",
      "models:\n  a: { supplier: &s openai }\n  b: { supplier: openai }\n",
    ],
  ])("%s", (_name, before, name, after) => {
    expect(changes(catalog + before)[`Write out *${name} here`]).toBe(catalog + after);
  });
});

describe("braces and lines", () => {
  const lines = "Write on lines of its own";

  test.each([
    [
      "a map",
      "models:\n  a: { supp|lier: x, capabilities: [chat] } # why\n  b: {}\n",
      "models:\n  a: # why\n    supplier: x\n    capabilities: [chat]\n  b: {}\n",
    ],
    [
      "a map over several lines",
      "models:\n  a: {\n    suppli|er: x,\n    capabilities: [chat,\n      tools]\n  }\n",
      "models:\n  a:\n    supplier: x\n    capabilities: [chat, tools]\n",
    ],
    [
      "a list",
      'models:\n  a:\n    capabilities: [ch|at, "tools"]\n',
      'models:\n  a:\n    capabilities:\n      - chat\n      - "tools"\n',
    ],
    [
      "with its anchor",
      "models:\n  a: &base { supp|lier: x, contextWindow: }\n  b: *base\n",
      "models:\n  a: &base\n    supplier: x\n    contextWindow:\n  b: *base\n",
    ],
    ["an item", "models:\n  - { a: 1|, b: 2 }\n  - 3\n", "models:\n  - a: 1\n    b: 2\n  - 3\n"],
  ])("%s becomes lines", (_name, before, after) => {
    expect(changes(catalog + before)[lines]).toBe(catalog + after);
  });

  test.each([
    [
      "a map",
      "models:\n  a:\n    suppl|ier: x\n    capabilities:\n      - chat\n    lifecycle: { status: active }\n",
      "Write in braces on one line",
      "models:\n  a: { supplier: x, capabilities: [chat], lifecycle: { status: active } }\n",
    ],
    [
      "a list",
      "models:\n  a:\n    capabilities:\n    - ch|at\n    - 'tools'\n",
      "Write in brackets on one line",
      "models:\n  a:\n    capabilities: [chat, 'tools']\n",
    ],
    [
      "a text with a comma, in quotes",
      "models:\n  a:\n    descr|iption: one, two\n",
      "Write in braces on one line",
      'models:\n  a: { description: "one, two" }\n',
    ],
  ])("%s becomes one line", (_name, before, title, after) => {
    expect(changes(catalog + before)[title]).toBe(catalog + after);
  });

  test("comments are never lost", () => {
    expect(changes(`${catalog}models:\n  a: { supp|lier: x, # who\n    contextWindow: 1 }\n`)[lines]).toBeUndefined();
    expect(Object.keys(changes(`${catalog}models:\n  a:\n    supp|lier: x # who\n    contextWindow: 1\n`))).toEqual([]);
  });

  test("JSON stays JSON", () => {
    const text = '{ "apiVersion": "fairlead/v1", "kind": "Catalog", "models": { "a": { "supplier": "x" } } }';
    const file = parseFile("file:///a.catalog.json", text);
    for (let offset = 0; offset < text.length; offset += 1)
      expect(refactoringsAt(file, offset).filter(({ edits }) => edits())).toEqual([]);
  });
});

describe("sorting", () => {
  test("entities by id, with the comments above them; blank lines stay where they are", () => {
    const before = `${catalog}mod|els:\n  # small\n  m-10: { supplier: x }\n\n  m-9:\n    supplier: y # who\n    lifecycle:\n      status: active\n  # large\n  # and new\n  a: {}\nproviders: {}\n`;
    const after = `${catalog}models:\n  # large\n  # and new\n  a: {}\n\n  m-9:\n    supplier: y # who\n    lifecycle:\n      status: active\n  # small\n  m-10: { supplier: x }\nproviders: {}\n`;
    expect(changes(before)["Sort models by id"]).toBe(after);
    expect(changes(after.replace("models", "mod|els"))["Sort models by id"]).toBeUndefined();
  });

  test("not where an alias would come before its anchor", () => {
    expect(changes(`${catalog}mod|els:\n  b: &b { supplier: x }\n  a: *b\n`)["Sort models by id"]).toBeUndefined();
  });

  test("all sections of a file, and the last line without a break", () => {
    const file = parseFile(uri, `${catalog}models:\n  b: {}\n  a: {}\nproviders:\n  d: {}\n  c: {}`);
    expect(applied(file, sortAllSections(file) ?? [])).toBe(
      `${catalog}models:\n  a: {}\n  b: {}\nproviders:\n  c: {}\n  d: {}`,
    );
  });
});

test("at every offset of the sample every change leaves the meaning and the comments as they are", () => {
  const name = path.resolve(
    import.meta.dirname,
    "../../../../test/sample-workspace/policy/nordlys.routing-policy.yaml",
  );
  const text = readFileSync(name, "utf8");
  const file = parseFile("file:///a.routing-policy.yaml", text);
  const comments = (one: string) => (one.match(/(?<=^|\s)#.*$/gm) ?? []).sort();
  const seen = new Set<string>();
  for (let offset = 0; offset < text.length; offset += 7) {
    for (const { title, edits } of refactoringsAt(file, offset)) {
      const made = edits();
      const after = made && applied(file, made);
      if (after === undefined || seen.has(after)) continue;
      seen.add(after);
      expect(title).not.toBe("");
      expect(comments(after)).toEqual(comments(text));
    }
  }
  expect(seen.size).toBeGreaterThan(30);
});
