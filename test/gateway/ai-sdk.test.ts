/** The AI SDK, which speaks Responses where it is given nothing but a model, through the gateway. */
import { createOpenAI } from "@ai-sdk/openai";
import { embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "./harness.ts";

const CATALOG = `
apiVersion: fairlead/v1
kind: Catalog
providers:
  oa: { adapter: openai, jurisdiction: us, credentials: { env: OA } }
  br: { adapter: bedrock, jurisdiction: eu, region: eu-central-1, credentials: { chain: aws } }
models:
  m: { supplier: acme, capabilities: [chat, tools, structured-output], contextWindow: 100000, maxOutputTokens: 8000 }
  e: { supplier: acme, capabilities: [embeddings], contextWindow: 8000 }
deployments:
  m@oa: { upstream: m-oa, price: { input: 1, output: 10 }, data: &open { retentionDays: 0, training: false, maxSensitivity: confidential } }
  m@br: { upstream: vendor.m-v1:0, price: { input: 1, output: 10 }, data: *open }
  e@oa: { upstream: e-oa, price: { input: 1, output: 0 }, data: *open }
`;
const POLICY = `
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: { owner: sales } }
workloads:
  x: { businessUnit: sales, sensitivity: public, maxOutputTokens: 200, route: { candidates: [m@oa, m@br] } }
  v: { businessUnit: sales, sensitivity: public, needs: { capabilities: [embeddings] }, route: { candidates: [e@oa] } }
`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ catalog: CATALOG, policy: POLICY });
});
afterAll(() => gateway.close());

const weather = tool({
  description: "The weather in a city",
  inputSchema: jsonSchema<{ city: string }>({
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  }),
  execute: async ({ city }) => ({ city, degrees: 4 }),
});

describe.each(["oa", "br"])("in front of %s", (provider) => {
  const openai = () =>
    createOpenAI({
      baseURL: `${gateway.url}/v1`,
      apiKey: gateway.key,
      headers: { "fairlead-workload": "x", "fairlead-pin": `m@${provider}` },
    });
  const settings = () => ({ model: openai()("m"), maxRetries: 0 });

  test("generateText", async () => {
    const { text, usage, finishReason } = await generateText({ ...settings(), prompt: "What is 17 plus 25?" });
    expect(text).toContain("42");
    expect(finishReason).toBe("stop");
    const [record] = await gateway.records();
    expect(record).toMatchObject({ protocol: "openai-responses", deployment: `m@${provider}` });
    expect(usage.outputTokens).toBe(record?.usage?.output);
  });

  test("streamText", async () => {
    const result = streamText({ ...settings(), prompt: "What is 17 plus 25?" });
    let text = "";
    for await (const piece of result.textStream) text += piece;
    expect(text).toContain("42");
    expect(await result.finishReason).toBe("stop");
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
  });

  test("a loop with a tool", async () => {
    const { steps, text } = await generateText({
      ...settings(),
      tools: { get_weather: weather },
      stopWhen: stepCountIs(3),
      prompt: "Use the tool: weather in Oslo?",
    });
    expect(steps[0]?.toolResults).toMatchObject([{ toolName: "get_weather", output: { degrees: 4 } }]);
    expect(steps.length).toBeGreaterThan(1);
    expect(text).not.toBe("");
  });

  test("a conversation goes on, as the SDK is told that nothing is kept", async () => {
    const providerOptions = { openai: { store: false } };
    const first = await generateText({ ...settings(), providerOptions, prompt: "What is 17 plus 25?" });
    const { text } = await generateText({
      ...settings(),
      providerOptions,
      messages: [
        { role: "user", content: "What is 17 plus 25?" },
        ...first.response.messages,
        { role: "user", content: "What is 2 plus 3?" },
      ],
    });
    expect(text).toContain("5");
  });

  test("an object by a schema", async () => {
    const schema = jsonSchema<{ name: string; age: number }>({
      type: "object",
      properties: { name: { type: "string" }, age: { type: "integer" } },
      required: ["name", "age"],
      additionalProperties: false,
    });
    const { output } = await generateText({
      ...settings(),
      output: Output.object({ schema }),
      prompt: "Extract the person as JSON: Ada Lovelace is 36.",
    });
    expect(output).toEqual({ name: expect.any(String), age: expect.any(Number) });
  });
});

test("embedMany", async () => {
  const openai = createOpenAI({
    baseURL: `${gateway.url}/v1`,
    apiKey: gateway.key,
    headers: { "fairlead-workload": "v" },
  });
  const { embeddings, usage } = await embedMany({
    model: openai.embedding("e"),
    values: ["one parcel", "two parcels"],
  });
  expect(embeddings).toHaveLength(2);
  const [record] = await gateway.records();
  expect(record).toMatchObject({ protocol: "openai-embeddings", usage: { input: usage.tokens, output: 0 } });
});
