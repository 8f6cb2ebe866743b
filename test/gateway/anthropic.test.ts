/** Callers that speak Anthropic's Messages, by its official client, for every provider protocol behind the gateway. */
import { createAnthropic } from "@ai-sdk/anthropic";
import Anthropic from "@anthropic-ai/sdk";
import { GatewayAnthropic } from "@fairlead/runtime/anthropic";
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["an", "oa", "az", "br", "co", "ge"];
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ policy: policyOf(PROVIDERS.map((provider) => `m@${provider}`)) });
});
afterAll(async () => {
  expect(gateway.faults).toEqual([]);
  await gateway.close();
});

const QUESTION = "What is 17 plus 25? Answer with the number only.";
const ask = { model: "m", max_tokens: 50, messages: [{ role: "user" as const, content: QUESTION }] };
const weather: Anthropic.Tool = {
  name: "get_weather",
  description: "The weather in a city",
  input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

function clientOf(headers: Record<string, string> = {}): GatewayAnthropic {
  return new GatewayAnthropic({
    workload: "x",
    gatewayUrl: gateway.url,
    gatewayKey: gateway.key,
    maxRetries: 0,
    defaultHeaders: headers,
  });
}

describe.each(PROVIDERS)("in front of %s", (provider) => {
  const client = () => clientOf({ "fairlead-pin": `m@${provider}` });

  test("plain", async () => {
    const { data, response } = await client().messages.create(ask).withResponse();
    expect(data).toMatchObject({ type: "message", role: "assistant", stop_reason: "end_turn" });
    expect(data.content).toMatchObject([{ type: "text", text: expect.stringContaining("42") }]);
    expect(data.usage.input_tokens).toBeGreaterThan(0);
    expect(response.headers.get("fairlead-deployment")).toBe(`m@${provider}`);
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", protocol: "anthropic-messages", usageBasis: "provider" });
    expect(record?.costMicroUsd).toBe(data.usage.input_tokens + 10 * data.usage.output_tokens);
  });

  test("streaming", async () => {
    const stream = client().messages.stream(ask);
    let text = "";
    stream.on("text", (piece) => {
      text += piece;
    });
    const message = await stream.finalMessage();
    expect(text).toContain("42");
    expect(message).toMatchObject({ stop_reason: "end_turn", content: [{ type: "text", text }] });
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", stream: true });
    if (provider !== "co") expect(message.usage.output_tokens).toBe(record?.usage?.output);
  });

  test("a tool call and its result, plain and streaming", async () => {
    const messages: Anthropic.MessageParam[] = [{ role: "user", content: "Use the tool: weather in Oslo?" }];
    const asked = { ...ask, messages, tools: [weather], tool_choice: { type: "any" as const } };
    const first = await client().messages.create(asked);
    expect(first.stop_reason).toBe("tool_use");
    const call = first.content.find((block) => block.type === "tool_use");
    expect(call).toMatchObject({ name: "get_weather", input: { city: expect.any(String) } });
    const result = { type: "tool_result" as const, tool_use_id: call?.id ?? "", content: "4 degrees" };
    const second = await client().messages.create({
      ...ask,
      tools: [weather],
      messages: [
        ...messages,
        { role: "assistant", content: first.content as Anthropic.ContentBlockParam[] },
        { role: "user", content: [result, { type: "text", text: QUESTION }] },
      ],
    });
    expect(second.stop_reason).toBe("end_turn");
    const streamed = await client().messages.stream(asked).finalMessage();
    expect(streamed.content.find((block) => block.type === "tool_use")).toMatchObject({
      input: { city: expect.any(String) },
    });
  });
});

test.each(PROVIDERS)("an answer by a schema, parsed by the client, from %s", async (provider) => {
  const schema = {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  };
  const message = await clientOf({ "fairlead-pin": `m@${provider}` }).messages.parse({
    ...ask,
    messages: [{ role: "user", content: "Extract the city: I live in Oslo." }],
    output_config: { format: { type: "json_schema", schema } },
  });
  const text = message.content.find((block) => block.type === "text")?.text ?? "";
  expect(JSON.parse(text)).toEqual({ city: expect.any(String) });
});

test("another protocol's caller is answered by Anthropic", async () => {
  const pinned = { "fairlead-pin": "m@an" };
  const plain = await chat(gateway, { messages: ask.messages }, pinned);
  expect(plain.json.choices[0].message.content).toContain("42");
  const stream = await chat(gateway, { messages: ask.messages, stream: true }, pinned);
  expect(stream.text).toContain("data: [DONE]");
});

test("the vendor's own client needs nothing but the base URL and a key, wherever it puts that", async () => {
  const key = await gateway.addKey({ defaultWorkload: "x" });
  const client = new Anthropic({ baseURL: gateway.url, apiKey: key, maxRetries: 0 });
  expect((await client.messages.create(ask)).content).toMatchObject([{ text: expect.stringContaining("42") }]);
  const answer = await send(gateway, "/v1/messages", {
    method: "POST",
    headers: { authorization: "", "x-api-key": key },
    body: JSON.stringify(ask),
  });
  expect(answer.status).toBe(200);
});

describe("counting tokens", () => {
  const { max_tokens: _, ...message } = ask;

  test("is Anthropic's, free of charge, and on record", async () => {
    const { data, response } = await clientOf().messages.countTokens(message).withResponse();
    expect(data.input_tokens).toBeGreaterThan(0);
    expect(response.headers.get("fairlead-deployment")).toBe("m@an");
    const [record] = await gateway.records();
    expect(record).toMatchObject({ protocol: "anthropic-count-tokens", outcome: "served", costMicroUsd: 0 });
  });

  test("never leaves the allowed set: where only others may answer, nobody is asked", async () => {
    const before = gateway.simulator.counts();
    const error = await clientOf({ "fairlead-pin": "m@br" })
      .messages.countTokens(message)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error).toMatchObject({ errorCode: "request.untranslatable" });
    expect(gateway.simulator.counts()).toEqual(before);
  });
});

