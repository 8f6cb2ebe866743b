import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { prepareAssertion } from "../assertions/index.ts";
import { type ImportInput, importPromptfoo } from "./promptfoo.ts";

/** Forms that configurations in public repositories have. */
function convert(config: object, more: Partial<ImportInput> = {}, files: Record<string, string> = {}) {
  return importPromptfoo({
    text: stringify({ providers: ["p"], prompts: ["{{q}}"], ...config }),
    workload: "w",
    providers: new Map([["p", "m@p"]]),
    judge: undefined,
    id: "b",
    neighbours: { readText: (file) => files[file] },
    ...more,
  });
}

test("scenarios: each test with each configuration, variables and assertions of both", () => {
  const { benchmarks, losses } = convert({
    scenarios: [
      {
        config: [{ vars: { to: "French", hello: "Bonjour" } }, { vars: { to: "German", hello: "Hallo" } }],
        tests: [
          { description: "greets", vars: { q: "Hello" }, assert: [{ type: "contains", value: "{{hello}}" }] },
          { vars: { q: "Bye" } },
        ],
      },
    ],
  });
  expect(losses).toEqual([]);
  expect(benchmarks.b?.cases).toEqual([
    { name: "greets", vars: { to: "French", hello: "Bonjour", q: "Hello" }, assert: [expect.anything()] },
    { vars: { to: "French", hello: "Bonjour", q: "Bye" } },
    { name: "greets", vars: { to: "German", hello: "Hallo", q: "Hello" }, assert: [expect.anything()] },
    { vars: { to: "German", hello: "Hallo", q: "Bye" } },
  ]);
  expect(convert({ scenarios: ["x"] }).losses).toEqual([
    "scenarios[0] is no list of configurations with a list of tests",
  ]);
});

test("how often and how many at once; what promptfoo says of itself is no loss", () => {
  const evaluateOptions = { repeat: 3, maxConcurrency: 2, delay: 100, showProgressBar: false };
  const { benchmarks, losses } = convert({ evaluateOptions });
  expect(benchmarks.b).toMatchObject({ trials: 3, concurrency: 2 });
  expect(losses).toEqual(["evaluateOptions.delay has no counterpart"]);
});

test("assertions of all tests that look at transformed answers are left out, and it is told", () => {
  const defaultTest = { options: { transform: "output.x", provider: "openai:judge" }, assert: [{ type: "is-json" }] };
  const { benchmarks, losses } = convert({ defaultTest });
  expect(benchmarks.b).not.toHaveProperty("assert");
  expect(losses).toEqual([
    "defaultTest.options.transform has no counterpart",
    "defaultTest.options.provider names who judges: name a deployment with --judge",
    "defaultTest.assert looks at transformed answers",
  ]);
  expect(convert({ defaultTest: { options: { provider: "x" } } }, { judge: "j@p" }).losses).toEqual([]);
});

test("a chat in JSON with its variables dumped is one with its variables named", () => {
  const chat = '[{"role":"system","content":{{ rules | dump }}},{"role":"user","content":{{q|dump}}}]';
  const { benchmarks, losses } = convert({ prompts: [chat] });
  expect([benchmarks.b?.system, benchmarks.b?.prompt, losses]).toEqual(["{{rules}}", "{{q}}", []]);
});

test("a set of assertions that all must hold is a list of them", () => {
  const set = { type: "assert-set", assert: [{ type: "contains", value: "a" }, { type: "is-json" }] };
  const { benchmarks, losses } = convert({ tests: [{ assert: [set, { ...set, threshold: 0.5 }] }] });
  expect(benchmarks.b?.cases?.[0]?.assert).toEqual([{ type: "contains", value: "a" }, { type: "is-json" }]);
  expect(losses).toEqual(["tests[0].assert[1] is of the type assert-set, which there is not"]);
});

