import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../documents/diagnostic.ts";
import { parseFile } from "../documents/parse-file.ts";
import { readWorkspace } from "../documents/read-workspace.ts";
import { checkWorkspace } from "./check-workspace.ts";
import { RuleMemory } from "./rule-memory.ts";
import { check, TODAY, workspaceTexts } from "./testing.ts";

const CATALOG = "file:///w/a.catalog.yaml";
const POLICY = "file:///w/a.routing-policy.yaml";
const PROJECT = "file:///w/fairlead.yaml";

/** A workload with one finding: only one deployment may serve it. */
const lonely = workspaceTexts({
  workloads: {
    "ticket-summaries": {
      businessUnit: "support",
      criticality: "critical",
      sensitivity: "confidential",
      route: { candidates: ["gpt-5.5@azure-swedencentral"] },
    },
  },
});
const project = (body: string) => `apiVersion: fairlead/v1\nkind: Project\n${body}`;
const brief = (found: readonly Diagnostic[]) => found.map(({ code, severity }) => `${code} ${severity}`);
const about = (found: readonly Diagnostic[], code: string) => found.filter((one) => one.code === code);

test("deployments of the catalog that would qualify are named, other providers first", () => {
  const [found] = about(check(lonely), "route.single-deployment");
  expect(found).toMatchObject({
    uri: POLICY,
    severity: "warning",
    data: { workload: "ticket-summaries", pointer: "/workloads/ticket-summaries/route/candidates" },
  });
  expect(found?.data?.candidates).toEqual([
    "claude-haiku-4.5@bedrock-eu-central-1",
    "claude-sonnet-5@bedrock-eu-central-1",
  ]);
  expect(found?.message).toContain("claude-haiku-4.5@bedrock-eu-central-1");
});

test.each([
  ["critical", ["route.single-provider warning", "route.single-supplier warning"]],
  ["high", ["route.single-provider warning", "route.single-supplier information"]],
  ["standard", []],
])("at %s, what hangs on one provider or supplier: %j", (criticality, expected) => {
  const candidates = ["claude-sonnet-5@bedrock-eu-central-1", "claude-haiku-4.5@bedrock-eu-central-1"];
  const workload = { businessUnit: "support", criticality, sensitivity: "internal", route: { candidates } };
  const found = check(workspaceTexts({ workloads: { "ticket-summaries": workload } }));
  expect(brief(found.filter(({ code }) => code.startsWith("route.")))).toEqual(expected);
});

test("a judge that may not serve the benchmark's workload is told, with who might judge", () => {
  const benchmark = {
    workload: "ticket-summaries",
    arms: ["gpt-5.5@azure-swedencentral", "claude-sonnet-5@bedrock-eu-central-1"],
    prompt: "Summarise",
    maxSpend: "1 USD",
    cases: [{ name: "one" }],
    assert: [{ type: "llm-rubric", value: "kind" }],
  };
  const judging = (judge: string) =>
    about(
      check(
        workspaceTexts({
          workloads: {
            "ticket-summaries": {
              businessUnit: "support",
              sensitivity: "confidential",
              route: { candidates: benchmark.arms },
            },
          },
          benchmarks: { b: { ...benchmark, judge } },
        }),
      ),
      "benchmark.ineligible-arm",
    );
  expect(judging("gpt-5.5@openai")).toMatchObject([
    {
      message: expect.stringContaining('gpt-5.5@openai may not serve "ticket-summaries", as which it would judge'),
      data: {
        pointer: "/benchmarks/b/judge",
        replacements: expect.arrayContaining(["claude-haiku-4.5@bedrock-eu-central-1"]),
      },
    },
  ]);
  expect(judging("claude-haiku-4.5@bedrock-eu-central-1")).toEqual([]);
});

