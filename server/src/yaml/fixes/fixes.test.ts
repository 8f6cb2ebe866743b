import { checkFiles, parseFile } from "@fairlead/runtime/documents";
import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fixesFor } from "./index.ts";

const catalog = "apiVersion: fairlead/v1\nkind: Catalog\n";
const policy = "apiVersion: fairlead/v1\nkind: RoutingPolicy\n";

/** The fixes of a text, by title, each with the text that it makes. */
function fixesOf(text: string, uri = "file:///x.yaml"): Record<string, string> {
  const file = parseFile(uri, text);
  const checked = checkFiles([file]);
  const document = TextDocument.create(uri, "yaml", 1, text);
  const fixes = checked.diagnostics.flatMap((found) => fixesFor(found, { file, checked }));
  // The first of several with one title.
  return Object.fromEntries(
    fixes.reverse().map(({ title, edits }) => [title, TextDocument.applyEdits(document, edits)]),
  );
}

describe("a missing key is added", () => {
  test.each([
    [
      "in block style",
      "models:\n  m:\n    supplier: x # who\n",
      "capabilities",
      "models:\n  m:\n    supplier: x # who\n    capabilities: []\n",
    ],
    [
      "in braces",
      "models:\n  m: { supplier: x }\n",
      "contextWindow",
      "models:\n  m: { supplier: x, contextWindow: }\n",
    ],
    ["in empty braces", "providers:\n  p: {}\n", "adapter", "providers:\n  p: { adapter: }\n"],
    [
      "in braces over several lines",
      "models:\n  m: {\n    supplier: x,\n  }\n",
      "contextWindow",
      "models:\n  m: {\n    supplier: x, contextWindow:,\n  }\n",
    ],
    [
      "behind a value that is missing",
      "models:\n  m:\n    supplier: # who\n",
      "capabilities",
      "models:\n  m:\n    supplier: # who\n    capabilities: []\n",
    ],
    [
      "behind a block of text",
      "models:\n  m:\n    description: |\n      a\n\n  n: {}\n",
      "supplier",
      "models:\n  m:\n    description: |\n      a\n    supplier:\n\n  n: {}\n",
    ],
    [
      "below quoted keys",
      'providers:\n  p:\n    "region": x',
      "adapter",
      'providers:\n  p:\n    "region": x\n    adapter:',
    ],
    [
      "with the keys that it needs itself",
      "deployments:\n  m@p:\n    price: { input: 5 }\n",
      "upstream",
      "deployments:\n  m@p:\n    price: { input: 5 }\n    upstream:\n",
    ],
    [
      "that a rule asks for",
      "providers:\n  p: { adapter: bedrock }\n",
      "region",
      "providers:\n  p: { adapter: bedrock, region: }\n",
    ],
    [
      "that is a map with a rule",
      "notices:\n  n:\n    provider: p\n    kind: price\n    announced: 2026-01-01\n    effective: 2026-02-01\n",
      "price",
      "notices:\n  n:\n    provider: p\n    kind: price\n    announced: 2026-01-01\n    effective: 2026-02-01\n    price:\n      input:\n      output:\n",
    ],
  ])("%s", (_name, body, key, after) => {
    const fixed = fixesOf(catalog + body)[`Add "${key}"`];
    expect(fixed?.slice(catalog.length)).toBe(after);
  });

  test("with its value where only one is possible", () => {
    const body = "businessUnits: { support: {} }\nworkloads:\n  w:\n    route: { candidates: [a@b] }\n";
    expect(fixesOf(policy + body)['Add "businessUnit"']).toBe(`${policy}${body}    businessUnit: support\n`);
  });

  test("in the items of a list", () => {
    const body =
      "budgets:\n  b:\n    scope: {}\n    limit: 5 USD\n    window: month\n    thresholds:\n      - at: 80%\n";
    expect(fixesOf(policy + body)['Add "do"']).toBe(`${policy}${body}        do:\n`);
  });

  test("with the line ending of the file", () => {
    const text = `${catalog}providers:\n  p:\n    region: x\n`.replaceAll("\n", "\r\n");
    expect(fixesOf(text)['Add "adapter"']).toBe(`${text}    adapter:\r\n`);
  });

  test("the header of a document at its top", () => {
    const text = "# ours\nmetadata: { name: x }\n";
    const uri = "file:///x.catalog.yaml";
    const withVersion = fixesOf(text, uri)['Add "apiVersion"'];
    expect(withVersion).toBe(`# ours\napiVersion: fairlead/v1\nmetadata: { name: x }\n`);
    expect(fixesOf(withVersion ?? "", uri)['Add "kind"']).toBe(
      `# ours\napiVersion: fairlead/v1\nkind: Catalog\nmetadata: { name: x }\n`,
    );
  });

  test("in JSON", () => {
    const text = '{ "apiVersion": "fairlead/v1", "kind": "Catalog", "models": { "m": { "supplier": "x" } } }';
    const fixes = fixesOf(text, "file:///x.catalog.json");
    expect(fixes['Add "contextWindow"']).toContain('{ "supplier": "x", "contextWindow": null }');
    for (const fixed of Object.values(fixes)) expect(() => JSON.parse(fixed) as unknown).not.toThrow();
  });

  test("not to what an anchor holds elsewhere", () => {
    const text = `${catalog}models:\n  m: &m { supplier: x, capabilities: [], contextWindow: 1 }\nproviders:\n  p: *m\n`;
    expect(Object.keys(fixesOf(text))).not.toContain('Add "adapter"');
  });
});