describe("JavaScript in a file", () => {
  const files = {
    "common.js":
      "const low = (s) => s.toLowerCase();\nmodule.exports = (output, context) => low(output) === context.vars.q;\n",
    "module.mjs":
      "const most = 3;\nexport default (output) => ({ pass: output.length <= most, score: 1, reason: 'short' });\n",
    "named.js": "export function one() { return false; }\nexport const two = (output) => output === 'Yes';\n",
    "needy.js": "const _ = require('lodash');\nmodule.exports = () => true;\n",
    "late.js": "module.exports = async () => true;\n",
  };
  const imported = (file: string) =>
    convert({ tests: [{ vars: { q: "yes" }, assert: [{ type: "javascript", value: `file://${file}` }] }] }, {}, files);

  test.each([
    ["common.js", "Yes", true],
    ["common.js", "No", false],
    ["module.mjs", "Yes", true],
    ["module.mjs", "Indeed", false],
    ["named.js:two", "Yes", true],
    ["named.js:one", "Yes", false],
  ])("%s of %s is %s", (file, output, passed) => {
    const { benchmarks, losses } = imported(file);
    expect(losses).toEqual([]);
    const assertion = benchmarks.b?.cases?.[0]?.assert?.[0];
    const again = parse(stringify(assertion)) as NonNullable<typeof assertion>;
    const check = prepareAssertion(again, { q: "yes" }, "/", true);
    expect(check.check({ output, totalMs: 1, costMicroUsd: 1 }).passed).toBe(passed);
  });

  test("has the configuration that its assertion gives it", () => {
    const text = "module.exports = (output, { config }) => output.length <= config.most;\n";
    const assert = [{ type: "javascript", value: "file://most.js", config: { most: 3 } }];
    const { benchmarks, losses } = convert({ tests: [{ assert }] }, {}, { "most.js": text });
    expect(losses).toEqual([]);
    const [assertion] = benchmarks.b?.cases?.[0]?.assert ?? [];
    if (assertion === undefined) throw new Error("There is no assertion.");
    const { check } = prepareAssertion(assertion, {}, "/", true);
    const passes = (output: string) => check({ output, totalMs: 1, costMicroUsd: 1 }).passed;
    expect([passes("yes"), passes("indeed")]).toEqual([true, false]);
  });

  test.each([
    ["needy.js", /needs other modules/],
    ["late.js", /answers later/],
    ["gone.js", /has its value in another file/],
    ["check.py", /has its value in another file/],
  ])("%s stays where it is, and it is told", (file, why) => {
    const { benchmarks, losses } = imported(file);
    expect(benchmarks.b?.cases?.[0]).not.toHaveProperty("assert");
    expect(losses.join("\n")).toMatch(why);
  });
});

describe("a dataset", () => {
  const csv = { "data/t.csv": "q,__expected\nWhat?,grade: is polite\nWho?,similar(0.8): me\n" };
  test("is named from where the document is, and brings the judge and the vectors that its rows need", () => {
    const more = { folder: "evals/one", judge: "j@p", embeddings: "e" };
    const { benchmarks, losses } = convert({ tests: "file://data/t.csv" }, more, csv);
    expect(losses).toEqual([]);
    expect(benchmarks.b).toMatchObject({ dataset: { file: "evals/one/data/t.csv" }, judge: "j@p", embeddings: "e" });
  });
  test("with an assertion that there is not is told to be so, with its line", () => {
    const files = { "t.csv": "q,__expected\nWhat?,python: len(output) < 9\n" };
    expect(convert({ tests: "file://t.csv" }, {}, files).losses.join("\n")).toMatch(/t\.csv:2.*"python: len/);
  });
});

test("lists of values that multiply beyond measure are cut, and it is told", () => {
  const many = Array.from({ length: 40 }, (_, n) => n);
  const { benchmarks, losses } = convert({ tests: [{ vars: { q: many, r: many } }] });
  expect(benchmarks.b?.cases).toHaveLength(1000);
  expect(losses).toEqual(["tests[0].vars multiply to more than 1000 cases, of which the first are taken"]);
});
