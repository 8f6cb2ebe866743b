import { readFileSync } from "node:fs";
import path from "node:path";
import {
  type CheckedWorkspace,
  checkFiles,
  kindOfName,
  type ParsedFile,
  parseFile,
  type Span,
} from "@fairlead/runtime/documents";
import { describe, expect, test } from "vitest";
import { type CompletionItem, InsertTextFormat } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { BENCHMARK, CATALOG, POLICY } from "../../testing/samples.ts";
import { complete } from "../features/completion.ts";

/** 2026-11-01. */
const NOW = Date.UTC(2026, 10, 1);
const CLIENT = { snippets: true, insertTextModes: true, labelDetails: true };

/** Mistakes that an offered text must not bring in; what is still empty is another matter. */
const FORBIDDEN = /^(yaml\.|document\.(unknown-key|duplicate|bad|wrong-value|wrong-format))/;

/** What stands in several ways, block and flow, quoted and not. */
const MIXED = `# mixed
apiVersion: fairlead/v1
kind: Catalog
providers: &all
  openai: &o
    adapter: "openai"
    credentials: { env: 'KEY' }
  other:
    <<: *o
    jurisdiction: us # where

models:
  gpt:
    supplier: openai
    capabilities:
      - chat
      - "tools"
    contextWindow: 128_000
    lifecycle:
      status: active
deployments:
  gpt@openai: {upstream: x, price: {input: 5,
     output: 6}, data: { residency: eu } }
---
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: {support: {}}
workloads:
  w:
    businessUnit: support
    route:
      candidates:
      - gpt@openai
    fallback: { on: [outage, timeout] }
rules:
  r:
    when: { sensitivity: [public] }
    deny:
      providers: [other]
budgets:
  b:
    scope: { businessUnit: support }
    limit: 5 USD
    window: month
    thresholds:
    - { at: "80%", do: warn }
    - at: 100%
      do: block
`;

const folder = path.resolve(import.meta.dirname, "../../../../test/sample-workspace");
const sample = (name: string) => readFileSync(path.join(folder, name), "utf8");

/** The mistakes of a text by code: in its YAML wherever they are, in its meaning where they touch the span. */
function problems(text: string, uri: string, others: readonly ParsedFile[], { start, end }: Span): Map<string, number> {
  const counts = new Map<string, number>();
  const file = parseFile(uri, text);
  for (const { code, uri: where, range } of checkFiles([...others, file]).diagnostics) {
    const touches = file.lines.offsetAt(range.start) <= end && file.lines.offsetAt(range.end) >= start;
    if (where !== uri || !FORBIDDEN.test(code) || !(touches || code.startsWith("yaml."))) continue;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

/** What a client inserts; of a snippet the stops are left out. */
function inserted({ textEdit, insertTextFormat }: CompletionItem): string {
  if (insertTextFormat !== InsertTextFormat.Snippet) return textEdit?.newText ?? "";
  return (textEdit?.newText ?? "")
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, "$1")
    .replace(/\$\d+/g, "")
    .replace(/\\([\\$}])/g, "$1");
}

function faults(text: string, offset: number, uri: string, known: CheckedWorkspace, seen: Set<string>): string[] {
  const document = TextDocument.create(uri, "yaml", 1, text);
  const items = complete(uri, text, document.positionAt(offset), known, CLIENT, { now: NOW });
  if (items.length === 0) return [];
  const others = known.files.filter((file) => file.uri !== uri);
  const found: string[] = [];
  const labels = items.map(({ label }) => label);
  if (new Set(labels).size < labels.length) found.push("the same label twice");
  // Time zones and the like are many and all alike.
  for (const item of items.filter((_, index) => index < 5 || index % 50 === 0)) {
    const { textEdit } = item;
    if (!textEdit || !("range" in textEdit)) throw new Error("no edit");
    const start = document.offsetAt(textEdit.range.start);
    const end = document.offsetAt(textEdit.range.end);
    const newText = inserted(item);
    const after = text.slice(0, start) + newText + text.slice(end);
    // At the next offset in the same word it is the same edit.
    if (seen.has(after)) continue;
    seen.add(after);
    const before = problems(text, uri, others, { start, end });
    // Of what is broken already the parser may say more or less.
    for (const [code, count] of problems(after, uri, others, { start, end: start + newText.length }))
      if (count > (before.get(code) ?? 0) && !(code.startsWith("yaml.") && before.has(code)))
        found.push(
          `"${item.label}" brings in ${code}: …${after.slice(Math.max(0, start - 80), start)}«${newText}»${after.slice(start + newText.length).slice(0, 40)}`,
        );
  }
  return found;
}