describe("a map that has nothing yet is begun", () => {
  test.each([
    ["an entity", "providers:\n  p:\n", 'Add "adapter"', "providers:\n  p:\n    adapter:\n"],
    [
      "an entity with a comment",
      "providers:\n  p: # new\n  q: { adapter: openai }\n",
      'Add "adapter"',
      "providers:\n  p: # new\n    adapter:\n  q: { adapter: openai }\n",
    ],
    [
      "at the end of the file",
      "deployments:\n  m@p:\n    upstream: x\n    price:",
      'Add "input", "output"',
      "deployments:\n  m@p:\n    upstream: x\n    price:\n      input:\n      output:",
    ],
    [
      "in braces",
      "deployments:\n  m@p: { upstream: x, price: }\n",
      'Add "input", "output"',
      "deployments:\n  m@p: { upstream: x, price: { input:, output: } }\n",
    ],
  ])("%s", (_name, body, title, after) => {
    expect(fixesOf(catalog + body)[title]?.slice(catalog.length)).toBe(after);
  });
});

describe("an item that stands twice is removed", () => {
  const model = (capabilities: string) =>
    `${catalog}models:\n  m:\n    supplier: x\n    contextWindow: 1\n    capabilities:${capabilities}`;

  test.each([
    ["in brackets", " [chat, tools, chat]\n", " [chat, tools]\n"],
    ["in brackets before another", " [chat, chat, tools]\n", " [chat, tools]\n"],
    ["in block style", "\n      - chat\n      - chat # again\n      - tools\n", "\n      - chat\n      - tools\n"],
    ["on the last line", "\n      - chat\n      - chat", "\n      - chat"],
    ["with CRLF on the last line", "\r\n      - chat\r\n      - chat", "\r\n      - chat"],
  ])("%s", (_name, before, after) => {
    expect(fixesOf(model(before))["Remove this chat"]).toBe(model(after));
  });
});

test("tabs become spaces in all lines", () => {
  const text = `${catalog}models:\n\tm:\n\t\tsupplier:\tx\n\t\tcapabilities: [chat]\n`;
  expect(fixesOf(text)["Indent with spaces"]).toBe(
    `${catalog}models:\n  m:\n    supplier:\tx\n    capabilities: [chat]\n`,
  );
});

test.each([
  ["contracts: { c: { provider: p, renews: 1 Nov 2026 } }", "2026-11-01"],
  ["contracts: { c: { provider: p, renews: 2026-2-3 } }", "2026-02-03"],
  ["deployments: { m@p: { upstream: x, contextWindow: 128k } }", "128000"],
])("%s", (body, meant) => {
  expect(Object.keys(fixesOf(catalog + body)).join()).toContain(`with "${meant}"`);
});

test.each([
  ["limit: $5000, window: month", "5000 USD"],
  ["limit: 5000, window: month", "5000 USD"],
  ["limit: 5 USD, window: month, timezone: Stockholm", "Europe/Stockholm"],
  ["limit: 5 USD, window: month, timezone: Europe/Stokholm", "Europe/Stockholm"],
  ["limit: 5 USD, window: month, thresholds: [{ at: 80, do: warn }]", "80%"],
  ["limit: 5 USD, window: month, thresholds: [{ at: 0.8, do: warn }]", "80%"],
])("%s", (body, meant) => {
  expect(Object.keys(fixesOf(`${policy}budgets: { b: { scope: {}, ${body} } }`)).join()).toContain(`with "${meant}"`);
});

