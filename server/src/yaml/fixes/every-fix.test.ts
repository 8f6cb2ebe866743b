import { type CheckedWorkspace, checkFiles, type Diagnostic, parseFile } from "@fairlead/runtime/documents";
import { describe, expect, test } from "vitest";
import { applied } from "../refactors/same-meaning.ts";
import { type Fix, fixesFor } from "./index.ts";
import { safeEdits } from "./safe-edits.ts";

const CATALOG = `# Ours
apiVersion: fairlead/v1
kind: Catalog

providers: # who sells
  openai:
    adapter: openai # direct
    credentials: { env: OPENAI_API_KEY }
  azure: { adapter: azure-openai, endpoint: "https://a.example" }

models:
  # the large one
  gpt: { supplier: openai, capabilities: [chat, tools], contextWindow: 128000 }
  mini:
    supplier: openai
    capabilities:
      - chat # talk
      - tools
    contextWindow: 64000

deployments:
  gpt@openai: { upstream: gpt, price: { input: 5, output: 30 } }
  mini@openai:
    upstream: mini
    price: { input: 1, output: 2 }
  gpt@azure: { upstream: gpt, price: { input: 5, output: 30 } }
`;

const POLICY = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { support: {} }
workloads:
  tickets: # for agents
    businessUnit: support
    route:
      candidates: [gpt@openai, gpt@azure] # in this order
  drafts:
    businessUnit: support
    route:
      candidates:
        - mini@openai # cheap
        - gpt@azure
budgets:
  b: { scope: {}, limit: 5 USD, window: month, timezone: Europe/Stockholm }
