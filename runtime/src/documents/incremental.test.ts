import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFiles } from "./check-files.ts";
import { parseFile } from "./parse-file.ts";
import type { ParsedFile } from "./parsed-file.ts";

const URI = "file:///large.yaml";

const POLICY = parseFile(
  "file:///small.routing-policy.yaml",
  `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { support: { owner: support } }
workloads:
  tickets: { businessUnit: support, route: { candidates: [m7@p0, m9@p1] } }
`,
);

/** Just above the size from which on files are parsed by pieces. */
function largeCatalog(): string {
  const models = Array.from(
    { length: 190 },
    (_, i) => `  m${i}:
    # The ${i}th.
    supplier: s${i % 5}
    capabilities: [chat]
    contextWindow: ${1_000 + i}
    maxOutputTokens: 100
`,
  );
  const deployments = Array.from(
    { length: 190 },
    (_, i) =>
      `  m${i}@p${i % 2}: { upstream: "u${i}", price: { input: ${i}, output: 2 }, data: { residency: eu, maxSensitivity: internal } }\n`,
  );
  return `apiVersion: fairlead/v1
kind: Catalog
providers:
  p0: { adapter: openai, jurisdiction: us }
  p1: { adapter: azure-openai, jurisdiction: eu, region: westeurope }
models:
${models.join("")}deployments:
${deployments.join("")}`;
}

function seen(file: ParsedFile) {
  const { diagnostics, documents, entities } = checkFiles([file, POLICY]);
  return { diagnostics, documents, occurrences: entities.inFile(URI), referenced: entities.references("model", "m7") };
}

const LARGE = largeCatalog();

/** The same, told quickly where it is so. */
function expectSame(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) expect(found).toEqual(wanted);
}

const added = fc.constantFrom(
  "",
  "\n",
  "\r\n",
  "x",
  ": ",
  "  ",
  '"',
  "# note\n",
  "  m7: { supplier: s }\n",
  "    contextWindow: many\n",
  "sk-proj-abcdefghijklmnopqrstuvwxyz0123\n",
  "kind: RoutingPolicy\n",
  "&a ",
  "*a ",
  "---\n",
  "...\n",
  "*m ",
  "&m ",
  "\t",
  "[",
  "}",
);

/** At the beginning of a line, at its end, or anywhere. */
const edit = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom("line", "end", "any"),
  fc.nat(9),
  added,
);

function applied(text: string, [at, where, removed, piece]: [number, string, number, string]): string {
  const any = Math.floor(at * text.length);
  const line = text.lastIndexOf("\n", any) + 1;
  const end = text.indexOf("\n", any);
  const start = where === "line" ? line : where === "end" && end >= 0 ? end : any;
  return text.slice(0, start) + piece + text.slice(start + removed);
}

/** The same deployments with what they share written once, and the policy of another unit below. */
const OTHER_STYLES = LARGE.replace("  m0@p0: {", "  m0@p0: &m {")
  .replaceAll(/(m[1-9]\d*@p\d): \{ .*\}\n/g, (_, id: string) => `${id}: { <<: *m, upstream: "${id}" }\n`)
  .concat(
    "---\napiVersion: fairlead/v1\nkind: RoutingPolicy\nworkloads:\n",
    "  chat: &w { businessUnit: support, route: { candidates: [m1@p1] } }\n  talk: *w\n",
    "---\n",
    LARGE,
  );

describe("what was found out of an earlier text", () => {
  test.each([
    ["block style", LARGE],
    ["anchors and several documents", OTHER_STYLES],
  ])("is said of the text as it is now, after any edits: %s", (_style, before) => {
    expect(before.length).toBeGreaterThan(40_000);
    expect(seen(parseFile(URI, before)).diagnostics.map(({ code }) => code)).toContain("provider.missing-endpoint");
    fc.assert(
      fc.property(fc.array(edit, { minLength: 2, maxLength: 4 }), (edits) => {
        let text = before;
        let file = parseFile(URI, text);
        seen(file);
        for (const one of edits) {
          text = applied(text, one);
          file = parseFile(URI, text, file);
          expectSame(seen(file), seen(parseFile(URI, text)));
        }
      }),
      { numRuns: 5 },
    );
  });

  test("depends on the kind of the document", () => {
    const catalog = parseFile(URI, LARGE);
    seen(catalog);
    const text = LARGE.replace("kind: Catalog", "kind: RoutingPolicy");
    expect(seen(parseFile(URI, text, catalog))).toEqual(seen(parseFile(URI, text)));
  });

  test("depends on the section and the document in which an entity stands", () => {
    const same = LARGE.replace("models:\n", "models:\n  same: {}\n").replace(
      "deployments:\n",
      "deployments:\n  same: {}\n",
    );
    const text = `${same}---\n${same}`;
    const first = parseFile(URI, text);
    seen(first);
    const second = parseFile(URI, `${text}# The end.\n`, first);
    expect(seen(second)).toEqual(seen(parseFile(URI, `${text}# The end.\n`)));
    const third = parseFile(URI, `---\n${same}${text}`, second);
    expect(seen(third)).toEqual(seen(parseFile(URI, `---\n${same}${text}`)));
  });

  test("is not of another file", () => {
    const other = parseFile("file:///other.yaml", LARGE);
    expect(parseFile(URI, LARGE, other)).toEqual(parseFile(URI, LARGE));
  });
});
