import { describe, expect, test } from "vitest";
import { parseFile } from "./parse-file.ts";
import { validateFile } from "./validate-file.ts";

function check(text: string, uri = "file:///a.catalog.yaml") {
  const file = parseFile(uri, text);
  return validateFile(file).map(({ code, range, message, data, severity }) => ({
    code,
    severity,
    message,
    text: file.text.slice(file.lines.offsetAt(range.start), file.lines.offsetAt(range.end)),
    replacements: data?.replacements,
  }));
}

function catalog(body: string) {
  return check(`apiVersion: fairlead/v1\nkind: Catalog\n${body}`);
}

describe("validateFile", () => {
  test("says nothing of files that are not Fairlead's", () => {
    expect(check("a: [", "file:///docker-compose.yaml")).toEqual([]);
    expect(check("apiVersion: v1\nkind: Catalog\nx: 1", "file:///k8s.yaml")).toEqual([]);
  });

  test("an unknown key: the key, and what was meant", () => {
    expect(catalog("providers: { openai: { adaptr: openai } }")).toEqual([
      {
        code: "document.missing-key",
        severity: "error",
        message: 'A provider needs "adapter", for example `adapter: openai`.',
        text: "openai",
        replacements: undefined,
      },
      {
        code: "document.unknown-key",
        severity: "error",
        message: 'A provider has no "adaptr". Did you mean "adapter"?',
        text: "adaptr",
        replacements: ["adapter"],
      },
    ]);
  });

  test("a key that is there already is not suggested", () => {
    const [found] = catalog("providers: { p: { adapter: openai, adaptr: x } }");
    expect(found?.replacements ?? []).not.toContain("adapter");
  });

  test.each([
    ["contextWindow: 128_000", "document.wrong-type", "128_000", ["128000"]],
    ["contextWindow: '128,000'", "document.wrong-type", "'128,000'", ["128000"]],
    ["contextWindow: lots", "document.wrong-type", "lots", undefined],
    ["contextWindow: 0", "document.out-of-range", "0", undefined],
    ["contextWindow: 1.5", "document.wrong-type", "1.5", undefined],
    ["contextWindow:", "document.wrong-type", "contextWindow", undefined],
    ["contextWindow: [1]", "document.wrong-type", "contextWindow", undefined],
  ])("%s", (line, code, text, replacements) => {
    const found = catalog(`models:\n  m:\n    supplier: s\n    capabilities: [chat]\n    ${line}\n`);
    expect(found.map((d) => [d.code, d.text, d.replacements])).toEqual([[code, text, replacements]]);
  });

  test.each([
    ["2026-02-28", true],
    ["2028-02-29", true],
    ["2026-02-29", false],
    ["2026-04-31", false],
    ["2026-13-01", false],
    ["26-01-01", false],
    ["2026-1-1", false],
    ["2026-01-01T00:00:00Z", false],
  ])("the date %s", (date, right) => {
    const found = catalog(`contracts: { c: { provider: p, renews: ${date} } }`);
    expect(found.map(({ code }) => code)).toEqual(right ? [] : ["document.wrong-format"]);
  });

  test("money says how it is written", () => {
    const policy =
      "apiVersion: fairlead/v1\nkind: RoutingPolicy\nbudgets: { b: { scope: {}, window: day, limit: 12.5 } }";
    const [found] = check(policy, "file:///x.yaml");
    expect(found).toMatchObject({ code: "document.wrong-type", text: "12.5", replacements: ["12.5 USD"] });
  });

  test("one message where a value may be one or a list", () => {
    const policy = (when: string) =>
      check(
        `apiVersion: fairlead/v1\nkind: RoutingPolicy\nrules: { r: { when: { sensitivity: ${when} }, deny: { suppliers: [x] } } }`,
        "file:///x.yaml",
      ).map(({ code, text }) => [code, text]);
    expect(policy("restricted")).toEqual([]);
    expect(policy("[restricted, internal]")).toEqual([]);
    expect(policy("open")).toEqual([["document.wrong-value", "open"]]);
    expect(policy("[restricted, open]")).toEqual([["document.wrong-value", "open"]]);
    expect(policy("5")).toEqual([["document.wrong-type", "5"]]);
    expect(policy("{}")).toEqual([["document.wrong-type", "sensitivity"]]);
    expect(policy("[]")).toEqual([["document.out-of-range", "sensitivity"]]);
  });

  test("what stands below a break in the YAML is not judged", () => {
    const found = catalog("modles: {}\nproviders:\n  openai:\n    adapter openai\n    contrct: x\n");
    expect(found.map(({ code }) => code)).toEqual(["yaml.syntax", "document.unknown-key"]);
  });

  test("what an anchor holds is wrong once", () => {
    const found = catalog(
      "models:\n  a: &m { supplier: s, capabilities: [chat], contextWindow: 0 }\n  b: *m\n  c: *m\n",
    );
    expect(found.map(({ code }) => code)).toEqual(["document.out-of-range"]);
  });

  test("a document of nothing but comments is a warning, an empty second one is not", () => {
    expect(check("# later\n").map((d) => [d.code, d.severity])).toEqual([["document.empty", "warning"]]);
    expect(catalog("models: {}\n---\n")).toEqual([]);
  });

  test("tabs: the tab, on its line", () => {
    expect(catalog("providers:\n\topenai:\n\t\tadapter: openai\n").map((d) => [d.code, d.text])[0]).toEqual([
      "yaml.tab",
      "\t",
    ]);
  });

  test("keys are found where the text is quoted", () => {
    const found = catalog(`"providers":\r\n  'openai':\r\n    "adapter": "opnai"\r\n`);
    expect(found.map((d) => [d.code, d.text, d.replacements])).toEqual([["document.wrong-value", "opnai", ["openai"]]]);
  });

  test("a huge catalog does not hang", () => {
    const entries = Array.from(
      { length: 3_700 },
      (_, i) =>
        `  m${i}:\n    supplier: s\n    capabilities: [chat]\n    contextWindow: 1\n    lifecycle:\n      status: activ\n`,
    );
    const started = process.cpuUsage();
    const found = catalog(`models:\n${entries.join("")}`);
    expect(found.length).toBeGreaterThan(900);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(12_000);
  });
});