describe("severities", () => {
  test.each(["hint", "information", "error"] as const)("%s", (severity) => {
    const found = check({
      ...lonely,
      [PROJECT]: project(`checks: { severity: { route.single-deployment: ${severity} } }`),
    });
    expect(about(found, "route.single-deployment").map((one) => one.severity)).toEqual([severity]);
  });

  test("off", () => {
    const found = check({ ...lonely, [PROJECT]: project("checks: { severity: { route.single-deployment: off } }") });
    expect(about(found, "route.single-deployment")).toEqual([]);
  });

  test("an error that keeps documents from being put in force stays one, though a project says otherwise", () => {
    const texts = {
      [POLICY]: "apiVersion: fairlead/v1\nkind: RoutingPolicy\nbudget: {}\n",
      [PROJECT]: project("checks: { severity: { document.unknown-key: off } }"),
    };
    expect(brief(check(texts))).toEqual(["document.unknown-key error", "document.wrong-value error"]);
  });

  test("limits of rules come from the project too", () => {
    const texts = workspaceTexts();
    expect(check(texts)).toEqual([]);
    const found = check({ ...texts, [PROJECT]: project("checks: { priceMaxAgeDays: 7 }") });
    expect(new Set(brief(found))).toEqual(new Set(["price.stale hint"]));
  });

  test("notices and renewals are of the day that is asked about", () => {
    expect(check(workspaceTexts(), Date.parse("2029-05-01"))).not.toEqual([]);
    expect(brief(check(workspaceTexts(), Date.parse("2030-01-01")))).toContain("contract.renewal-past warning");
  });
});

describe("errors elsewhere", () => {
  const broken = (text: string) => ({ ...lonely, [CATALOG]: `${lonely[CATALOG]}${text}` });

  test("what does not hang on them is still said", () => {
    const found = check(broken("notices:\n  odd: { provider: nobody, kind: price }\n"));
    expect(brief(found)).toContain("link.unknown-id error");
    expect(brief(found)).toContain("route.single-deployment warning");
  });

  test("what hangs on them is not", () => {
    const texts = { ...lonely, [CATALOG]: (lonely[CATALOG] ?? "").replace("supplier: openai", "suplier: openai") };
    const found = check(texts);
    expect(brief(found)).toContain("document.unknown-key error");
    expect(about(found, "route.single-deployment")).toEqual([]);
  });

  test("while the YAML is broken, rules are silent", () => {
    const families = check(broken("notices: [")).map(({ code }) => code.split(".")[0]);
    expect(families).toContain("yaml");
    expect(families).not.toContain("route");
  });
});

test("with a memory, the answers after any edits are those without one", () => {
  const texts = workspaceTexts({ rules: { r: { deny: { providers: ["openai"] } } } });
  const edits: readonly [RegExp, string][] = [
    [/criticality: \w+/, "criticality: critical"],
    [/criticality: \w+/, "criticality: low"],
    [/sensitivity: \w+/, "sensitivity: restricted"],
    [/maxSensitivity: \w+/, "maxSensitivity: public"],
    [/providers:\n\s+- \w+/, "providers: [azure-swedencentral]"],
    [/input: [\d.]+/, "input: 900"],
    [/renews: [\d-]+/, "renews: 2026-12-01"],
    [/gpt-5.5@openai/, "gpt-5.4@openai"],
    [/supplier: \w+/, "supplier: [broken"],
    [/fallback/, "fallbak"],
  ];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(edits.length - 1), fc.boolean()), { maxLength: 6 }), (steps) => {
      const memory = new RuleMemory();
      const files = new Map(Object.entries(texts).map(([uri, text]) => [uri, parseFile(uri, text)]));
      for (const [index, isCatalog] of steps) {
        const before = files.get(isCatalog ? CATALOG : POLICY);
        const [pattern, text] = edits[index] ?? [/$/, ""];
        if (before) files.set(before.uri, parseFile(before.uri, before.text.replace(pattern, text), before));
        const all = [...files.values()];
        expect(checkWorkspace(all, { at: TODAY, memory }).diagnostics).toEqual(
          checkWorkspace(
            all.map(({ uri, text: now }) => parseFile(uri, now)),
            { at: TODAY },
          ).diagnostics,
        );
      }
    }),
    { numRuns: 60 },
  );
});

