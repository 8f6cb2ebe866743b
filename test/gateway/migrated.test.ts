/** Migrated code gives through a gateway what it gave before: real clients in a process of their own, before and after. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { migrateSource } from "@fairlead/language-server/code";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "./harness.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-migrated-"));
const workloads = ["oa", "an", "ge", "br"].map((id) => ({ id, globs: [`${id}-*`] }));

const ASK = '"What is 17 plus 25? Answer with the number only."';

/** Each is a module whose default export asks, and gives back what does not change from one call to the next. */
const programs: Record<string, string> = {
  "oa-chat.ts": `import OpenAI from "openai";
const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, maxRetries: 0 });
export default async () => {
  const { choices, usage } = await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: ${ASK} }] });
  return [choices[0]?.message.content, choices[0]?.finish_reason, usage?.prompt_tokens];
};
`,
  "oa-stream.ts": `import { OpenAI as Vendor } from "openai";
class Own extends Vendor {}
const client = new Own({ apiKey: "k" });
export default async () => {
  const stream = client.responses.stream({ model: "m", input: ${ASK} });
  return (await stream.finalResponse()).output_text;
};
`,
  "oa-embeddings.cjs": `const { OpenAI } = require("openai");
const client = new OpenAI();
module.exports = async () => {
  const { data } = await client.embeddings.create({ model: "e", input: ["one", "two"] });
  return data.map(({ embedding }) => [embedding.length, embedding[0]]);
};
`,
  "an-messages.ts": `import Anthropic from "@anthropic-ai/sdk";
const client = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });
const messages: Anthropic.MessageParam[] = [{ role: "user", content: ${ASK} }];
export default async () => {
  const { content, stop_reason } = await client.messages.create({ model: "m", max_tokens: 64, messages });
  const streamed = await client.messages.stream({ model: "m", max_tokens: 64, messages }).finalText();
  return [content, stop_reason, streamed];
};
`,
  "ge-generate.mjs": `const { GoogleGenAI } = await import("@google/genai");
const ai = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY });
export default async () => {
  const { text, usageMetadata } = await ai.models.generateContent({ model: "m", contents: ${ASK} });
  const chat = ai.chats.create({ model: "m" });
  return [text, usageMetadata.promptTokenCount, (await chat.sendMessage({ message: ${ASK} })).text];
};
`,
  "br-converse.ts": `import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
const client = new BedrockRuntimeClient({ region: "eu-central-1", maxAttempts: 1 });
export default async () => {
  const messages = [{ role: "user" as const, content: [{ text: ${ASK} }] }];
  const { output, stopReason } = await client.send(new ConverseCommand({ modelId: "m", messages }));
  return [output?.message?.content, stopReason];
};
`,
  "oa-handle.ts": `import { embed, generateText } from "ai";
import { openai } from "@ai-sdk/openai";

export default async () => {
  const { text, finishReason } = await generateText({ model: openai("m"), prompt: ${ASK} });
  const chat = await generateText({ model: openai.chat("m"), prompt: ${ASK} });
  const { embedding } = await embed({ model: openai.textEmbeddingModel("e"), value: "one" });
  return [text, finishReason, chat.text, embedding.length];
};
`,
  "oa-langchain.ts": `import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
const model = new ChatOpenAI({ model: "m", temperature: 0, apiKey: "k" });
const vectors = new OpenAIEmbeddings({ model: "e" });
export default async () => [(await model.invoke(${ASK})).text, (await vectors.embedQuery("one")).length];
`,
  "oa-azure-langchain.ts": `import { AzureChatOpenAI } from "@langchain/openai";
const model = new AzureChatOpenAI({ azureOpenAIApiDeploymentName: "m", azureOpenAIApiVersion: "2024-10-21" });
export default async () => {
  const streamed = [];
  for await (const chunk of await model.stream(${ASK})) streamed.push(chunk.text);
  return [(await model.invoke(${ASK})).text, streamed.join("")];
};
`,
  "an-handle.ts": `import { streamText } from "ai";
import { anthropic } from "@ai-sdk/anthropic";
export default async () => streamText({ model: anthropic("m"), prompt: ${ASK} }).text;
`,
  "ge-handle.ts": `import { generateText } from "ai";
import { google } from "@ai-sdk/google";
export default async () => (await generateText({ model: google("m"), prompt: ${ASK} })).text;
`,
};

const DRIVER = `import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
const [clients, names, environments] = JSON.parse(process.argv[2]);
const own = "@fairlead/runtime/";
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith(own)
      ? { url: clients + specifier.slice(own.length) + ".ts", shortCircuit: true }
      : next(specifier, context),
});
const results = {};
for (const name of names) {
  Object.assign(process.env, environments[name] ?? {});
  try {
    const loaded = await import(pathToFileURL(name));
    results[name] = await loaded.default();
  } catch (error) {
    results[name] = { error: String(error?.stack ?? error) };
  }
}
process.stdout.write(JSON.stringify(results));
process.exit(0);
`;

