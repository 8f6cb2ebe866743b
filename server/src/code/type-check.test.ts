import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { migrateSource } from "./index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "fairlead-types-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files: Record<string, string> = {
  "chat.ts": `import OpenAI, { type ClientOptions } from "openai";

export const shared: Pick<ClientOptions, "timeout"> = { timeout: 5000 };
export const client: OpenAI = new OpenAI({
  apiKey: process.env.OPENAI_API_KEY,
  timeout: 5000,
  defaultHeaders: { "x-team": "support" },
  fetch: async (url, init) => fetch(url, init),
});

export async function answer(text: string): Promise<OpenAI.Chat.ChatCompletionMessage | undefined> {
  try {
    const completion = await client.withOptions({ maxRetries: 0 }).chat.completions.create({
      model: "auto",
      messages: [{ role: "user", content: text }],
    });
    return completion.choices[0]?.message;
  } catch (error) {
    if (error instanceof OpenAI.RateLimitError) return undefined;
    throw error;
  }
}
`,
  "azure.ts": `import { AzureOpenAI } from "openai";

const azure = new AzureOpenAI({ endpoint: process.env.AZURE_OPENAI_ENDPOINT, apiVersion: "2024-10-21", maxRetries: 1 });

export async function* reply(): AsyncGenerator<string> {
  const stream = await azure.chat.completions.create({ model: "auto", stream: true, messages: [] });
  for await (const chunk of stream) yield chunk.choices[0]?.delta.content ?? "";
}
`,
  "subclass.ts": `import * as openai from "openai";

export class Client extends openai.OpenAI {
  constructor(key: string) {
    super({ apiKey: key, timeout: 1 });
  }
}
`,
  "bedrock.ts": `import { BedrockRuntime, BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";

const client = new BedrockRuntimeClient({ region: "eu-central-1", maxAttempts: 2 });
const aggregated = new BedrockRuntime({ region: "eu-central-1" });

export async function text(): Promise<string> {
  const { stream } = await client.send(new ConverseStreamCommand({ modelId: "auto", messages: [] }));
  let all = (await aggregated.converse({ modelId: "auto" })).stopReason ?? "";
  for await (const event of stream ?? []) all += event.contentBlockDelta?.delta?.text ?? "";
  return all;
}
`,
  "equals.cts": `import OpenAI = require("openai");
export const client = new OpenAI.OpenAI({ apiKey: "x", timeout: 1 });
export const isLimit = (error: unknown): boolean => error instanceof OpenAI.RateLimitError;
`,
  "anthropic.ts": `import Anthropic from "@anthropic-ai/sdk";

export const client: Anthropic = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY, maxRetries: 1 });

export async function answer(text: string): Promise<Anthropic.ContentBlock[]> {
  const messages: Anthropic.MessageParam[] = [{ role: "user", content: text }];
  return (await client.messages.create({ model: "auto", max_tokens: 64, messages })).content;
}
`,
  "google.ts": `import { GoogleGenAI, Type } from "@google/genai";

const ai = new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY, httpOptions: { timeout: 1000, apiVersion: "v1" } });

export const ask = async (contents: string) => {
  const config = { responseSchema: { type: Type.STRING } };
  return (await ai.models.generateContent({ model: "auto", contents, config })).text;
};
`,
  "handles.ts": `import { anthropic } from "@ai-sdk/anthropic";
import { google as gemini } from "@ai-sdk/google";
import { openai, type OpenAIProvider } from "@ai-sdk/openai";
import { generateText } from "ai";

export const providers: { openai: OpenAIProvider; claude: typeof anthropic } = { openai, claude: anthropic };
export const ask = (prompt: string) => generateText({ model: openai("gpt-5.5"), prompt });
export const others = [anthropic("claude-sonnet-5"), gemini("gemini-3-pro"), openai.chat("gpt-5.5")];
`,
  "factories.ts": `import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI, type OpenAIProviderSettings } from "@ai-sdk/openai";

const headers: OpenAIProviderSettings["headers"] = { "x-team": "support" };
export const openai = createOpenAI({ apiKey: process.env.OPENAI_API_KEY, organization: "org", headers });
export const claude = createAnthropic();
export const google = createGoogleGenerativeAI({ headers: { "x-team": "support" } });
`,
  "langchain.ts": `import { AzureChatOpenAI, AzureOpenAIEmbeddings, ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";

export const azure = new AzureChatOpenAI({ azureOpenAIApiInstanceName: "acme", azureOpenAIApiDeploymentName: "d" });
export const azureVectors = new AzureOpenAIEmbeddings({ azureOpenAIApiKey: "k", configuration: { timeout: 1 } });
const chat = new ChatOpenAI({ model: "gpt-5.5", temperature: 0, configuration: { organization: "org", timeout: 1 } });
const vectors = new OpenAIEmbeddings();
export const ask = async (text: string): Promise<string> => (await chat.invoke(text)).text;
export const embed = (text: string): Promise<number[]> => vectors.embedQuery(text);
`,
  "dynamic.mts": `export async function make() {
  const { OpenAI } = await import("openai");
  return new OpenAI({ organization: null, maxRetries: 1 });
}
export const inPlace = async () => new (await import("openai")).AzureOpenAI({ deployment: "x" });
`,
};

function typeErrors(): string {
  try {
    execFileSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-p", folder], {
      encoding: "utf8",
    });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test("what type-checks before type-checks after", () => {
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const compilerOptions = {
    ...{ module: "nodenext", target: "es2023", lib: ["es2023"], types: ["node"], customConditions: ["source"] },
    ...{ strict: true, noUnusedLocals: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true },
  };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  expect(typeErrors()).toBe("");

  for (const [name, text] of Object.entries(files)) {
    const workloads = [{ id: "support", globs: ["**"] }];
    const result = migrateSource({ path: name, text, workloads, grade: "unsafe" });
    expect(result.applied.length).toBeGreaterThan(0);
    expect(result.left).toEqual([]);
    writeFileSync(path.join(folder, name), result.text);
  }
  // The check itself must be able to fail.
  writeFileSync(
    path.join(folder, "wrong.ts"),
    'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nexport const a = new GatewayOpenAI({ apiKey: "x" });\n',
  );
  const errors = typeErrors()
    .split("\n")
    .filter((line) => /error TS/.test(line));
  expect(errors).toEqual([expect.stringMatching(/wrong\.ts.*apiKey/)]);
});