test("an amount in another currency is no amount of dollars", () => {
  const text = `${policy}budgets: { b: { scope: {}, limit: 5000 EUR, window: month } }`;
  expect(fixesOf(text)).toEqual({});
  const { diagnostics } = checkFiles([parseFile("file:///x.yaml", text)]);
  expect(diagnostics[0]?.message).toContain("no exchange rate is known here");
});

describe("a rule is silenced", () => {
  const silenced = (body: string, line: number, character: number) => {
    const file = parseFile("file:///x.yaml", catalog + body);
    const start = { line: line + 2, character };
    const found = {
      uri: file.uri,
      range: { start, end: start },
      severity: "warning",
      code: "price.stale",
      message: "",
    } as const;
    const fix = fixesFor(found, { file, checked: checkFiles([file]) }).find(({ title }) =>
      title.endsWith("on this line"),
    );
    return (
      fix &&
      TextDocument.applyEdits(TextDocument.create(file.uri, "yaml", 1, file.text), fix.edits).slice(catalog.length)
    );
  };

  test.each([
    ["at the end of its line", "models:\n  a: {}\n", 1, "models:\n  a: {} # fairlead-ignore price.stale\n"],
    [
      "above a line with a comment",
      "models:\n  a: {} # b\n",
      1,
      "models:\n  # fairlead-ignore price.stale\n  a: {} # b\n",
    ],
    [
      "beside another rule",
      "models:\n  a: {} # fairlead-ignore id.unused -- later\n",
      1,
      "models:\n  a: {} # fairlead-ignore id.unused, price.stale -- later\n",
    ],
    [
      "beside another rule above",
      "models:\n  # fairlead-ignore id.unused\n  a: {}\n",
      2,
      "models:\n  # fairlead-ignore id.unused, price.stale\n  a: {}\n",
    ],
    [
      "above a text of several lines",
      "metadata:\n  description: one\n    two\n",
      1,
      "metadata:\n  # fairlead-ignore price.stale\n  description: one\n    two\n",
    ],
    [
      "above a block of text",
      "metadata:\n  description: |\n    two\n",
      1,
      "metadata:\n  # fairlead-ignore price.stale\n  description: |\n    two\n",
    ],
    ["not inside of a text", "metadata:\n  description: one\n    two\n    three\n", 2, undefined],
  ])("%s", (_name, body, line, after) => {
    expect(silenced(body, line, 2)).toBe(after);
  });
});

test.each(["\n", "\r\n"])("a key that stands twice goes with its lines, at the end of the file too, %j", (eol) => {
  const kept = `${catalog}models:\n  a:\n    supplier: x\n    capabilities: [chat]`.replaceAll("\n", eol);
  const text = `${kept}${eol}    capabilities:${eol}    - tools`;
  expect(fixesOf(text)["Remove this capabilities"]).toBe(kept);
});

describe("a weight follows its candidate", () => {
  const weighted = (candidates: string, weights: string) =>
    `${policy}workloads:\n  w:\n    businessUnit: b\n    route: { strategy: weighted, candidates: [${candidates}], weights: { ${weights} } }\n`;
  const known =
    "---\napiVersion: fairlead/v1\nkind: Catalog\ndeployments: { m@p: { upstream: m }, n@p: { upstream: n } }\n";

  test.each([
    ["the misspelt name", "m@pp, n@p", "m@pp: 1, n@p: 2", "m@p, n@p", "m@p: 1, n@p: 2"],
    ["in quotes", '"m@pp", n@p', 'n@p: 2, "m@pp": 1', '"m@p", n@p', 'n@p: 2, "m@p": 1'],
    ["one that is right already", "m@pp, n@p", "m@p: 1, n@p: 2", "m@p, n@p", "m@p: 1, n@p: 2"],
  ])("%s", (_name, candidates, weights, after, weightsAfter) => {
    const fixes = fixesOf(weighted(candidates, weights) + known);
    expect(fixes['Replace "m@pp" with "m@p"']).toBe(weighted(after, weightsAfter) + known);
  });
});

test("a default that is set twice can go where it stands with others", () => {
  const first = `${policy}defaults:\n  attempts: 2 # few\n  deadlineMs: 1000\n`;
  const second = `${policy}defaults: { attempts: 3 }\n`;
  expect(fixesOf(`${first}---\n${second}`)).toMatchObject({
    "Remove attempts": `${policy}defaults:\n  deadlineMs: 1000\n---\n${second}`,
  });
});
