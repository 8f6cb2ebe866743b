import { describe, expect, test } from "vitest";
import { findNode } from "./document-node.ts";
import { parseFile } from "./parse-file.ts";
import { documentAt, placesAt } from "./parsed-file.ts";

const header = "apiVersion: fairlead/v1\nkind: Catalog\n";

function parse(text: string, uri = "file:///a.catalog.yaml") {
  return parseFile(uri, text);
}

describe("parseFile", () => {
  test("reads values and places", () => {
    const file = parse(`${header}providers:\n  openai: { adapter: "openai" }\n`);
    const [document] = file.documents;
    expect(file.syntax).toEqual([]);
    expect(document?.kind).toBe("Catalog");
    expect(document?.value).toEqual({
      apiVersion: "fairlead/v1",
      kind: "Catalog",
      providers: { openai: { adapter: "openai" } },
    });
    expect(document && placesAt(file, document, "/providers/openai/adapter")).toEqual({
      key: { start: { line: 3, character: 12 }, end: { line: 3, character: 19 } },
      value: { start: { line: 3, character: 21 }, end: { line: 3, character: 29 } },
    });
    expect(document && placesAt(file, document, "/providers/nobody")).toBeUndefined();
  });

  test.each([
    ["CRLF", "a: 1\r\nb:\r\n  c: x\r\n", "/b/c", { line: 2, character: 5 }],
    ["a byte order mark counts as a character", "\uFEFFa: 1", "/a", { line: 0, character: 4 }],
    ["UTF-16 columns", "a: { ü: 1, \u{1F600}: 2, b: 3 }", "/a/b", { line: 0, character: 21 }],
    ["escaped pointers", '"x/y~z": { b: 1 }', "/x~1y~0z/b", { line: 0, character: 14 }],
    ["list items", "a:\n- 1\n- b: 2\n", "/a/1/b", { line: 2, character: 5 }],
    ["JSON", '{\n "a": [1,\n 2]}', "/a/1", { line: 2, character: 1 }],
  ])("finds places: %s", (_name, text, pointer, start) => {
    const file = parse(text);
    const [document] = file.documents;
    expect(document && placesAt(file, document, pointer)?.value.start).toEqual(start);
  });

  test("aliases and merge keys have values, and stand where they are used", () => {
    const text = "base: &base { a: 1, b: [x] }\nother:\n  <<: *base\n  a: 2\nalias: *base\n";
    const file = parse(text);
    const [document] = file.documents;
    expect(document?.value).toEqual({ base: { a: 1, b: ["x"] }, other: { a: 2, b: ["x"] }, alias: { a: 1, b: ["x"] } });
    expect(document && placesAt(file, document, "/alias")?.value.start).toEqual({ line: 4, character: 7 });
    const merged = document?.root && findNode(document.root, "/other/b");
    expect(merged?.entry?.merged).toBe(true);
  });

  test("an anchor on a key holds its text, for a value and for another key", () => {
    const text = "a: { &u support: 1 }\nb: *u\nc: { *u : 2, *missing : 3 }\n";
    const file = parse(text);
    const [document] = file.documents;
    expect(document?.value).toEqual({ a: { support: 1 }, b: "support", c: { support: 2 } });
    expect(file.syntax).toMatchObject([
      { code: "yaml.undefined-alias", range: { start: { line: 2, character: 13 }, end: { line: 2, character: 21 } } },
    ]);
  });

  test("a key of the merged map does not win over one that is written, in any order", () => {
    const [document] = parse("base: &b { a: 1 }\nc:\n  a: 2\n  <<: *b\n").documents;
    expect(document?.value).toEqual({ base: { a: 1 }, c: { a: 2 } });
  });

  test("a quoted << is a key like any other", () => {
    const [document] = parse('c: { "<<": { a: 1 } }').documents;
    expect(document?.value).toEqual({ c: { "<<": { a: 1 } } });
  });

  test.each([
    ["half a key", `${header}provid`],
    ["half a value", `${header}providers: { openai: { adapter: `],
    ["an open quote", `${header}metadata:\n  name: "acme\n`],
    ["an open list", `${header}models: { m: { capabilities: [chat, `],
  ])("keeps what it can of %s", (_name, text) => {
    const file = parse(text);
    expect(file.documents[0]?.value).toMatchObject({ kind: "Catalog" });
  });

  test("__proto__ is a key and nothing else", () => {
    const [document] = parse("__proto__: { polluted: true }\n").documents;
    expect(Object.getPrototypeOf(document?.value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each([
    ["nested lists", "[".repeat(50_000)],
    ["nested maps", "{a: ".repeat(50_000)],
    ["nested dashes", `${"- ".repeat(5_000)}x`],
    ["nested indentation", Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["control characters", "\u0000\u0001: \u0007"],
    ["a lone surrogate", "a: \uD800"],
  ])("survives %s", (_name, text) => {
    const started = process.cpuUsage();
    expect(() => parse(text)).not.toThrow();
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5_000);
  });

  test("says that a document is too deep", () => {
    const file = parse(`${"[".repeat(150)}${"]".repeat(150)}`);
    expect(file.syntax.map(({ code }) => code)).toContain("yaml.too-deep");
  });

  test("aliases of aliases end in a diagnostic, quickly", () => {
    const levels = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`).join("\n");
    const started = process.cpuUsage();
    const file = parse(`a0: &a0 x\n${levels}\n`);
    expect(file.syntax.map(({ code }) => code)).toEqual(["yaml.too-many-aliases"]);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(6_000);
  });

  test("is recognised by its name or its apiVersion, not by less", () => {
    expect(parse("", "file:///x.catalog.yml").recognised).toBe(true);
    expect(parse(header, "file:///anything.yaml").recognised).toBe(true);
    expect(parse(`apiVersion: v1\n---\n${header}`, "file:///anything.yaml").recognised).toBe(true);
    expect(parse('{"apiVersion": "fairlead/v1"}', "file:///x.json").recognised).toBe(true);
    expect(parse("# apiVersion: fairlead/v1\n", "file:///x.yaml").recognised).toBe(false);
    expect(parse("apiVersion: v1\nkind: Catalog\n", "file:///x.yaml").recognised).toBe(false);
  });

  test("each document of a file is of its own kind", () => {
    const file = parse(
      `${header}---\napiVersion: fairlead/v1\nkind: RoutingPolicy\n---\napiVersion: v1\nkind: Catalog\n`,
      "file:///x.yaml",
    );
    expect(file.documents.map(({ kind, ours }) => [kind, ours])).toEqual([
      ["Catalog", true],
      ["RoutingPolicy", true],
      [undefined, false],
    ]);
    expect(documentAt(file, file.text.indexOf("RoutingPolicy"))?.index).toBe(1);
    expect(documentAt(file, 0)?.index).toBe(0);
  });

  test("a misspelt or missing kind is taken for the one that was meant", () => {
    expect(parse("kind: Catalogue\n").documents[0]?.kind).toBe("Catalog");
    expect(parse("models: {}\n", "file:///x.routing-policy.yaml").documents[0]?.kind).toBe("RoutingPolicy");
  });
});
