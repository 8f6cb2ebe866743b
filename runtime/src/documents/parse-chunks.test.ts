import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { buildNodes } from "./build-nodes.ts";
import { parseFile } from "./parse-file.ts";
import { readDocuments, type StretchPieces } from "./read-documents.ts";
import { atOnce } from "./steps.ts";

/** The same by the parser alone. */
function whole(text: string) {
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  const options = { prettyErrors: false, uniqueKeys: false, logLevel: "silent" } as const;
  const documents = parseAllDocuments(text.slice(shift), options);
  if (!Array.isArray(documents)) throw new Error("nothing was parsed");
  const at = (offset: number) => Math.min(offset + shift, text.length);
  return documents.map(({ contents, errors, warnings, range }, index) => ({
    ...buildNodes(contents, text, shift),
    errors: [...errors, ...warnings].map(({ code, message, pos }) => ({
      code,
      message,
      span: { start: at(pos[0]), end: at(pos[1]) },
    })),
    span: { start: range[0] + shift, end: at(documents[index + 1]?.range[0] ?? text.length) },
  }));
}

function written(value: unknown): string {
  return JSON.stringify(value, (_, one) => (one instanceof Map ? [...one] : one));
}

/** Parses in pieces where that can be done, checks it against the whole, and says whether it could. */
function agrees(text: string, before?: StretchPieces): StretchPieces | undefined {
  const { documents, pieces } = atOnce(readDocuments(text, before, 0));
  const wanted = whole(text);
  // Told quickly where it is so, which it nearly always is.
  if (written(documents) !== written(wanted)) expect(documents).toEqual(wanted);
  return pieces.size > 0 ? pieces : undefined;
}

const folder = path.resolve(import.meta.dirname, "../../../schemas/examples");
const samples = ["valid", "invalid"].flatMap((sub) =>
  readdirSync(path.join(folder, sub)).map((name) => readFileSync(path.join(folder, sub, name), "utf8")),
);

const CATALOG = `# Ours.
apiVersion: fairlead/v1
kind: Catalog
metadata: { name: acme }

providers: # hosts
  # the first
  openai: { adapter: openai }
  "azure":
    adapter: azure-openai # ask
    endpoint: https://acme.openai.azure.com

models:
  gpt:
    supplier: openai
    description: |
      A text
        of lines

    capabilities:
    - chat
    - tools
  mini:
    description: "quoted
      text"
    capabilities: [chat,
      tools]
deployments:
    gpt@openai: { upstream: gpt }
    gpt@azure: { upstream: gpt }
`;

const ANCHORED = `models:
  a: { supplier: &s openai, data: &d { residency: eu, list: [1, 2] } }
  b:
    supplier: *s
    data: *d
  c:
    <<: &base { x: 1, y: *d }
    z: 1
  d: { <<: *base, data: &d { residency: us } }
  e: *d
deployments:
  a@b: { *s : 1, data: *d, unknown: *nobody }
  &key b@b: { data: *key }
other: *base
`;

const SEVERAL = `# First.

--- # the catalog
apiVersion: fairlead/v1
kind: Catalog
models:
  a: &a { supplier: b }
  c: *a
---
kind: RoutingPolicy
models:
  a: { supplier: b, lifecycle: ga }
  c: *a

# Between.
---
--- text
--- |
  more
---
- list
- bits: [1]
---
last: 1
more: { a: 1 }
`;