`;

/** One planted mistake: which document, what stands in place of what, and its code. */
const FAULTS: readonly (readonly [code: string, from: string, to: string])[] = [
  ["document.unknown-key", "adapter: openai #", "adaptor: openai #"],
  ["document.unknown-key", "supplier: openai, cap", "suplier: openai, cap"],
  ["document.unknown-key", "    upstream: mini", "    upstream: mini\n    nonsense: 1"],
  [
    "document.unknown-key",
    "upstream: gpt, price: { input: 5, output: 30 } }\n  mini",
    "zzz: 1, upstream: gpt, price: { input: 5, output: 30 } }\n  mini",
  ],
  ["document.missing-key", "    adapter: openai # direct\n", ""],
  ["document.missing-key", "supplier: openai, ", ""],
  ["document.missing-key", ", window: month", ""],
  ["document.missing-key", "kind: RoutingPolicy\n", ""],
  ["document.wrong-value", "adapter: openai #", "adapter: OpenAI #"],
  ["document.wrong-value", "[chat, tools]", "[chat, tool]"],
  ["document.wrong-value", "window: month", "window: monthly"],
  ["document.wrong-format", "limit: 5 USD", "limit: $5"],
  ["document.wrong-type", "contextWindow: 64000", 'contextWindow: "64000"'],
  ["document.duplicate-item", "[chat, tools]", "[chat, chat, tools]"],
  ["document.duplicate-item", "      - tools\n", "      - tools\n      - chat\n"],
  ["document.unknown-kind", "kind: Catalog", "kind: catalog"],
  ["document.unknown-api-version", "apiVersion: fairlead/v1\nkind: Routing", "apiVersion: fairlead/v2\nkind: Routing"],
  ["budget.unknown-timezone", "Europe/Stockholm", "Stockholm"],
  [
    "link.unknown-id",
    "businessUnit: support\n    route:\n      candidates: [",
    "businessUnit: suport\n    route:\n      candidates: [",
  ],
  ["link.unknown-id", "[gpt@openai, gpt@azure]", "[gpt@openai, gtp@azure]"],
  ["link.unknown-id", "- mini@openai #", "- brand-new@elsewhere #"],
  ["yaml.syntax", "{ env: OPENAI_API_KEY }", "{ env: OPENAI_API_KEY"],
  ["yaml.syntax", "adapter: openai #", "adapter:openai #"],
  ["yaml.syntax", "supplier: openai\n", "supplier: a: b\n"],
  ["yaml.duplicate-key", "    upstream: mini\n", "    upstream: mini\n    price:\n      input: 1\n      output: 1\n"],
  [
    "link.duplicate-id",
    "timezone: Europe/Stockholm }\n",
    "timezone: Europe/Stockholm }\n---\napiVersion: fairlead/v1\nkind: RoutingPolicy\nbusinessUnits: { support: {}, other: {} }\n",
  ],
  [
    "yaml.syntax",
    "    capabilities:\n      - chat # talk\n      - tools\n",
    "    capabilities: [\n      chat, # talk\n      tools\n",
  ],
  ["yaml.undefined-alias", "{ support: {} }", "{ support: &unit {}, other: *unti }"],
  ["document.wrong-type", "candidates: [gpt@openai, gpt@azure] #", "candidates: gpt@openai, gpt@azure #"],
  [
    "route.weight-not-candidate",
    "        - gpt@azure\n",
    "        - gpt@azure\n      strategy: weighted\n      weights: { mini@openai: 1, gpt@azur: 2 }\n",
  ],
  ["yaml.tab", "    adapter: openai", "\tadapter: openai"],
];

const WAYS: readonly (readonly [string, (text: string) => string])[] = [
  ["LF", (text) => text],
  ["CRLF", (text) => text.replaceAll("\n", "\r\n")],
  ["a byte order mark", (text) => `\uFEFF${text}`],
];

function workspace(catalog: string, policy: string): CheckedWorkspace {
  return checkFiles([parseFile("file:///a.catalog.yaml", catalog), parseFile("file:///a.routing-policy.yaml", policy)]);
}

function after(checked: CheckedWorkspace, uri: string, fix: Fix): CheckedWorkspace {
  return checkFiles(
    checked.files.map((file) => {
      const edits = file.uri === uri ? fix.edits : (fix.elsewhere?.get(file.uri) ?? []);
      return edits.length === 0 ? file : parseFile(file.uri, applied(file, edits));
    }),
  );
}

const commentsOf = (text: string) => text.match(/(?<=^|\s)#.*$/gm) ?? [];
const count = (diagnostics: readonly Diagnostic[], code: string) =>
  diagnostics.filter((one) => one.code === code).length;
/** What a skeleton leaves to the writer. */
const isOpen = ({ code, message }: Diagnostic) =>
  /^(document\.(missing-key|out-of-range)|link\.)/.test(code) ||
  /here is nothing/.test(message) ||
  code === "provider.missing-endpoint";

describe.each(WAYS)("with %s", (_way, write) => {
  test("the documents are right before a mistake is planted", () => {
    expect(workspace(write(CATALOG), write(POLICY)).diagnostics).toEqual([]);
  });

  test.each(FAULTS)("%s: %j as %j", (code, from, to) => {
    expect(CATALOG + POLICY).toContain(from);
    const checked = workspace(write(CATALOG.replace(from, to)), write(POLICY.replace(from, to)));
    const found = checked.diagnostics.filter((one) => one.code === code);
    expect(found).not.toEqual([]);
    let tried = 0;
    for (const one of found) {
      const file = checked.files.find(({ uri }) => uri === one.uri);
      if (!file) throw new Error("no such file");
      const fixes = fixesFor(one, { file, checked });
      expect(fixes.filter(({ isPreferred }) => isPreferred).length).toBeLessThanOrEqual(1);
      expect(new Set(fixes.map(({ title }) => title)).size).toBe(fixes.length);
      for (const fix of fixes) {
        tried += 1;
        const says = `${fix.title}\n${applied(file, fix.edits)}`;
        expect(fix.title.trim()).not.toBe("");
        const fixed = after(checked, one.uri, fix);
        const text = fixed.files.find(({ uri }) => uri === one.uri)?.text ?? "";
        if (fix.newFile) continue;
        // Of several right answers to a mistake of more words each may leave the rest of it.
        if (fix.isPreferred)
          expect(count(fixed.diagnostics, code), says).toBeLessThan(count(checked.diagnostics, code));
        const created = fixed.diagnostics.filter((two) => !isOpen(two));
        expect(created.length, says).toBeLessThanOrEqual(checked.diagnostics.filter((two) => !isOpen(two)).length);
        // What is about a line goes with it.
        if (!fix.title.startsWith("Remove")) expect(commentsOf(text), says).toEqual(commentsOf(file.text));
        expect(text.startsWith("\uFEFF")).toBe(file.text.startsWith("\uFEFF"));
        expect(/(^|[^\r])\n/.test(text) && text.includes("\r\n"), says).toBe(false);
      }
    }
    expect(tried).toBeGreaterThan(0);
  });

  test.each(FAULTS)("all that is safe at once, and twice is as once: %s %j as %j", (_code, from, to) => {
    const checked = workspace(write(CATALOG.replace(from, to)), write(POLICY.replace(from, to)));
    for (const file of checked.files) {
      const edits = safeEdits(file, checked);
      const fixed = after(checked, file.uri, { title: "", edits, isPreferred: false });
      const again = fixed.files.find(({ uri }) => uri === file.uri) ?? file;
      expect(safeEdits(again, fixed)).toEqual([]);
      expect(fixed.diagnostics.length).toBeLessThanOrEqual(checked.diagnostics.length);
      if (edits.length > 0) expect(fixed.diagnostics.length, again.text).toBeLessThan(checked.diagnostics.length);
    }
  });
});
