import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFiles, parseFile } from "../../documents/index.ts";
import { importPromptfoo, suiteText } from "./promptfoo.ts";

const providers = new Map([
  ["openai:gpt-4.1", "m@p"],
  ["Claude", "m@q"],
]);
const convert = (text: string, more: object = {}) =>
  importPromptfoo({ text, workload: "w", providers, judge: undefined, id: "b", ...more });

const CONFIG = `
description: Pirates
prompts:
  - "Say {{greeting}} to {{ name }}"
  - file://prompts.txt
  - '[{"role":"system","content":"Be a pirate."},{"role":"user","content":"{{name}}"}]'
  - "{% if name %}x{% endif %}"
  - file://gone.txt
providers:
  - openai:gpt-4.1
  - id: anthropic:claude
    label: Claude
    config: { temperature: 0 }
defaultTest:
  vars: { greeting: hello }
  assert: [{ type: latency, threshold: 3000 }]
tests:
  - description: plain
    vars: { name: [Bob, Eve] }
    threshold: 0.5
    assert:
      - { type: icontains, value: ahoy, weight: 2 }
      - { type: levenshtein, value: Ahoy }
      - { type: similar, value: Ahoy }
      - { type: llm-rubric, value: Speaks like a pirate }
      - { $ref: "#/assertionTemplates/noise" }
      - { type: javascript, value: "file://check.js" }
  - vars: { name: { first: A } }
    options: { transform: "output.x" }
    assert: [{ type: equals, value: x }]
  - file://more.csv
assertionTemplates: { noise: { type: contains-any, value: [arrr, yarr] } }
outputPath: out.csv
`;

