/** The official clients against the gateway, each by nothing but its base URL, for every provider protocol behind it. */
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { GatewayBedrockRuntimeClient } from "@fairlead/runtime/bedrock";
import { GatewayOpenAI } from "@fairlead/runtime/openai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOG, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["oa", "az", "an", "br", "co"];
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({
    // Each is asked for the usage of its streams.
    catalog: CATALOG.replace(" streamUsage: false,", ""),
    policy: policyOf(PROVIDERS.map((provider) => `m@${provider}`)),
  });
});
afterAll(() => gateway.close());

const QUESTION = "What is 17 plus 25? Answer with the number only.";
const weather = {
  type: "function" as const,
  function: {
    name: "get_weather",
    description: "The weather in a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

describe.each(PROVIDERS)("in front of %s", (provider) => {
  const pinned = { "fairlead-pin": `m@${provider}` };
  const openai = () =>
    new OpenAI({
      baseURL: `${gateway.url}/v1`,
      apiKey: gateway.key,
      maxRetries: 0,
      defaultHeaders: { "fairlead-workload": "x", ...pinned },
    });
  const bedrock = () => {
    const client = new GatewayBedrockRuntimeClient({
      workload: "x",
      gatewayUrl: gateway.url,
      gatewayKey: gateway.key,
      maxAttempts: 1,
    });
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, pinned);
        return next(args);
      },
      { step: "build", name: "pin" },
    );
    return client;
  };

  test("openai, plain", async () => {
    const { data, response } = await openai()
      .chat.completions.create({ model: "m", messages: [{ role: "user", content: QUESTION }] })
      .withResponse();
    expect(data.choices[0]?.message.content).toContain("42");
    expect(data.choices[0]?.finish_reason).toBe("stop");
    expect(data.usage?.prompt_tokens).toBeGreaterThan(0);
    expect(response.headers.get("fairlead-deployment")).toBe(`m@${provider}`);
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", deployment: `m@${provider}`, usageBasis: "provider" });
    const { input = 0, output = 0 } = record?.usage ?? {};
    expect(record?.costMicroUsd).toBe((input ?? 0) + 10 * (output ?? 0));
    expect(Number(response.headers.get("fairlead-cost-usd")) * 1e6).toBeCloseTo(record?.costMicroUsd ?? -1, 3);
  });

  test.each([true, false])("openai, streaming, usage asked for: %s", async (include_usage) => {
    const stream = await openai().chat.completions.create({
      model: "m",
      messages: [{ role: "user", content: QUESTION }],
      stream: true,
      ...(include_usage ? { stream_options: { include_usage } } : {}),
    });
    let text = "";
    let finish: string | null | undefined;
    let usage: unknown;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
      if (chunk.usage) usage = chunk.usage;
    }
    expect(text).toContain("42");
    expect(finish).toBe("stop");
    expect(usage !== undefined).toBe(include_usage);
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", deployment: `m@${provider}`, stream: true });
    // The gateway asks for it, whether the caller does or not.
    expect(record?.usageBasis).toBe("provider");
    expect(record?.costMicroUsd).toBeGreaterThan(0);
  });

  test("openai, a tool call and its result, plain and streaming", async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Use the tool: weather in Oslo?" }];
    const first = await openai().chat.completions.create({
      model: "m",
      messages,
      tools: [weather],
      tool_choice: "required",
    });
    const call = first.choices[0]?.message.tool_calls?.[0];
    if (call?.type !== "function") throw new Error("no tool call");
    expect(call.function.name).toBe("get_weather");
    expect(JSON.parse(call.function.arguments)).toHaveProperty("city");
    expect(first.choices[0]?.finish_reason).toBe("tool_calls");
    const second = await openai().chat.completions.create({
      model: "m",
      tools: [weather],
      messages: [
        ...messages,
        { role: "assistant", tool_calls: [call] },
        { role: "tool", tool_call_id: call.id, content: '{"degrees":4}' },
      ],
    });
    expect(second.choices[0]?.finish_reason).toBe("stop");
    const runner = openai().chat.completions.stream({
      model: "m",
      messages,
      tools: [weather],
      tool_choice: "required",
    });
    const streamed = (await runner.finalChatCompletion()).choices[0]?.message.tool_calls?.[0];
    expect(streamed?.type === "function" && JSON.parse(streamed.function.arguments)).toHaveProperty("city");
  });

  test("Bedrock, Converse", async () => {
    const answer = await bedrock().send(
      new ConverseCommand({
        modelId: "m",
        messages: [{ role: "user", content: [{ text: QUESTION }] }],
        inferenceConfig: { maxTokens: 50 },
      }),
    );
    expect(answer.output?.message?.content?.[0]?.text).toContain("42");
    expect(answer.stopReason).toBe("end_turn");
    expect(answer.usage?.outputTokens).toBeGreaterThan(0);
  });

  test("Bedrock, ConverseStream", async () => {
    const answer = await bedrock().send(
      new ConverseStreamCommand({ modelId: "m", messages: [{ role: "user", content: [{ text: QUESTION }] }] }),
    );
    let text = "";
    let stop: string | undefined;
    for await (const event of answer.stream ?? []) {
      text += event.contentBlockDelta?.delta?.text ?? "";
      stop = event.messageStop?.stopReason ?? stop;
    }
    expect(text).toContain("42");
    expect(stop).toBe("end_turn");
  });
});

test("the AWS SDK's own client, over its own HTTP/2, with the gateway's key as Bedrock API key", async () => {
  const client = new BedrockRuntimeClient({
    endpoint: gateway.url,
    region: "eu-central-1",
    token: { token: await gateway.addKey({ defaultWorkload: "x" }) },
    authSchemePreference: ["httpBearerAuth"],
    maxAttempts: 1,
  });
  const input = { modelId: "eu.vendor.m-v1:0", messages: [{ role: "user" as const, content: [{ text: QUESTION }] }] };
  const plain = await client.send(new ConverseCommand(input));
  expect(plain.output?.message?.content?.[0]?.text).toContain("42");
  const { stream } = await client.send(new ConverseStreamCommand(input));
  let text = "";
  for await (const event of stream ?? []) text += event.contentBlockDelta?.delta?.text ?? "";
  expect(text).toContain("42");
  client.destroy();
});

test("the AWS SDK with AWS credentials is told what to use instead", async () => {
  const client = new BedrockRuntimeClient({
    endpoint: gateway.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  });
  await expect(client.send(new ConverseCommand({ modelId: "m", messages: [] }))).rejects.toThrow(
    /GatewayBedrockRuntimeClient/,
  );
  client.destroy();
});

test("GatewayOpenAI needs nothing but the workload and the gateway", async () => {
  const client = new GatewayOpenAI({ workload: "x", gatewayUrl: gateway.url, gatewayKey: gateway.key });
  const answer = await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: QUESTION }] });
  expect(answer.choices[0]?.message.content).toContain("42");
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["m"]);
});

test("an error reaches the OpenAI client with its stable code, and is not retried", async () => {
  const client = new OpenAI({
    baseURL: `${gateway.url}/v1`,
    apiKey: gateway.key,
    maxRetries: 2,
    defaultHeaders: { "fairlead-workload": "nobody" },
  });
  const error = await client.chat.completions
    .create({ model: "m", messages: [{ role: "user", content: "hi" }] })
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OpenAI.BadRequestError);
  expect(error).toMatchObject({ code: "request.unknown-workload", status: 400 });
});