test("ranges lie in the document, and on the text that they are about", () => {
  const flow = `apiVersion: fairlead/v1\r\nkind: RoutingPolicy\r\nbusinessUnits: { support: {} }\r\nworkloads: { t: { businessUnit: support, criticality: high, sensitivity: internal, route: { candidates: ["gpt-5.5@openai"] } } }\r\n`;
  const found = check({ [CATALOG]: lonely[CATALOG] ?? "", [POLICY]: `\uFEFF${flow}` });
  const [single] = about(found, "route.single-deployment");
  const line = flow.split("\r\n")[3] ?? "";
  expect(line.slice(single?.range.start.character, single?.range.end.character)).toBe("candidates");
});

test("anchors and merge keys: what several share is said once", () => {
  const texts = {
    [CATALOG]: lonely[CATALOG] ?? "",
    [POLICY]: `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { support: {} }
workloads:
  one: &shared
    businessUnit: support
    criticality: critical
    sensitivity: internal
    route: &route { candidates: [gpt-5.5@azure-swedencentral] }
  two: { <<: *shared }
  three: { businessUnit: support, criticality: critical, sensitivity: internal, route: *route }
`,
  };
  const found = about(check(texts), "route.single-deployment");
  expect(found.map(({ range }) => range.start.line)).toEqual([8, 9, 10]);
});

test("a mistake in an anchor makes no rule fail on what its aliases stand for", () => {
  const texts = {
    [CATALOG]: `apiVersion: fairlead/v1
kind: Catalog
providers: { p: { adapter: openai, jurisdiction: eu } }
models:
  m: &m { supplier: s, capabilities: 7, contextWindow: [1] }
  n: { <<: *m }
  o: *m
deployments:
  n@p: &d { upstream: n, price: &p { input: "x" }, data: 3, latency: { ttftP50Ms: {} } }
  o@p: *d
notices:
  one: &n { provider: p, kind: price, affects: 3, announced: 2026-01-01, effective: 2026-02-01, price: *p }
  two: { <<: *n }
`,
    [POLICY]: `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { b: {} }
workloads:
  w: &w { businessUnit: b, route: { candidates: { a: 1 } } }
  v: { <<: *w }
rules: { r: &r { deny: [1] }, q: *r }
budgets: { x: &x { scope: 1, limit: 7, window: day }, y: *x }
`,
  };
  const found = check(texts);
  expect(found.length).toBeGreaterThan(8);
  expect(found.filter(({ code }) => !/^(document|rule|link)\./.test(code))).toEqual([]);
});

test("the invalid examples make no rule fail, alone or all together", async () => {
  const folder = path.resolve(import.meta.dirname, "../../../schemas/examples/invalid");
  for (const name of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, name), "utf8");
    for (const { message } of check({ [`file:///${name}`]: text }))
      expect(message).not.toMatch(/undefined|\[object|NaN/);
  }
  const { files } = await readWorkspace(folder);
  expect(() => checkWorkspace(files, { at: TODAY })).not.toThrow();
});

