import { setImmediate as nextTurn } from "node:timers/promises";
import { parseFile } from "@fairlead/runtime/documents";
import { expect, test, vi } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ParseCache } from "./parse-cache.ts";

const URI = "file:///large.catalog.yaml";

const large = `apiVersion: fairlead/v1\nkind: Catalog\nmodels:\n${Array.from(
  { length: 2_000 },
  (_, index) => `  m${index}:\n    supplier: s\n    capabilities: [chat]\n    contextWindow: ${index + 1}\n`,
).join("")}`;

const deployment = "p: &p { upstream: u, price: { input: 1, output: 2 } }\n";

const entities = Object.fromEntries(
  Array.from({ length: 2_000 }, (_, index) => [`m${index}`, { supplier: "s", capabilities: ["chat"] }]),
);

test.each([
  ["block style", large],
  ["several documents", `${large}---\n${large}`],
  [
    "aliases",
    `${large}deployments:\n  ${deployment}${large
      .match(/m\d+/g)
      ?.map((id) => `  ${id}@p: *p\n`)
      .join("")}`,
  ],
  ["directives", `%YAML 1.2\n---\n${large}`],
  ["a section that stands twice", `${large}models: {}\n`],
  ["JSON", JSON.stringify({ apiVersion: "fairlead/v1", kind: "Catalog", models: entities }, undefined, 2)],
])("a large text is parsed in turns with others, to the same result: %s", async (_style, text) => {
  const cache = new ParseCache();
  const document = TextDocument.create(URI, "yaml", 1, text);
  let turns = 0;
  let isDone = false;
  const preparing = cache.prepare(document).then(() => {
    isDone = true;
  });
  while (!isDone) {
    await nextTurn();
    turns += 1;
  }
  await preparing;
  expect(turns).toBeGreaterThan(3);
  expect(cache.isFresh(document)).toBe(true);
  expect(cache.parse(document).documents[0]?.value).toEqual(parseFile(URI, text).documents[0]?.value);
});

test("who asks meanwhile waits for the same, and who can not wait has it at once", async () => {
  const cache = new ParseCache();
  const document = TextDocument.create(URI, "yaml", 1, large);
  const first = cache.prepare(document);
  expect(cache.prepare(document)).toBe(first);
  const file = cache.parse(document);
  await first;
  expect(cache.parse(document)).toBe(file);
});

test("a text that changes meanwhile is given up", async () => {
  const cache = new ParseCache();
  const document = TextDocument.create(URI, "yaml", 1, large);
  const text = vi.spyOn(document, "getText");
  const preparing = cache.prepare(document);
  await nextTurn();
  TextDocument.update(document, [{ text: "kind: Catalog\n" }], 2);
  await preparing;
  expect(text).toHaveBeenCalledTimes(1);
  expect(cache.isFresh(document)).toBe(false);
  expect(cache.parse(document).text).toBe("kind: Catalog\n");
});