describe("a configuration", () => {
  const readText = (file: string) => (file === "prompts.txt" ? "One {{name}}\n---\nTwo {{name}}\n" : undefined);
  const result = convert(CONFIG, { neighbours: { readText } });
  test("a benchmark a prompt; providers are arms, lists of values are cases", () => {
    expect(Object.entries(result.benchmarks).map(([id, { system, prompt }]) => [id, system, prompt])).toEqual([
      ["b", undefined, "Say {{greeting}} to {{ name }}"],
      ["b-2", undefined, "One {{name}}"],
      ["b-3", undefined, "Two {{name}}"],
      ["b-4", "Be a pirate.", "{{name}}"],
    ]);
    expect(result.benchmarks.b).toMatchObject({
      description: "Pirates",
      arms: ["m@p", "m@q"],
      assert: [{ type: "latency", threshold: 3000 }],
      dataset: { file: "more.csv" },
    });
    const assert = [
      { type: "icontains", value: "ahoy", weight: 2 },
      { type: "levenshtein", value: "Ahoy", threshold: 5 },
      { type: "contains-any", value: ["arrr", "yarr"] },
    ];
    expect(result.benchmarks.b?.cases).toEqual([
      { name: "plain", vars: { greeting: "hello", name: "Bob" }, assert, threshold: 0.5 },
      { name: "plain", vars: { greeting: "hello", name: "Eve" }, assert, threshold: 0.5 },
      { vars: { greeting: "hello", name: '{"first":"A"}' } },
    ]);
  });

  test("what can not be taken over is listed with its place", () => {
    const lost = result.losses.join("\n");
    for (const words of [
      "outputPath has no counterpart",
      "prompts[3] uses template code",
      "prompts[4] is file://gone.txt",
      "providers[1].config.temperature is not taken over",
      "tests[0].assert[2] needs vectors",
      "tests[0].assert[3] needs a judge",
      "tests[0].assert[5] has its value in another file",
      "tests[1].options.transform has no counterpart",
      "tests[1].assert looks at transformed answers",
      "defaultTest.vars does not reach the rows",
    ]) {
      expect(lost).toContain(words);
    }
    expect(result.losses).toHaveLength(10);
  });

  test("what comes out is a document without findings", () => {
    const rest = `---
apiVersion: fairlead/v1
kind: Catalog
models: { m: { supplier: s, capabilities: [chat], contextWindow: 1 } }
providers: { p: { adapter: openai }, q: { adapter: openai } }
deployments: { m@p: { upstream: m }, m@q: { upstream: m } }
---
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { u: {} }
workloads: { w: { businessUnit: u, route: { candidates: [m@p] } } }
`;
    const file = parseFile("file:///a.benchmark.yaml", `${suiteText(result.benchmarks)}${rest}`);
    expect(checkFiles([file]).diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});

describe("files beside the configuration", () => {
  const files: Record<string, string> = {
    "prompts/a.txt": "A {{x}}",
    "prompts/b.txt": "B {{x}}",
    "tests/one.yaml":
      "- { vars: { x: 1 }, assert: [{ type: equals, value: file://expected.txt }] }\n- { vars: { x: 2 } }\n- 3\n",
    "tests/two.json":
      '{ "vars": "file://vars.yaml", "assert": [{ "type": "is-json", "value": "file://schema.json" }] }',
    "vars.yaml": "x: file://long.txt\n",
    "long.txt": "A long text.\n",
    "expected.txt": "yes\n",
    "schema.json": '{ "type": "object" }',
    "defaults.yaml": "assert: [{ type: latency, threshold: 10 }]\nvars: { y: 9 }\n",
    "broken.yaml": "a: [",
  };
  const neighbours = {
    readText: (file: string) => files[file],
    list: (pattern: string) =>
      Object.keys(files)
        .filter((file) => file.startsWith(pattern.slice(0, pattern.indexOf("*"))))
        .sort(),
  };
  const result = convert(
    `
prompts: file://prompts/*.txt
providers: [openai:gpt-4.1]
defaultTest: file://defaults.yaml
tests: [file://tests/*, file://broken.yaml, file://none/*.yaml, { vars: { x: file://picture.png } }]
`,
    { neighbours },
  );

  test("prompts, tests, variables, expected texts and schemas", () => {
    expect(Object.values(result.benchmarks).map(({ prompt }) => prompt)).toEqual(["A {{x}}", "B {{x}}"]);
    expect(result.benchmarks.b).toMatchObject({ assert: [{ type: "latency", threshold: 10 }] });
    expect(result.benchmarks.b?.cases).toEqual([
      { vars: { y: 9, x: 1 }, assert: [{ type: "equals", value: "yes" }] },
      { vars: { y: 9, x: 2 } },
      { vars: { y: 9, x: "A long text." }, assert: [{ type: "is-json", value: { type: "object" } }] },
      { vars: { y: 9, x: "file://picture.png" } },
    ]);
  });

  test("what can not be read is told", () => {
    expect(result.losses).toEqual([
      "tests[0] tests/one.yaml[2] is no test",
      expect.stringContaining("tests[1] is broken.yaml, which is no YAML"),
      "tests[2] means no file (file://none/*.yaml)",
      "tests[3].vars.x is picture.png, which can not be read as text",
    ]);
  });
});

test("temperature and the output limit are taken over where all providers have the same", () => {
  const text = (other: string) =>
    `prompts: [hi]\nproviders: [{ id: openai:gpt-4.1, config: { temperature: 0, max_tokens: 50 } }, { id: Claude, config: { temperature: 0, max_tokens: ${other} } }]\n`;
  expect(convert(text("50"))).toMatchObject({ losses: [], benchmarks: { b: { temperature: 0, maxOutputTokens: 50 } } });
  const { benchmarks, losses } = convert(text("60"));
  expect(benchmarks.b).toMatchObject({ temperature: 0 });
  expect(benchmarks.b).not.toHaveProperty("maxOutputTokens");
  expect(losses).toEqual([
    expect.stringContaining("providers[0].config.max_tokens is not taken over"),
    expect.stringContaining("providers[1].config.max_tokens is not taken over"),
  ]);
});

test("providers without a deployment are named; a judge takes rubrics over", () => {
  const text =
    "providers: [x:y, openai:gpt-4.1]\nprompts: [hi]\ntests: [{ assert: [{ type: llm-rubric, value: polite }] }]";
  expect(convert(text, { judge: "j@p", arms: ["o@p"] })).toEqual({
    unmapped: ["x:y"],
    losses: [],
    benchmarks: {
      b: {
        workload: "w",
        arms: ["m@p", "o@p"],
        prompt: "hi",
        judge: "j@p",
        cases: [{ assert: [{ type: "llm-rubric", value: "polite" }] }],
      },
    },
  });
});

test("what is no configuration is a SyntaxError, and nothing else is thrown", () => {
  expect(() => convert("a: [")).toThrow(SyntaxError);
  expect(() => convert("- 1")).toThrow(/not a map/);
  const odd = fc.anything({ withNullPrototype: false, maxDepth: 3 });
  const keys = fc.constantFrom("prompts", "providers", "tests", "defaultTest", "assertionTemplates", "description");
  fc.assert(
    fc.property(fc.dictionary(keys, odd), (config) => {
      const text = JSON.stringify(config);
      expect(() => convert(text)).not.toThrow();
    }),
  );
});

test("similarity is taken over with a workload for vectors, by its one measure", () => {
  const text = `prompts: ["Q {{x}}"]
providers: [openai:gpt-5.5]
tests:
  - assert:
      - { type: similar, value: [late, delayed], threshold: 0.8 }
      - { type: "not-similar:cosine", value: early }
      - { type: "similar:dot", value: late }
`;
  const providers = new Map([["openai:gpt-5.5", "g@p"]]);
  const without = importPromptfoo({ text, workload: "w", providers, judge: undefined, id: "b" });
  expect(without.losses.slice(0, 2)).toEqual([
    "tests[0].assert[0] needs vectors: name a workload that has them with --embeddings",
    "tests[0].assert[1] needs vectors: name a workload that has them with --embeddings",
  ]);
  const { benchmarks, losses } = importPromptfoo({
    text,
    workload: "w",
    providers,
    judge: undefined,
    embeddings: "search-index",
    id: "b",
  });
  expect(losses).toEqual(["tests[0].assert[2] is of the type similar:dot, which there is not"]);
  expect(benchmarks.b).toMatchObject({
    embeddings: "search-index",
    cases: [
      {
        assert: [
          { type: "similar", value: ["late", "delayed"], threshold: 0.8 },
          { type: "not-similar", value: "early" },
        ],
      },
    ],
  });
});
