/** OpenAI's client speaking Responses through the gateway, for every provider protocol behind it. */
import { GatewayOpenAI } from "@fairlead/runtime/openai";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CATALOG, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["oa", "az", "an", "br", "co"];
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ policy: policyOf(PROVIDERS.map((provider) => `m@${provider}`)) });
});
afterEach(() => {
  for (const provider of PROVIDERS) gateway.simulator.setFault(provider);
});
afterAll(() => gateway.close());

const QUESTION = "What is 17 plus 25? Answer with the number only.";
const weather: OpenAI.Responses.FunctionTool = {
  type: "function",
  name: "get_weather",
  description: "The weather in a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  strict: true,
};
const person = {
  type: "json_schema" as const,
  name: "person",
  strict: true,
  schema: {
    type: "object",
    properties: { name: { type: "string" }, age: { type: "integer" } },
    required: ["name", "age"],
    additionalProperties: false,
  },
};

const client = (headers: Record<string, string> = {}) =>
  new GatewayOpenAI({
    workload: "x",
    gatewayUrl: gateway.url,
    gatewayKey: gateway.key,
    maxRetries: 0,
    defaultHeaders: headers,
  });
const respond = (body: object, headers: Record<string, string> = {}) =>
  send(gateway, "/v1/responses", {
    method: "POST",
    headers: { "content-type": "application/json", "fairlead-workload": "x", ...headers },
    body: JSON.stringify({ model: "m", input: QUESTION, ...body }),
  });

describe.each(PROVIDERS)("in front of %s", (provider) => {
  const openai = () => client({ "fairlead-pin": `m@${provider}` });

  test("plain", async () => {
    const { data, response } = await openai()
      .responses.create({ model: "m", instructions: "Be brief.", input: QUESTION })
      .withResponse();
    expect(data.output_text).toContain("42");
    expect(data).toMatchObject({ object: "response", status: "completed" });
    expect(data.usage?.input_tokens).toBeGreaterThan(0);
    expect(response.headers.get("fairlead-deployment")).toBe(`m@${provider}`);
    const [record] = await gateway.records();
    const { input = 0, output = 0 } = record?.usage ?? {};
    expect(record).toMatchObject({ outcome: "served", protocol: "openai-responses", usageBasis: "provider" });
    expect(record?.costMicroUsd).toBe((input ?? 0) + 10 * (output ?? 0));
  });

  test("streaming, each event in its place", async () => {
    const runner = openai().responses.stream({ model: "m", input: [{ role: "user", content: QUESTION }] });
    const types: string[] = [];
    let text = "";
    let next = 0;
    for await (const event of runner) {
      types.push(event.type);
      expect(event.sequence_number).toBe(next);
      next += 1;
      if (event.type === "response.output_text.delta") text += event.delta;
    }
    expect(types[0]).toBe("response.created");
    expect(types.at(-1)).toBe("response.completed");
    expect(text).toContain("42");
    const final = await runner.finalResponse();
    expect(final.output_text).toBe(text);
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", stream: true });
    // The compatible host does not report usage on the streams that it is asked for: the caller is told none.
    if (provider !== "co") expect(final.usage?.output_tokens).toBe(record?.usage?.output);
  });

  test("a call and its result, plain and streaming", async () => {
    const input: OpenAI.Responses.ResponseInput = [{ role: "user", content: "Use the tool: weather in Oslo?" }];
    const settings = { model: "m", tools: [weather], tool_choice: "required" as const };
    const first = await openai().responses.create({ ...settings, input });
    const call = first.output.find((item) => item.type === "function_call");
    expect(call?.name).toBe("get_weather");
    expect(JSON.parse(call?.arguments ?? "")).toHaveProperty("city");
    const result = { type: "function_call_output" as const, call_id: call?.call_id ?? "", output: '{"degrees":4}' };
    const second = await openai().responses.create({
      model: "m",
      tools: [weather],
      input: [...input, ...(first.output as OpenAI.Responses.ResponseInput), result],
    });
    expect(second.status).toBe("completed");
    expect(second.output_text).not.toBe("");
    const streamed = await openai()
      .responses.stream({ ...settings, input })
      .finalResponse();
    const again = streamed.output.find((item) => item.type === "function_call");
    expect(again?.parsed_arguments).toHaveProperty("city");
  });

  test("an answer by a schema", async () => {
    const answer = await openai().responses.parse({
      model: "m",
      input: "Extract the person as JSON: Ada Lovelace is 36.",
      text: { format: person },
    });
    expect(JSON.parse(answer.output_text)).toEqual({ name: expect.any(String), age: expect.any(Number) });
  });

  test("a limit makes it incomplete", async () => {
    const answer = await openai().responses.create({
      model: "m",
      input: "Tell me at length about sailing.",
      max_output_tokens: 16,
    });
    expect(answer).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
    expect(answer.usage?.output_tokens).toBe(16);
  });

  test("a stream that breaks ends in an error, and never looks complete", async () => {
    gateway.simulator.setFault(provider, { kind: "cut", afterTokens: 3 });
    const answer = await respond(
      { stream: true, input: "Tell me at length about sailing." },
      { "fairlead-pin": `m@${provider}` },
    );
    expect(answer.text).toContain("event: response.output_text.delta");
    expect(answer.text).not.toContain("response.completed");
    const last = answer.text.trim().split("\n\n").at(-1) ?? "";
    expect(last).toMatch(/^event: error\n/);
    expect(JSON.parse(last.slice(last.indexOf("{")))).toMatchObject({ type: "error", code: "upstream.cut" });
    const stream = await openai().responses.create({ model: "m", input: "Tell me of sailing.", stream: true });
    const drain = async () => {
      for await (const _ of stream);
    };
    await expect(drain()).rejects.toMatchObject({ code: "upstream.cut" });
  });
});