test("a document cut off anywhere, or with a line gone, makes no rule fail", () => {
  const texts = Object.entries(workspaceTexts());
  fc.assert(
    fc.property(fc.nat(1), fc.nat(10_000), fc.boolean(), (which, place, isCut) => {
      const changed = texts.map(([uri, text], index): [string, string] => {
        if (index !== which) return [uri, text];
        const lines = text.split("\n");
        return [
          uri,
          isCut ? text.slice(0, place % text.length) : lines.filter((_, at) => at !== place % lines.length).join("\n"),
        ];
      });
      const found = check(Object.fromEntries(changed));
      for (const { message } of found) expect(message).not.toMatch(/undefined|\[object|NaN/);
    }),
    { numRuns: 150 },
  );
});

test("what came in by a merge has nothing that could be put in its place", () => {
  const merged = check({
    [CATALOG]: `apiVersion: fairlead/v1
kind: Catalog
contracts:
  aws: { provider: p, dataHandling: { training: true } }
providers:
  p: { adapter: bedrock, region: eu-west-1, contract: aws }
models:
  m: { supplier: s, capabilities: [chat], contextWindow: 1000 }
  n: { supplier: s, capabilities: [chat], contextWindow: 1000 }
deployments:
  m@p: &m { upstream: m, data: { training: false } }
  n@p: { <<: *m, upstream: n }
`,
    [POLICY]: `apiVersion: fairlead/v1
kind: RoutingPolicy
`,
  });
  expect(about(merged, "deployment.data-contradiction")).toMatchObject([
    { range: { start: { line: 10 } }, data: { replacements: ["true"] } },
    { range: { start: { line: 11, character: 2 } }, data: { replacements: undefined } },
  ]);
});

test("nothing is said to be nowhere while errors hide a part of the documents", () => {
  const sections = {
    rules: { audited: { when: { workload: "ticket-summaries" }, require: { training: false } } },
    budgets: { all: { scope: { workload: "ticket-summaries" }, limit: "500 USD", window: "month" } },
  };
  const texts = workspaceTexts(sections);
  const misspelt = {
    ...texts,
    [POLICY]: (texts[POLICY] ?? "").replace("businessUnit: support", "businessUnit: suport"),
  };
  expect(check(texts)).toEqual([]);
  expect(brief(check(misspelt))).toEqual(["link.unknown-id error"]);
});

test.each([
  ["credentials: { env: sk-proj-abcdEFGH1234abcdEFGH1234 }", "sk-proj"],
  ["region: AKIAABCDEFGHIJKLMNOP\n    contract: AKIAABCDEFGHIJKLMNOP", "AKIA"],
  ["endpoint: https://someone:hunter2@example.com/v1", "hunter2"],
])("no message repeats a secret: %j", (line, secret) => {
  const found = check({
    [CATALOG]: `apiVersion: fairlead/v1\nkind: Catalog\nproviders:\n  p:\n    adapter: openai\n    ${line}\n`,
  });
  expect(about(found, "secret.in-document").length).toBeGreaterThan(0);
  expect(JSON.stringify(found.map(({ message }) => message))).not.toContain(secret);
});

test("an entity that is an alias of what is wrong hides itself alone", () => {
  const found = check({ ...lonely, [CATALOG]: `${lonely[CATALOG]}notices:\n  a: &n\n  b: *n\n` });
  expect(about(found, "document.wrong-type")).toHaveLength(2);
  expect(about(found, "route.single-deployment")).toHaveLength(1);
});

test("a notice whose replacement is what it takes away", () => {
  const retirement = {
    provider: "openai",
    kind: "retirement",
    affects: ["gpt-5.5@openai"],
    announced: "2026-11-01",
    effective: "2029-01-01",
    replacement: "gpt-5.5@openai",
  };
  const found = check(workspaceTexts({ notices: { end: retirement } }));
  expect(about(found, "notice.replacement-closed")).toMatchObject([
    { severity: "warning", data: { pointer: "/notices/end/replacement", removable: true } },
  ]);
});

test("what makes no vectors is no second embedding model", () => {
  const found = check(
    workspaceTexts({
      models: { embed: { supplier: "amazon", capabilities: ["embeddings"], contextWindow: 8192 } },
      deployments: {
        "embed@bedrock-eu-central-1": {
          upstream: "embed",
          price: { input: 0.02, output: 0, source: "price list", checked: "2026-11-01" },
          data: { residency: "eu", training: false, retentionDays: 0, maxSensitivity: "restricted" },
        },
      },
      workloads: {
        search: {
          businessUnit: "support",
          sensitivity: "internal",
          needs: { capabilities: ["embeddings"] },
          route: { candidates: ["gpt-5.5@openai", "embed@bedrock-eu-central-1"] },
        },
      },
    }),
  );
  expect(brief(found.filter(({ code }) => code.startsWith("route.")))).toEqual(["route.ineligible-candidate warning"]);
});

test.each([
  ["twins", "500 USD", ["b"]],
  ["one that blocks later", "600 USD", ["b"]],
  ["one that blocks earlier", "400 USD", ["a"]],
])("two budgets for the same: %s", (_name, limit, expected) => {
  const budget = { scope: { workload: "ticket-summaries" }, window: "month" };
  const found = check(workspaceTexts({ budgets: { a: { ...budget, limit: "500 USD" }, b: { ...budget, limit } } }));
  const shadowed = about(found, "budget.shadowed").map(({ data }) => data?.pointer?.split("/").at(-1));
  expect(shadowed).toEqual(expected);
});