const POLICY = `
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: { owner: sales } }
workloads:
  oa: { businessUnit: sales, sensitivity: public, route: { candidates: [m@oa, e@oa] } }
  an: { businessUnit: sales, sensitivity: public, route: { candidates: [m@an] } }
  ge: { businessUnit: sales, sensitivity: public, route: { candidates: [m@ge] } }
  br: { businessUnit: sales, sensitivity: public, route: { candidates: [m@br] } }
`;
const data = "data: { retentionDays: 0, training: false, maxSensitivity: confidential }";
const CATALOG = `
apiVersion: fairlead/v1
kind: Catalog
providers:
  oa: { adapter: openai, jurisdiction: us, credentials: { env: OA } }
  an: { adapter: anthropic, jurisdiction: us, credentials: { env: AN } }
  ge: { adapter: gemini, jurisdiction: us, credentials: { env: GE } }
  br: { adapter: bedrock, jurisdiction: eu, region: eu-central-1, credentials: { chain: aws } }
models:
  m: { supplier: acme, capabilities: [chat, tools, structured-output], contextWindow: 100000, maxOutputTokens: 8000 }
  e: { supplier: acme, capabilities: [embeddings], contextWindow: 8000 }
deployments:
  m@oa: { upstream: m, price: { input: 1, output: 10 }, ${data} }
  m@an: { upstream: m, price: { input: 1, output: 10 }, ${data} }
  m@ge: { upstream: m, price: { input: 1, output: 10 }, ${data} }
  m@br: { upstream: m, price: { input: 1, output: 10 }, ${data} }
  e@oa: { upstream: e, price: { input: 1, output: 0 }, ${data} }
`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ catalog: CATALOG, policy: POLICY });
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What each program gives, run in a process that knows nothing but these variables. */
async function run(
  kind: string,
  texts: Record<string, string>,
  environments: Record<string, Record<string, string>>,
): Promise<Record<string, unknown>> {
  const own = path.join(folder, kind);
  mkdirSync(own);
  symlinkSync(path.join(root, "node_modules"), path.join(own, "node_modules"));
  writeFileSync(path.join(own, "package.json"), '{ "type": "module" }');
  writeFileSync(path.join(own, "driver.mjs"), DRIVER);
  for (const [name, code] of Object.entries(texts)) writeFileSync(path.join(own, name), code);
  const clients = pathToFileURL(path.join(root, "runtime/src/client/")).href;
  const given = JSON.stringify([clients, Object.keys(texts), environments]);
  const child = spawn(process.execPath, ["driver.mjs", given], {
    ...{ cwd: own, env: { PATH: process.env.PATH } },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === "") throw new Error(errors);
  return JSON.parse(out) as Record<string, unknown>;
}

test("every migrated call gives what the direct one gave", async () => {
  const { simulator, url, key } = gateway;
  const keys = { OPENAI_API_KEY: "k", ANTHROPIC_API_KEY: "k", GEMINI_API_KEY: "k" };
  const vendors = {
    ...keys,
    OPENAI_BASE_URL: `${simulator.url}/oa/v1`,
    ANTHROPIC_BASE_URL: `${simulator.url}/an`,
    GOOGLE_GEMINI_BASE_URL: `${simulator.url}/ge`,
    AZURE_OPENAI_API_KEY: "k",
    AZURE_OPENAI_BASE_PATH: `${simulator.url}/oa/openai/deployments`,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${simulator.url}/br`,
    AWS_BEARER_TOKEN_BEDROCK: "k",
  };
  const migrated: Record<string, string> = {};
  for (const [name, code] of Object.entries(programs)) {
    const result = migrateSource({ path: name, text: code, workloads, grade: "unsafe", calledElsewhere: [] });
    expect(result.left, name).toEqual([]);
    expect(result.applied.length, name).toBeGreaterThan(0);
    migrated[name] = result.text;
  }
  // Google's provider of the AI SDK takes no other address from the environment.
  const { "ge-handle.ts": _google, ...direct } = programs;
  const environments = Object.fromEntries(Object.keys(programs).map((name) => [name, vendors]));
  // The AI SDK's own variable holds the version too.
  environments["an-handle.ts"] = { ...vendors, ANTHROPIC_BASE_URL: `${simulator.url}/an/v1` };
  const own = Object.fromEntries(Object.keys(programs).map((name) => [name, { FAIRLEAD_URL: url, FAIRLEAD_KEY: key }]));
  const [before, after] = await Promise.all([run("direct", direct, environments), run("migrated", migrated, own)]);
  expect(JSON.stringify(before)).not.toContain('"error"');
  expect(after).toEqual({ ...before, "ge-handle.ts": expect.stringContaining("42") });
  expect(JSON.stringify(before)).toContain("42");
  const records = await gateway.records();
  expect(new Set(records.map(({ workload }) => workload))).toEqual(new Set(["oa", "an", "ge", "br"]));
  expect(records.every(({ outcome }) => outcome === "served")).toBe(true);
});