test("fallback before the first content, to a provider of another protocol", async () => {
  const route = await startTestGateway({ policy: policyOf(["m@oa", "m@br"]) });
  try {
    const openai = new GatewayOpenAI({ workload: "x", gatewayUrl: route.url, gatewayKey: route.key, maxRetries: 0 });
    route.simulator.setFault("oa", { kind: "error-in-stream" });
    const runner = openai.responses.stream({ model: "m", input: QUESTION });
    expect((await runner.finalResponse()).output_text).toContain("42");
    const [record] = await route.records();
    expect(record).toMatchObject({ deployment: "m@br", attempts: [{ failure: "outage" }, { outcome: "ok" }] });
  } finally {
    await route.close();
  }
});

test("what another provider thought is left out of what OpenAI is sent", async () => {
  const encrypted_content = "fairlead:signature:c2lnbmVk";
  const thought = {
    type: "reasoning",
    id: "rs_1",
    summary: [{ type: "summary_text", text: "Hm." }],
    encrypted_content,
  };
  const answer = await respond({ input: [{ role: "user", content: QUESTION }, thought] }, { "fairlead-pin": "m@oa" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("fairlead-losses")).toBe("/input/1");
  const translated = await respond(
    { input: [{ role: "user", content: QUESTION }, thought] },
    { "fairlead-pin": "m@co" },
  );
  expect(translated.status).toBe(200);
});

test.each([
  ["a search by the provider", { tools: [{ type: "web_search" }] }, "/tools/0"],
  ["a remote server of tools", { tools: [weather, { type: "mcp", server_label: "x" }] }, "/tools/1"],
  ["storing", { store: true }, "/store"],
  ["an answer in the background", { background: true }, "/background"],
  ["another tier", { service_tier: "priority" }, "/service_tier"],
  ["an earlier answer", { previous_response_id: "resp_1" }, "/previous_response_id"],
  ["a conversation", { conversation: "conv_1" }, "/conversation"],
  ["a kept prompt", { prompt: { id: "pmpt_1" } }, "/prompt"],
  ["a kept item", { input: [{ type: "item_reference", id: "msg_1" }] }, "/input/0"],
])("%s is refused by default", async (_, body, param) => {
  const answer = await respond(body);
  expect(answer.status).toBe(400);
  expect(answer.json.error).toMatchObject({ code: "request.unpriced-extra", param });
});

test.each([
  [{ input: 7 }, "/input"],
  [{ max_output_tokens: 0 }, "/max_output_tokens"],
  [{ stream: "yes" }, "/stream"],
])("%j is malformed", async (body, param) => {
  const answer = await respond(body);
  expect(answer).toMatchObject({ status: 400, json: { error: { code: "request.malformed", param } } });
});

test.each(["/v1/responses/resp_1", "/v1/responses/resp_1/input_items", "/v1/conversations"])(
  "%s is not served, and says so",
  async (path) => {
    const answer = await send(gateway, path);
    expect(answer).toMatchObject({ status: 404, json: { error: { code: "request.unknown-route" } } });
  },
);

test("a custom tool goes to OpenAI, and a provider that has none is passed over", async () => {
  const tools = [{ type: "custom", name: "sql" }];
  const answer = await respond({ tools }, { "fairlead-pin": "m@br" });
  expect(answer).toMatchObject({
    status: 400,
    json: { error: { code: "request.untranslatable", param: "/tools/0/type" } },
  });
  expect((await respond({ tools }, { "fairlead-pin": "m@oa" })).status).toBe(200);
});

test("a caller who leaves is billed for what was made, and the provider is told", async () => {
  gateway.simulator.setProfile("oa", { tokensPerSecond: 5, outputTokens: 90 });
  const stream = await client().responses.create({ model: "m", input: "Tell me of sailing.", stream: true });
  let seen = 0;
  for await (const event of stream) {
    if (event.type === "response.output_text.delta") seen += 1;
    if (seen === 3) break;
  }
  await expect.poll(async () => (await gateway.records())[0]?.outcome).toBe("caller.left");
  const [record] = await gateway.records();
  expect(record?.usageBasis).toBe("estimate");
  expect(record?.usage?.output).toBeGreaterThanOrEqual(3);
  expect(record?.usage?.output).toBeLessThan(90);
  gateway.simulator.setProfile("oa");
});

test("a budget refuses what does not fit", async () => {
  const policy = policyOf(["m@oa"], 'budgets:\n  tiny: { scope: { workload: x }, limit: "0.0001 USD", window: day }\n');
  const poor = await startTestGateway({ policy });
  try {
    const openai = new GatewayOpenAI({ workload: "x", gatewayUrl: poor.url, gatewayKey: poor.key, maxRetries: 0 });
    const call = openai.responses.create({ model: "m", input: QUESTION });
    await expect(call).rejects.toBeInstanceOf(OpenAI.RateLimitError);
    await expect(call).rejects.toMatchObject({ code: "budget.exhausted" });
  } finally {
    await poor.close();
  }
});

test("where the policy allows storing, what was kept is asked for at the provider, and nowhere else", async () => {
  const keeping = await startTestGateway({ policy: policyOf(["m@oa", "m@br"], "defaults: { storing: allow }") });
  try {
    const openai = new GatewayOpenAI({
      workload: "x",
      gatewayUrl: keeping.url,
      gatewayKey: keeping.key,
      maxRetries: 0,
    });
    const asked = openai.responses.create({ model: "m", input: QUESTION, previous_response_id: "resp_1" });
    // The simulator keeps nothing: what it says shows that it was asked.
    await expect(asked).rejects.toMatchObject({
      code: "upstream.invalid-request",
      message: expect.stringContaining("'resp_1' not found"),
    });
    const elsewhere = openai.responses.create(
      { model: "m", input: QUESTION, previous_response_id: "resp_1" },
      { headers: { "fairlead-pin": "m@br" } },
    );
    await expect(elsewhere).rejects.toMatchObject({ code: "request.untranslatable", param: "/previous_response_id" });
    expect(keeping.simulator.counts().some(({ provider }) => provider === "br")).toBe(false);
  } finally {
    await keeping.close();
  }
});

test("callers of Chat Completions reach a model that is served by Responses alone", async () => {
  const catalog = CATALOG.replace("m@oa: { upstream: m-oa,", "m@oa: { upstream: m-oa, api: responses,");
  const other = await startTestGateway({ catalog, policy: policyOf(["m@oa"]) });
  try {
    const openai = new GatewayOpenAI({ workload: "x", gatewayUrl: other.url, gatewayKey: other.key, maxRetries: 0 });
    const messages = [{ role: "user" as const, content: QUESTION }];
    const plain = await openai.chat.completions.create({ model: "m", messages });
    expect(plain.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: expect.stringContaining("42") },
    });
    const { name, description, parameters } = weather;
    const runner = openai.chat.completions.stream({
      model: "m",
      messages: [{ role: "user", content: "Use the tool: weather in Oslo?" }],
      tools: [{ type: "function", function: { name, description: description ?? "", parameters: parameters ?? {} } }],
      tool_choice: "required",
      stream_options: { include_usage: true },
    });
    const final = await runner.finalChatCompletion();
    expect(final.choices[0]?.finish_reason).toBe("tool_calls");
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: "get_weather" } });
    const [record] = await other.records();
    expect(final.usage?.completion_tokens).toBe(record?.usage?.output);
    other.simulator.setFault("oa", { kind: "missing-done" });
    const cut = openai.chat.completions.stream({ model: "m", messages });
    await expect(cut.finalChatCompletion()).rejects.toMatchObject({ code: "upstream.cut" });
  } finally {
    await other.close();
  }
});
