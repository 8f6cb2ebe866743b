import { describe, expect, test } from "vitest";
import { checkFiles } from "./check-files.ts";
import { linkFiles } from "./link-files.ts";
import { parseFile } from "./parse-file.ts";
import type { EntityKind } from "./vocabulary.ts";

const catalog = `apiVersion: fairlead/v1
kind: Catalog
providers:
  openai: { adapter: openai, contract: msa }
models:
  gpt: { supplier: openai, capabilities: [chat], contextWindow: 1000 }
deployments:
  "gpt@openai": { upstream: gpt-2026 }
contracts:
  msa: { provider: openai }
`;

const policy = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { support: {} }
workloads:
  tickets:
    businessUnit: support
    route:
      strategy: weighted
      candidates: [gpt@openai]
      weights: { gpt@openai: 1 }
rules:
  r: { when: { workload: [tickets] }, deny: { models: [gpt] } }
`;

const files = [parseFile("file:///a.catalog.yaml", catalog), parseFile("file:///b.routing-policy.yaml", policy)];

describe("entities", () => {
  const { entities } = linkFiles(files);
  const texts = (kind: EntityKind, id: string) =>
    [...entities.definitions(kind, id), ...entities.references(kind, id)].map(({ location, span, role }) => {
      const text = location.uri.startsWith("file:///a") ? catalog : policy;
      return `${role} ${text.slice(span.start, span.end)} ${location.uri.slice(8, 9)}${location.range.start.line}`;
    });

  test("definitions and references of every kind, parts of deployment ids included", () => {
    expect(texts("provider", "openai")).toEqual([
      "definition openai a3",
      "reference openai a7",
      "reference openai a9",
      "reference openai b8",
      "reference openai b9",
    ]);
    expect(texts("model", "gpt")).toEqual([
      "definition gpt a5",
      "reference gpt a7",
      "reference gpt b8",
      "reference gpt b9",
      "reference gpt b11",
    ]);
    expect(texts("deployment", "gpt@openai")).toEqual([
      "definition gpt@openai a7",
      "reference gpt@openai b8",
      "reference gpt@openai b9",
    ]);
    expect(texts("contract", "msa")).toEqual(["definition msa a9", "reference msa a3"]);
    expect(texts("businessUnit", "support")).toEqual(["definition support b2", "reference support b5"]);
    expect(texts("workload", "tickets")).toEqual(["definition tickets b4", "reference tickets b11"]);
  });

  test("under a position: the whole id, and its part", () => {
    const at = (uri: string, text: string, needle: string, offset: number) => {
      const file = parseFile(uri, text);
      const position = file.lines.positionAt(text.indexOf(needle) + offset);
      return [entities.at(uri, position), entities.allAt(uri, position)] as const;
    };
    const [whole, all] = at("file:///b.routing-policy.yaml", policy, "[gpt@openai]", 6);
    expect(whole).toMatchObject({ kind: "deployment", id: "gpt@openai", role: "reference" });
    expect(all.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["deployment gpt@openai", "provider openai"]);
    expect(at("file:///a.catalog.yaml", catalog, "openai: {", 0)[0]).toMatchObject({
      kind: "provider",
      role: "definition",
    });
    // The end of a word belongs to it, as it does for an editor's cursor.
    expect(at("file:///a.catalog.yaml", catalog, "msa }", 3)[0]).toMatchObject({ kind: "contract", role: "reference" });
    expect(at("file:///a.catalog.yaml", catalog, "adapter:", 2)[0]).toBeUndefined();
    expect(entities.at("file:///nowhere.yaml", { line: 0, character: 0 })).toBeUndefined();
  });

  test("every occurrence is found at each of its own characters", () => {
    for (const file of files) {
      for (const occurrence of entities.inFile(file.uri)) {
        for (let offset = occurrence.span.start; offset <= occurrence.span.end; offset += 1)
          expect(entities.allAt(file.uri, file.lines.positionAt(offset))).toContain(occurrence);
      }
    }
  });

  test("an id with escapes is known by its value, and marked", () => {
    const text = catalog.replace('"gpt@openai"', String.raw`"gpt\u0040openai"`);
    const linked = linkFiles([parseFile("file:///a.catalog.yaml", text)]);
    expect(linked.diagnostics).toEqual([]);
    expect(linked.entities.definition("deployment", "gpt@openai")?.escaped).toBe(true);
  });
});

describe("links", () => {
  const codes = (...texts: [string, string][]) =>
    checkFiles(texts.map(([name, text]) => parseFile(`file:///${name}`, text))).diagnostics.map(
      ({ code, range, uri }) => `${uri.slice(8)}:${range.start.line + 1}:${range.start.character + 1} ${code}`,
    );

  test("a linked workspace has nothing wrong", () => {
    expect(codes(["a.catalog.yaml", catalog], ["b.routing-policy.yaml", policy])).toEqual([]);
  });

  test("a duplicate id is an error at both places, each with the other", () => {
    const twice = "apiVersion: fairlead/v1\nkind: Catalog\nproviders:\n  openai: { adapter: openai }\n";
    const { diagnostics, documents } = linkFiles([...files, parseFile("file:///z.yaml", twice)]);
    expect(diagnostics.map(({ code, uri, related }) => [code, uri, related?.[0]?.location.uri])).toEqual([
      ["link.duplicate-id", "file:///a.catalog.yaml", "file:///z.yaml"],
      ["link.duplicate-id", "file:///z.yaml", "file:///a.catalog.yaml"],
    ]);
    expect(documents.catalog.providers.openai?.contract).toBe("msa");
  });

  test("a default that two documents set is an error at both", () => {
    const one = "apiVersion: fairlead/v1\nkind: RoutingPolicy\ndefaults: { attempts: 2, deadlineMs: 1000 }\n";
    const other = "apiVersion: fairlead/v1\nkind: RoutingPolicy\ndefaults: { attempts: 3 }\n";
    expect(codes(["a.yaml", one], ["b.yaml", other])).toEqual([
      "a.yaml:3:13 link.duplicate-default",
      "b.yaml:3:13 link.duplicate-default",
    ]);
  });

  test("without any catalog there is one message, not one for each id", () => {
    expect(codes(["b.routing-policy.yaml", policy])).toEqual(["b.routing-policy.yaml:9:20 link.no-documents"]);
  });

  test("a catalog that breaks off gives no unknown ids elsewhere", () => {
    const broken = catalog.slice(0, catalog.indexOf("deployments:")).concat("deploym");
    expect(codes(["a.catalog.yaml", broken], ["b.routing-policy.yaml", policy])).toEqual([
      "a.catalog.yaml:7:1 yaml.syntax",
    ]);
  });

  test("where a rule says more about the same text, the link is quiet", () => {
    const text = policy.replace("weights: { gpt@openai: 1 }", "weights: { gtp@openai: 1 }");
    expect(codes(["a.catalog.yaml", catalog], ["b.routing-policy.yaml", text])).toEqual([
      "b.routing-policy.yaml:10:18 route.weight-not-candidate",
    ]);
  });

  test("what anchors share is defined under each of its ids and referred to once", () => {
    const shared = catalog
      .replace(
        "  openai: { adapter: openai, contract: msa }",
        "  openai: &o { adapter: openai, contract: msa }\n  twin: *o",
      )
      .replace(
        '"gpt@openai": { upstream: gpt-2026 }',
        '"gpt@openai": { upstream: gpt-2026 }\n  gpt@twin: { upstream: x }',
      );
    const { entities, diagnostics } = linkFiles([parseFile("file:///a.catalog.yaml", shared)]);
    expect(diagnostics).toEqual([]);
    expect(entities.ids("provider")).toEqual(["openai", "twin"]);
    expect(entities.references("contract", "msa")).toHaveLength(1);
  });

  test("an alias is checked for what it stands for where it is used", () => {
    const text = policy.concat("  both: { deny: { providers: &list [openai], models: *list } }\n");
    expect(codes(["a.catalog.yaml", catalog], ["b.routing-policy.yaml", text])).toEqual([
      "b.routing-policy.yaml:13:37 link.unknown-id",
    ]);
  });
});
