import { describe, expect, test } from "vitest";
import { analyseSource, applyEdits, fixesFor, PLACEHOLDER_WORKLOAD } from "./index.ts";
import type { SourceInput, WorkloadCode } from "./types.ts";

const workloads: WorkloadCode[] = [
  { id: "support", globs: ["services/support/**"] },
  { id: "claims", globs: ["services/claims/**", "shared/**"] },
  { id: "chat", globs: ["./shared/**"] },
];

const text = `import OpenAI from "openai";

const client = new OpenAI({ apiKey: "x" });
`;

function input(path: string, over: Partial<SourceInput> = {}): SourceInput {
  return { path, text, workloads, ...over };
}

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (list.length !== 1 || first === undefined) throw new Error(`expected one, got ${JSON.stringify(list)}`);
  return first;
}

describe("a finding", () => {
  test("says all that the contract names", () => {
    expect(only(analyseSource(input("services/support/a.ts")))).toEqual({
      file: "services/support/a.ts",
      line: 3,
      column: 16,
      endLine: 3,
      endColumn: 26,
      offset: 45,
      length: 10,
      rule: "code.direct-client",
      vendor: "openai",
      kind: "client-construction",
      api: "new OpenAI",
      tier: "certain",
      state: "direct",
      workload: "support",
      fix: "safe",
      message: expect.stringMatching(/calls OpenAI directly.*GatewayOpenAI of @fairlead\/runtime\/openai\.$/),
    });
  });

  test.each([
    ["\uFEFF", 1, 16],
    ["", 1, 16],
    ["\r\n\r\n", 3, 16],
  ])("has the place that an editor shows, after %j", (before, line, column) => {
    const [finding] = analyseSource(input("a.ts", { text: `${before}const client = new (require("openai"))();` }));
    expect(finding).toMatchObject({ line, column });
  });

  test.each([
    ["services/support/a.ts", "support", "safe"],
    ["services/claims/a.ts", "claims", "safe"],
    ["shared/a.ts", null, "suggestion"],
    ["elsewhere/a.ts", null, "suggestion"],
  ])("of %s has the workload %s and a %s fix", (path, workload, fix) => {
    expect(only(analyseSource(input(path)))).toMatchObject({ workload, fix });
  });

  test("names the workload that the code names", () => {
    const gateway =
      'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nnew GatewayOpenAI({ workload: "other" });\n';
    expect(only(analyseSource(input("services/support/a.ts", { text: gateway })))).toMatchObject({
      ...{ state: "gateway", rule: "code.gateway-client", workload: "other", fix: null },
      api: "new GatewayOpenAI",
    });
  });

  test.each(["a.d.ts", "a.min.js", "a.md", "a", "a.json"])("is never in %s", (path) => {
    expect(analyseSource(input(path))).toEqual([]);
  });

  test("of a request has its host", () => {
    const [finding] = analyseSource(input("a.ts", { text: 'fetch("https://api.openai.com/v1/models");\n' }));
    expect(finding).toMatchObject({ kind: "raw-http", tier: "host", api: "fetch api.openai.com", fix: null });
  });

  test("of a barrel names what it hands on", () => {
    const barrel =
      'export { AzureOpenAI as Client, type APIError } from "openai";\nexport * from "@anthropic-ai/sdk";\n';
    expect(analyseSource(input("a.ts", { text: barrel })).map(({ rule, api, line }) => [rule, api, line])).toEqual([
      ["code.vendor-export", "export AzureOpenAI", 1],
      ["code.vendor-export", 'export * from "@anthropic-ai/sdk"', 2],
    ]);
  });
});

describe("fixes", () => {
  test("a decided workload gives one preferred, safe fix", () => {
    const given = input("services/support/a.ts");
    const fix = only(fixesFor(given, only(analyseSource(given))));
    expect(fix).toMatchObject({ grade: "safe", isPreferred: true, rule: "code.direct-client" });
    expect(fix.title).toBe('Migrate to GatewayOpenAI as workload "support"');
    expect(applyEdits(text, fix.edits)).toContain('new GatewayOpenAI({ workload: "support" })');
  });

  test.each([
    ["shared/a.ts", workloads, ["claims", "chat"]],
    ["elsewhere/a.ts", workloads, ["support", "claims", "chat"]],
    ["elsewhere/a.ts", [], [PLACEHOLDER_WORKLOAD]],
  ])("%s offers its choices as suggestions", (path, given, choices) => {
    const source = input(path, { workloads: given });
    const fixes = fixesFor(source, only(analyseSource(source)));
    expect(fixes.map(({ grade, isPreferred }) => [grade, isPreferred])).toEqual(
      choices.map(() => ["suggestion", false]),
    );
    fixes.forEach(({ edits }, index) => {
      expect(applyEdits(text, edits)).toContain(`workload: "${choices[index]}"`);
    });
  });

  test("one of two constructions leaves the import to the other", () => {
    const two = `${text}export const other = new OpenAI();\n`;
    const given = input("services/support/a.ts", { text: two });
    const [first] = analyseSource(given);
    if (!first) throw new Error("nothing found");
    expect(applyEdits(two, only(fixesFor(given, first)).edits)).toBe(`import OpenAI from "openai";
import { GatewayOpenAI } from "@fairlead/runtime/openai";

const client = new GatewayOpenAI({ workload: "support" });
export const other = new OpenAI();
`);
  });

  test("a finding of an older text has none", () => {
    const given = input("services/support/a.ts");
    const finding = only(analyseSource(given));
    expect(fixesFor({ ...given, text: `\n${text}` }, finding)).toEqual([]);
  });

  test("what can not be rewritten has none, and says why", () => {
    const given = input("services/support/a.ts", { text: text.replace('apiKey: "x"', "...options") });
    const finding = only(analyseSource(given));
    expect(finding.message).toMatch(/No automatic fix: a spread may bring/);
    expect(fixesFor(given, finding)).toEqual([]);
  });
});

describe("texts that nobody wrote by hand", () => {
  test("a concatenation of many thousand parts", () => {
    const long = `const a = ${Array.from({ length: 20_000 }, () => '"x"').join(" + ")};\n`;
    expect(analyseSource(input("services/support/a.ts", { text: text + long }))).toHaveLength(1);
    const address = `${text}fetch(${Array.from({ length: 5000 }, () => '"https://api.openai.com/"').join(" + ")});\n`;
    expect(() => analyseSource(input("services/support/a.ts", { text: address }))).not.toThrow();
  });

  test.each([
    ["a.ts", "("],
    ["a.tsx", "<a>"],
    ["a.py", "("],
    ["a.py", "[x for x in "],
  ])("nesting of many thousand levels in %s, of %j", (path, opening) => {
    const deep = `${path.endsWith("py") ? "import openai" : text}\nx = ${opening.repeat(50_000)}`;
    expect(() => analyseSource(input(path, { text: deep }))).not.toThrow();
  });
});