describe("what goes wrong is told in Anthropic's own form", () => {
  /** A workload of its own: nothing that fails here may spoil the health that others see. */
  async function withGateway(
    candidates: readonly string[],
    run: (other: TestGateway, client: GatewayAnthropic) => Promise<void>,
    more = "",
  ): Promise<void> {
    const other = await startTestGateway({ policy: policyOf(candidates, more) });
    try {
      const options = { workload: "x", gatewayUrl: other.url, gatewayKey: other.key };
      await run(other, new GatewayAnthropic({ ...options, maxRetries: 2 }));
    } finally {
      await other.close();
    }
  }
  const caught = (promise: PromiseLike<unknown>): Promise<unknown> =>
    Promise.resolve(promise).then(
      () => undefined,
      (error: unknown) => error,
    );

  test.each(["an", "oa", "br"])("a stream of %s that breaks after its beginning ends in an error event", async (id) => {
    await withGateway([`m@${id}`], async (other, client) => {
      other.simulator.setProfile(id, { outputTokens: 20 });
      other.simulator.setFault(id, { kind: "error-in-stream", afterTokens: 3 });
      const seen: string[] = [];
      const error = await caught(
        (async () => {
          for await (const event of await client.messages.create({ ...ask, stream: true })) seen.push(event.type);
        })(),
      );
      expect(error).toBeInstanceOf(Anthropic.APIError);
      expect(error).toMatchObject({ type: "api_error", errorCode: "upstream.cut" });
      expect(seen).toContain("content_block_delta");
      expect(seen).not.toContain("message_stop");
      const [record] = await other.records();
      expect(record).toMatchObject({ outcome: "upstream.cut", usageBasis: "estimate" });
      expect(record?.usage?.output).toBeGreaterThanOrEqual(3);
    });
  });

  test("before its first content another provider of another protocol takes over", async () => {
    await withGateway(["m@an", "m@br"], async (other, client) => {
      other.simulator.setFault("an", { kind: "http-529" });
      const message = await client.messages.stream(ask).finalMessage();
      expect(message.content).toMatchObject([{ text: expect.stringContaining("42") }]);
      const [record] = await other.records();
      expect(record?.attempts.map(({ deployment, outcome }) => [deployment, outcome])).toEqual([
        ["m@an", "failed"],
        ["m@br", "ok"],
      ]);
    });
  });

  test("a provider's wrong key is not the caller's, and is not tried again by its client", async () => {
    await withGateway(["m@an"], async (other, client) => {
      other.simulator.setFault("an", { kind: "http-401" });
      const error = await caught(client.messages.create(ask));
      expect(error).toMatchObject({ status: 502, type: "api_error", errorCode: "upstream.credentials" });
      expect((error as InstanceType<typeof Anthropic.APIError>).requestID).toMatch(/^dec_/);
      expect(await other.records()).toHaveLength(1);
    });
  });

  test("a budget that is spent", async () => {
    const budget = "budgets:\n  day: { scope: { businessUnit: sales }, limit: 0.000001 USD, window: day }\n";
    await withGateway(
      ["m@an"],
      async (_other, client) => {
        const error = await caught(client.messages.create(ask));
        expect(error).toBeInstanceOf(Anthropic.RateLimitError);
        expect(error).toMatchObject({ type: "rate_limit_error", errorCode: "budget.exhausted" });
      },
      budget,
    );
  });

  test("a caller that leaves: the provider is told, and what was made is billed", async () => {
    await withGateway(["m@an"], async (other, client) => {
      other.simulator.setProfile("an", { outputTokens: 100, tokensPerSecond: 5 });
      const stream = await client.messages.create({ ...ask, max_tokens: 100, stream: true });
      for await (const event of stream) if (event.type === "content_block_delta") break;
      stream.controller.abort();
      await expect.poll(async () => (await other.records())[0]?.outcome).toBe("caller.left");
      const [record] = await other.records();
      expect(record?.usageBasis).toBe("estimate");
      expect(record?.usage?.input).toBeGreaterThan(0);
      await expect.poll(() => other.simulator.counts()[0]?.cancelled).toBe(1);
    });
  });

  test.each<[body: Record<string, unknown>, path: string]>([
    [{ service_tier: "priority" }, "/service_tier"],
    [{ speed: "fast" }, "/speed"],
    [{ inference_geo: "us" }, "/inference_geo"],
    [{ fallbacks: "default" }, "/fallbacks"],
    [{ container: "c" }, "/container"],
    [{ mcp_servers: [{ type: "url", url: "https://x" }] }, "/mcp_servers"],
    [{ context_management: { edits: [{ type: "compact_20260112" }] } }, "/context_management"],
    [{ tools: [{ type: "web_search_20250305", name: "web_search" }] }, "/tools/0"],
    [{ tools: [{ type: "code_execution_20260120", name: "code_execution" }] }, "/tools/0"],
    [
      { messages: [{ role: "user", content: [{ type: "document", source: { type: "file", file_id: "f" } }] }] },
      "/messages/0/content/0",
    ],
  ])("what the catalog does not price: %j", async (body, path) => {
    const error = await caught(clientOf().beta.messages.create({ ...ask, ...body } as typeof ask));
    expect(error).toMatchObject({ status: 400, errorCode: "request.unpriced-extra", details: { path } });
  });

  test("it is taken out where the policy says so, but not what makes it another request", async () => {
    await withGateway(
      ["m@an"],
      async (_other, client) => {
        const priority = { ...ask, service_tier: "priority" as never, speed: "fast" as const };
        const { response } = await client.messages.create(priority).withResponse();
        expect(response.headers.get("fairlead-stripped")).toBe("/service_tier, /speed");
        const within = { ...ask, container: "c" as never };
        expect(await caught(client.messages.create(within))).toMatchObject({ errorCode: "request.unpriced-extra" });
      },
      "defaults: { extras: strip }\n",
    );
  });

  test.each<Record<string, unknown>>([
    { service_tier: "auto" },
    { service_tier: "standard_only" },
    { context_management: { edits: [{ type: "clear_tool_uses_20250919" }] } },
    { tools: [{ type: "bash_20250124", name: "bash" }] },
    { metadata: { user_id: "u" } },
  ])("what costs nothing passes: %j", async (body) => {
    const pinned = clientOf({ "fairlead-pin": "m@an" });
    await pinned.messages.create({ ...ask, ...body } as typeof ask);
  });

  test("paths that are not served, and bodies that are none", async () => {
    const files = await caught(clientOf().get("/v1/files"));
    expect(files).toBeInstanceOf(Anthropic.NotFoundError);
    expect(files).toMatchObject({ type: "not_found_error", errorCode: "request.unknown-route" });
    const batches = await send(gateway, "/v1/messages/batches", { method: "POST", body: "{}" });
    expect([batches.status, batches.json.error.details.error_code]).toEqual([404, "request.unknown-route"]);
    const broken = await send(gateway, "/v1/messages", { method: "POST", body: "{" });
    expect([broken.status, broken.json.type, broken.json.error.type]).toEqual([400, "error", "invalid_request_error"]);
    const keyless = await fetch(`${gateway.url}/v1/messages`, { method: "POST", body: JSON.stringify(ask) });
    const told = (await keyless.json()) as { error: { type: string } };
    expect([keyless.status, told.error.type]).toEqual([401, "authentication_error"]);
  });
});

