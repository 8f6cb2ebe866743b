import { expect, test } from "vitest";
import { analyseSource, modelKnowledge } from "./index.ts";

const models = modelKnowledge({
  catalog: {
    models: { gpt: {}, old: { lifecycle: { status: "deprecated", retires: "2027-01-15" } }, other: {} },
    deployments: { "gpt@openai": { upstream: "gpt-5.5" }, "other@openai": { upstream: "other-1" } },
  },
  policy: { workloads: { tickets: { route: { candidates: ["gpt@openai"] } } } },
});

function found(text: string, path = "a.ts"): string[] {
  return analyseSource({ path, text, workloads: [], models })
    .filter(({ rule }) => /model|key/.test(rule))
    .map(({ rule, line, column, endColumn }) => `${rule} ${line}:${column}-${endColumn}`);
}

const gateway = `import { GatewayOpenAI } from "@fairlead/runtime/openai";\nconst ai = new GatewayOpenAI({ workload: "tickets" });\n`;
const call = (model: string) => `${gateway}ai.chat.completions.create({ model: "${model}" });\n`;

test.each([
  ["gpt", []],
  ["gpt-5.5", []],
  ["gpt@openai", []],
  ["auto", []],
  ["gtp", ["code.unknown-model 3:37-42"]],
  ["old", ["code.retired-model 3:37-42"]],
  ["other-1", ["code.model-not-allowed 3:37-46"]],
])("through the gateway, model %s", (model, expected) => expect(found(call(model))).toEqual(expected));

test("at the vendor, only what is retired is told", () => {
  const direct = (model: string) => `from openai import OpenAI\nOpenAI().chat.completions.create(model="${model}")\n`;
  expect(found(direct("unheard-of"), "a.py")).toEqual([]);
  expect(found(direct("old"), "a.py")).toEqual(["code.retired-model 2:40-45"]);
});

test("without a catalog nothing is said", () => {
  const none = modelKnowledge({ catalog: {}, policy: {} });
  expect(analyseSource({ path: "a.ts", text: call("x"), workloads: [], models: none }).map(({ rule }) => rule)).toEqual(
    ["code.gateway-client", "code.gateway-call"],
  );
});

// Put together here, so that no key stands in this file.
const secret = "Ab3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6lM9oR2uX";

test.each([
  ["sk-proj-", "OpenAI"],
  ["sk-ant-api03-", "Anthropic"],
  ["gsk_", "Groq"],
  ["r8_", "Replicate"],
])("a key %s… is found in any file, and its text is not repeated", (prefix, vendor) => {
  const [finding, ...others] = analyseSource({
    path: "a.ts",
    text: `\nconst k = "${prefix}${secret}";\n`,
    workloads: [],
  });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ rule: "code.api-key", line: 2, column: 12, api: `${vendor} API key` });
  expect(JSON.stringify(finding)).not.toContain(secret);
});

test.each([
  "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "sk-your-key-here-0000000000000000000000000",
  "risk-assessment-of-everything-that-there-is-1",
])("%s is none", (text) => expect(found(`const k = "${text}";\n`)).toEqual([]));