describe("in pieces as in one", () => {
  test("a document of all styles", () => {
    expect([...(agrees(CATALOG)?.get(0)?.chunks.values() ?? [])].flatMap((pieces) => [...pieces])).toHaveLength(9);
    expect(agrees(CATALOG.replaceAll("\n", "\r\n"))).toBeDefined();
    expect(agrees(CATALOG.trimEnd())).toBeDefined();
  });

  test("the examples, as far as they can be", () => {
    const parsed = samples.filter((text) => agrees(text) !== undefined);
    expect(parsed.length).toBeGreaterThan(10);
  });

  test.each([
    ["a mistake within an entity", CATALOG.replace("supplier: openai", "supplier: openai\n    desc")],
    ["an id without its colon", CATALOG.replace("  mini:\n", "  mini\n")],
    ["a bracket that is not closed", CATALOG.replace("tools]", "tools")],
    ["a tag", CATALOG.replace("adapter: openai }", "adapter: !x openai }")],
    ["anchors", CATALOG.replace("{ upstream: gpt }", "&a { upstream: gpt }")],
    ["an alias without its anchor", CATALOG.replace("{ upstream: gpt }", "*a")],
    ["an anchor and its aliases", ANCHORED],
    ["several documents", SEVERAL],
    ["several documents with CRLF", SEVERAL.replaceAll("\n", "\r\n")],
    ["several documents, a mistake in the second", SEVERAL.replace("lifecycle: ga", "lifecycle")],
    ["several documents, a mistake at the end of one", SEVERAL.replace("bits: [1]", "bits: [1")],
    ["a byte order mark", `\uFEFF${SEVERAL}`],
    ["a bad escape", CATALOG.replace('"quoted', '"\\q')],
  ])("%s", (_name, text) => {
    expect(agrees(text)).toBeDefined();
  });

  test.each([
    ["a quote that is not closed", CATALOG.replace('text"', "text")],
    ["a key that stands twice", CATALOG.replace("gpt@azure", "gpt@openai")],
    ["a section that stands twice", CATALOG.replace("deployments", "models")],
    ["a directive", `%YAML 1.2\n---\n${CATALOG}`],
    ["tabs", CATALOG.replace("    supplier", "\tsupplier")],
    ["flow style", "{ apiVersion: fairlead/v1 }"],
    ["nothing", ""],
  ])("%s is for the whole", (_name, text) => {
    expect(agrees(text)).toBeUndefined();
  });

  test("whatever is edited, and from whatever was parsed before", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "\n",
        "\n  ",
        "\n    ",
        ":",
        ": ",
        "- ",
        "#",
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        "x",
        " ",
        "|\n",
        "\r\n",
      ),
      fc.constantFrom(
        "  new: { adapter: openai }\n",
        "key:\n",
        "---\n",
        "&a ",
        "*a ",
        "? ",
        "\t",
        "!t ",
        "%",
        "models:\n",
        "--- x\n",
        "\n---\n",
        "...\n",
        "\n...\n---\n",
        "<<: *a",
        "&d ",
        "*d",
        "*base",
        "\uFEFF",
      ),
    );
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), piece);
    let inPieces = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(CATALOG, ANCHORED, SEVERAL, `${CATALOG}---\n${CATALOG}...\n---\n${ANCHORED}`, ...samples),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        (text, edits) => {
          let current = text;
          let before: StretchPieces | undefined = agrees(current);
          for (const [at, removed, added] of edits) {
            const start = Math.floor(at * current.length);
            current = current.slice(0, start) + added + current.slice(start + removed);
            const pieces = agrees(current, before);
            if (pieces) inPieces += 1;
            before = pieces ?? before;
          }
        },
      ),
      { numRuns: 120 },
    );
    expect(inPieces).toBeGreaterThan(50);
  });
});

describe("a large file", () => {
  const entity = (index: number) => `  m${index}: { supplier: s, capabilities: [chat], contextWindow: ${index + 1} }\n`;
  const large = `apiVersion: fairlead/v1\nkind: Catalog\nmodels:\n${Array.from({ length: 3_000 }, (_, i) => entity(i)).join("")}`;

  test("is the same file when it was parsed from an earlier version", () => {
    const first = parseFile("file:///a.catalog.yaml", large);
    const text = large.replace("  m7:", "  # seven\n  m7:").replace("m2000: {", "m2000: { lifecycle: {},");
    expect(parseFile("file:///a.catalog.yaml", text, first)).toEqual(parseFile("file:///a.catalog.yaml", text));
  });

  test("is taken over but for what changed", () => {
    const first = parseFile("file:///a.catalog.yaml", large);
    const began = process.cpuUsage();
    parseFile("file:///a.catalog.yaml", large);
    const anew = process.cpuUsage(began).user;
    const again = process.cpuUsage();
    const second = parseFile("file:///a.catalog.yaml", large.replace("m2999: {", "m2999: { lifecycle: {},"), first);
    expect(process.cpuUsage(again).user).toBeLessThan(anew / 2);
    const entriesOf = (file: typeof first) => {
      const models = file.documents[0]?.root;
      const node = models?.type === "map" ? models.entries.get("models")?.value : undefined;
      return node?.type === "map" ? node.entries : new Map<string, unknown>();
    };
    expect(entriesOf(second).get("m5")).toBe(entriesOf(first).get("m5"));
  });
});