test("models, in the form that Anthropic's client reads", async () => {
  const listed: string[] = [];
  for await (const { id } of clientOf().models.list()) listed.push(id);
  expect(listed).toEqual(["m"]);
  expect(await clientOf().models.retrieve("m")).toMatchObject({ type: "model", id: "m" });
  await expect(clientOf().models.retrieve("other")).rejects.toBeInstanceOf(Anthropic.NotFoundError);
});

describe.each(PROVIDERS)("the AI SDK's Anthropic in front of %s", (provider) => {
  const settings = () => {
    const headers = { "fairlead-workload": "x", "fairlead-pin": `m@${provider}` };
    const anthropic = createAnthropic({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, headers });
    return { model: anthropic("claude-sonnet-5"), maxRetries: 0, maxOutputTokens: 100 };
  };

  test("text, a stream, a tool that is run, an object", async () => {
    const { text, finishReason } = await generateText({ ...settings(), prompt: QUESTION });
    expect([text, finishReason]).toEqual([expect.stringContaining("42"), "stop"]);
    const stream = streamText({ ...settings(), prompt: QUESTION });
    expect(await stream.text).toContain("42");
    expect((await stream.usage).outputTokens).toBeGreaterThan(0);
    const schema = jsonSchema<{ city: string }>({
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    });
    const get_weather = tool({
      description: "The weather in a city",
      inputSchema: schema,
      execute: async (input) => ({ ...input, degrees: 4 }),
    });
    const run = await generateText({
      ...settings(),
      tools: { get_weather },
      toolChoice: { type: "tool", toolName: "get_weather" },
      stopWhen: stepCountIs(2),
      prompt: "Weather in Oslo?",
    });
    expect(run.steps[0]?.toolResults[0]).toMatchObject({ toolName: "get_weather", output: { degrees: 4 } });
    const { output } = await generateText({
      ...settings(),
      output: Output.object({ schema }),
      prompt: "Extract the city: I live in Oslo.",
    });
    expect(output).toEqual({ city: expect.any(String) });
  });
});