const WAYS: readonly (readonly [string, (text: string, offset: number) => string, string])[] = [
  ["as it is", (text) => text, "\r\n"],
  [
    "the rest of the line not typed yet",
    (text, offset) => text.slice(0, offset) + text.slice(offset).replace(/^[^\r\n]*/, ""),
    "\n",
  ],
  ["the rest of the file not typed yet", (text, offset) => text.slice(0, offset), "\n"],
];

const DOCUMENTS: Readonly<Record<string, string>> = {
  "file:///acme.catalog.yaml": CATALOG,
  "file:///acme.routing-policy.yaml": POLICY,
  "file:///acme.benchmark.yaml": BENCHMARK,
};

describe.each(WAYS)("%s", (_way, cut, eol) => {
  test.each(Object.entries(DOCUMENTS))("%s: whatever is offered at an offset fits there", (uri, text) => {
    const known = checkFiles(Object.entries(DOCUMENTS).map(([name, body]) => parseFile(name, body)));
    const seen = new Set<string>();
    const offsets = [...Array(text.length + 1).keys()].filter(
      (offset) => text.slice(offset - 1, offset + 1) !== "\r\n",
    );
    const found = offsets.flatMap((offset) =>
      faults(cut(text, offset), offset, uri, known, seen).map((fault) => `${offset}: ${fault}`),
    );
    expect(found.slice(0, 3)).toEqual([]);
  });

  test("in mixed styles", () => {
    const text = MIXED.replaceAll("\n", eol);
    const uri = "file:///mixed.yaml";
    const known = checkFiles([parseFile(uri, text)]);
    const seen = new Set<string>();
    const offsets = [...Array(text.length + 1).keys()].filter(
      (offset) => text.slice(offset - 1, offset + 1) !== "\r\n",
    );
    const found = offsets.flatMap((offset) =>
      faults(cut(text, offset), offset, uri, known, seen).map((fault) => `${offset}: ${fault}`),
    );
    expect(found.slice(0, 3)).toEqual([]);
  });
});

test("at every offset of the sample workspace all ranges hold the cursor", () => {
  const names = [
    "policy/nordlys.catalog.yaml",
    "policy/nordlys.routing-policy.yaml",
    "benchmarks/nordlys.benchmark.yaml",
  ];
  const files = names.map((name) => parseFile(`file:///${name}`, sample(name)));
  const known = checkFiles(files);
  let offered = 0;
  for (const { uri, text, lines } of files) {
    expect(kindOfName(uri)).toBeDefined();
    for (let offset = 0; offset <= text.length; offset += 1) {
      const position = lines.positionAt(offset);
      for (const { textEdit, label } of complete(uri, text, position, known, CLIENT, { now: NOW })) {
        offered += 1;
        if (label === "" || !textEdit || !("range" in textEdit)) throw new Error(`${uri} ${offset}: ${label}`);
        const { start, end } = textEdit.range;
        const holds =
          start.line === position.line &&
          end.line === position.line &&
          start.character <= position.character &&
          position.character <= end.character;
        if (!holds) throw new Error(`${uri} ${offset}: ${label} replaces ${JSON.stringify(textEdit.range)}`);
      }
    }
  }
  expect(offered).toBeGreaterThan(10_000);
});
