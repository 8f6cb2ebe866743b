/** Callers that speak Gemini's protocol, by Google's official client, for every provider protocol behind the gateway. */
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { GatewayGoogleGenAI } from "@fairlead/runtime/google";
import { ApiError, type FunctionDeclaration, GoogleGenAI, Type } from "@google/genai";
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["ge", "oa", "az", "an", "br", "co"];
let gateway: TestGateway;

beforeAll(async () => {
  const budget = `budgets: { tiny: { scope: { businessUnit: poor }, limit: 0.000001 USD, window: month } }`;
  const policy = policyOf(
    PROVIDERS.map((provider) => `m@${provider}`),
    budget,
  ).replace("{ sales: { owner: sales } }", "{ sales: { owner: sales }, poor: { owner: sales } }");
  gateway = await startTestGateway({ policy });
});
afterEach(() => {
  for (const provider of PROVIDERS) gateway.simulator.setFault(provider);
});
afterAll(async () => {
  expect(gateway.faults).toEqual([]);
  await gateway.close();
});

const QUESTION = "What is 17 plus 25? Answer with the number only.";
const ask = { model: "m", contents: QUESTION, config: { maxOutputTokens: 50 } };
const weather: FunctionDeclaration = {
  name: "get_weather",
  description: "The weather in a city",
  parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ["city"] },
};

function clientOf(headers: Record<string, string> = {}, gatewayKey = gateway.key): GatewayGoogleGenAI {
  return new GatewayGoogleGenAI({ workload: "x", gatewayUrl: gateway.url, gatewayKey, httpOptions: { headers } });
}

/** The error that a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<{ status: number; error: Record<string, unknown> }> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`no ApiError but ${String(error)}`);
  const text = error.message.slice(error.message.indexOf("{"));
  return { status: error.status, error: JSON.parse(text).error };
}

describe.each(PROVIDERS)("in front of %s", (provider) => {
  const client = () => clientOf({ "fairlead-pin": `m@${provider}` });

  test("plain", async () => {
    const answer = await client().models.generateContent(ask);
    expect(answer.text).toContain("42");
    expect(answer.candidates?.[0]?.finishReason).toBe("STOP");
    const { promptTokenCount = 0, candidatesTokenCount = 0 } = answer.usageMetadata ?? {};
    expect(promptTokenCount).toBeGreaterThan(0);
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", protocol: "gemini", usageBasis: "provider" });
    expect(record?.deployment).toBe(`m@${provider}`);
    expect(record?.costMicroUsd).toBe(promptTokenCount + 10 * candidatesTokenCount);
  });

  test("streaming", async () => {
    // Of the host that imitates OpenAI the catalog says that it can not be asked for the usage of a stream.
    const reports = provider !== "co";
    const stream = await client().models.generateContentStream(ask);
    let text = "";
    let finishReason: string | undefined;
    for await (const chunk of stream) {
      expect(finishReason, "nothing comes after the end").toBeUndefined();
      text += chunk.text ?? "";
      finishReason = chunk.candidates?.[0]?.finishReason;
      if (finishReason && reports) expect(chunk.usageMetadata?.promptTokenCount).toBeGreaterThan(0);
    }
    expect(text).toContain("42");
    expect(finishReason).toBe("STOP");
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", stream: true, usageBasis: reports ? "provider" : "estimate" });
  });

  test.each([false, true])("a chat that calls a tool and hands its answer back (streaming: %s)", async (streaming) => {
    const tools = [{ functionDeclarations: [weather] }];
    const conversation = client().chats.create({ model: "m", config: { tools, maxOutputTokens: 90 } });
    const message = "What is the weather in Oslo?";
    const calls = [];
    if (streaming) {
      for await (const chunk of await conversation.sendMessageStream({ message }))
        calls.push(...(chunk.functionCalls ?? []));
    } else calls.push(...((await conversation.sendMessage({ message })).functionCalls ?? []));
    expect(calls).toMatchObject([{ name: "get_weather", args: { city: expect.any(String) } }]);
    const [call] = calls;
    const response = { output: "4 degrees and rain" };
    const functionResponse = { name: "get_weather", response, ...(call?.id ? { id: call.id } : {}) };
    const answer = await conversation.sendMessage({ message: [{ functionResponse }] });
    expect(answer.candidates?.[0]?.finishReason).toBe("STOP");
    expect(answer.text).toBeTruthy();
  });

  test("JSON by a schema of Google's", async () => {
    const answer = await client().models.generateContent({
      model: "m",
      contents: "Extract the order. Order A-17 of 3 boxes.",
      config: {
        maxOutputTokens: 90,
        responseMimeType: "application/json",
        responseSchema: {
          type: Type.OBJECT,
          properties: { order: { type: Type.STRING }, boxes: { type: Type.INTEGER } },
          required: ["order", "boxes"],
        },
      },
    });
    expect(JSON.parse(answer.text ?? "")).toMatchObject({ order: expect.any(String), boxes: expect.any(Number) });
  });

  test("a provider that fails is an error of the gateway's, in Google's form", async () => {
    gateway.simulator.setFault(provider, { kind: "http-401" });
    const { status, error } = await errorOf(client().models.generateContent(ask));
    expect(status).toBe(502);
    expect(error).toMatchObject({ code: 502, status: "UNAVAILABLE" });
    expect(error.details).toMatchObject([{ reason: "upstream.credentials", domain: "fairlead" }]);
  });

  test.each(["cut", "malformed", "error-in-stream"] as const)("a stream with %s never looks complete", async (kind) => {
    gateway.simulator.setFault(provider, { kind, afterTokens: 2 });
    const question = { ...ask, contents: "Write a few sentences about parcels." };
    const seen: (string | undefined)[] = [];
    const read = async () => {
      for await (const chunk of await client().models.generateContentStream(question)) {
        seen.push(chunk.candidates?.[0]?.finishReason);
      }
    };
    const { error } = await errorOf(read());
    expect(error).toMatchObject({ code: 502, details: [{ reason: expect.stringMatching(/^upstream\./) }] });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(Boolean)).toEqual([]);
  });
});

test.each(["ge", "an"])("the AI SDK's Google provider in front of %s", async (provider) => {
  const headers = { "fairlead-workload": "x", "fairlead-pin": `m@${provider}` };
  const google = createGoogleGenerativeAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1beta`, headers });
  const get_weather = tool({
    description: "The weather in a city",
    inputSchema: jsonSchema<{ city: string }>({ type: "object", properties: { city: { type: "string" } } }),
    execute: async ({ city }) => ({ city, degrees: 4 }),
  });
  const prompt = "What is the weather in Oslo?";
  const { steps } = await generateText({
    model: google("m"),
    tools: { get_weather },
    prompt,
    maxRetries: 0,
    stopWhen: stepCountIs(3),
  });
  expect(steps.map(({ finishReason }) => finishReason)).toEqual(["tool-calls", "stop"]);
  const { textStream, usage } = streamText({ model: google("m"), prompt: QUESTION, maxRetries: 0 });
  let text = "";
  for await (const piece of textStream) text += piece;
  expect(text).toContain("42");
  expect((await usage).inputTokens).toBeGreaterThan(0);
});

describe("through OpenAI's protocol", () => {
  const openai = () =>
    new OpenAI({
      apiKey: gateway.key,
      baseURL: `${gateway.url}/v1`,
      maxRetries: 0,
      defaultHeaders: { "fairlead-workload": "x", "fairlead-pin": "m@ge" },
    });
  const parameters = {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: { city: { $ref: "#/$defs/city" }, unit: { type: ["string", "null"], enum: ["C", "F", null] } },
    required: ["city"],
    additionalProperties: false,
    $defs: { city: { type: "string", minLength: 1 } },
  };
  const tools = [{ type: "function" as const, function: { name: "get_weather", parameters } }];
  const question = { role: "user" as const, content: "What is the weather in Oslo?" };

  test("a model that wants its signatures back gets them, and any schema of a tool is taken", async () => {
    const first = await openai().chat.completions.create({ model: "m", messages: [question], tools });
    const message = first.choices[0]?.message;
    const [call] = message?.tool_calls ?? [];
    expect(call).toMatchObject({ extra_content: { google: { thought_signature: expect.any(String) } } });
    if (!message || !call) throw new Error("no call");
    const answer = { role: "tool" as const, tool_call_id: call.id, content: "4 degrees" };
    const second = await openai().chat.completions.create({ model: "m", messages: [question, message, answer], tools });
    expect(second.choices[0]?.finish_reason).toBe("stop");
  });

  test("a call of another provider's model goes on at Gemini", async () => {
    const call = { id: "call_x", type: "function" as const, function: { name: "get_weather", arguments: "{}" } };
    const messages = [
      question,
      { role: "assistant" as const, content: null, tool_calls: [call] },
      { role: "tool" as const, tool_call_id: "call_x", content: "4 degrees" },
    ];
    const { choices } = await openai().chat.completions.create({ model: "m", messages, tools });
    expect(choices[0]?.finish_reason).toBe("stop");
  });

  test("a recursive schema is refused with its place, not sent", async () => {
    const node = { type: "object", properties: { next: { $ref: "#" } } };
    const tool = { type: "function", function: { name: "walk", parameters: node } };
    const { status, json } = await chat(gateway, { tools: [tool] }, { "fairlead-pin": "m@ge" });
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ code: "request.untranslatable", param: "/tools" });
  });
});

describe("fallback", () => {
  test.each([false, true])("to a provider of another protocol (streaming: %s)", async (stream) => {
    gateway.simulator.setFault("ge", { kind: "http-503" });
    const models = clientOf().models;
    let text: string | undefined = "";
    if (stream) for await (const chunk of await models.generateContentStream(ask)) text += chunk.text ?? "";
    else text = (await models.generateContent(ask)).text;
    expect(text).toContain("42");
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", deployment: "m@oa" });
    expect(record?.attempts).toMatchObject([{ deployment: "m@ge", failure: "outage" }, { deployment: "m@oa" }]);
  });

  test("a file that only Google has goes to no other provider", async () => {
    const fileData = {
      mimeType: "application/pdf",
      fileUri: "https://generativelanguage.googleapis.com/v1beta/files/a",
    };
    const contents = [{ role: "user", parts: [{ fileData }, { text: "Sum up." }] }];
    const { status, json } = await generate({ contents }, { "fairlead-pin": "m@oa" });
    expect(status).toBe(403);
    expect(json.error.message).toContain("documents");
  });
});

describe("what Google's filter catches is an answer without content", () => {
  const pin = { "fairlead-pin": "m@ge" };

  test("for its own callers, plain and streaming", async () => {
    gateway.simulator.setFault("ge", { kind: "content-filter" });
    const { models } = clientOf(pin);
    expect((await models.generateContent(ask)).candidates).toEqual([{ finishReason: "SAFETY", index: 0 }]);
    const reasons: unknown[] = [];
    for await (const chunk of await models.generateContentStream(ask)) {
      reasons.push(chunk.candidates?.[0]?.finishReason);
    }
    expect(reasons).toEqual(["SAFETY"]);
  });

  test.each([false, true])("for OpenAI's (streaming: %s)", async (stream) => {
    gateway.simulator.setFault("ge", { kind: "content-filter" });
    const { status, text } = await chat(gateway, { stream }, pin);
    expect(status).toBe(200);
    expect(text).toContain('"finish_reason":"content_filter"');
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", usageBasis: "provider" });
  });
});

/** A call as curl would make it. */
function generate(
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
  path = "/v1beta/models/m:generateContent",
) {
  return send(gateway, path, {
    method: "POST",
    headers: { "fairlead-workload": "x", ...headers },
    body: JSON.stringify({ contents: [{ parts: [{ text: QUESTION }] }], ...body }),
  });
}

describe("on the wire", () => {
  test.each([
    "/v1beta/models/m:generateContent",
    "/v1/models/m:generateContent",
    "/v1beta1/projects/p/locations/europe-west1/publishers/google/models/m:generateContent",
    "/v1/projects/p/locations/global/publishers/google/models/m:generateContent",
    "/v1beta1/publishers/google/models/m:generateContent",
    "/v1beta/models/m%40oa:generateContent",
    "//v1beta/models/m:generateContent",
  ])("%s", async (path) => {
    const { status, json } = await generate({}, {}, path);
    expect(status).toBe(200);
    expect(json.candidates[0].content.parts[0].text).toContain("42");
  });

  test("Google's own client in the mode of Vertex AI, with the gateway's key as its token", async () => {
    const client = new GoogleGenAI({
      vertexai: true,
      apiKey: gateway.key,
      httpOptions: { baseUrl: gateway.url, headers: { "fairlead-workload": "x" } },
    });
    expect((await client.models.generateContent(ask)).text).toContain("42");
  });

  test("members in snake case count, and what is not known passes through", async () => {
    const body = {
      system_instruction: { parts: [{ text: "Be brief." }] },
      generation_config: { max_output_tokens: 7, candidate_count: 1 },
      safety_settings: [],
    };
    const { status } = await generate(body, { "fairlead-pin": "m@ge" });
    expect(status).toBe(200);
    const [record] = await gateway.records();
    // Seven tokens of output at 10, and the bound on the input at 1.
    expect(record?.reservedMicroUsd).toBeLessThan(70 + 400);
  });

  test("the key may stand in the query, and none is refused in Google's form", async () => {
    const path = `/v1beta/models/m:generateContent?key=${gateway.key}`;
    expect((await generate({}, { authorization: "" }, path)).status).toBe(200);
    const { status, json } = await generate({}, { authorization: "" });
    expect(status).toBe(401);
    expect(json.error).toMatchObject({ code: 401, status: "UNAUTHENTICATED" });
    expect(json.error.details[0]).toMatchObject({ reason: "auth.missing-key", domain: "fairlead" });
  });

  test("without `alt=sse` a stream is one array", async () => {
    const path = "/v1beta/models/m:streamGenerateContent";
    const { headers, json } = await generate({ contents: [{ parts: [{ text: "Say hello." }] }] }, {}, path);
    expect(headers.get("content-type")).toContain("application/json");
    expect(json.length).toBeGreaterThan(1);
    expect(json.at(-1).candidates[0].finishReason).toBe("STOP");
    gateway.simulator.setFault("ge", { kind: "cut", afterTokens: 2 });
    const long = { contents: [{ parts: [{ text: "Write a few sentences about parcels." }] }] };
    const broken = await generate(long, { "fairlead-pin": "m@ge" }, path);
    expect(broken.json).toBeUndefined();
    expect(JSON.parse(`${broken.text}]`).at(-1).error.details[0].reason).toBe("upstream.cut");
  });

  test.each([
    ["GET", "/v1beta/cachedContents"],
    ["POST", "/v1beta/cachedContents"],
    ["POST", "/v1beta/models/m:embedContent"],
    ["POST", "/v1beta/models/m:batchGenerateContent"],
    ["POST", "/upload/v1beta/files"],
    ["POST", "/v1/models/m:predict"],
  ])("%s %s is not served, in Google's form", async (method, path) => {
    const { status, json } = await send(gateway, path, { method, ...(method === "GET" ? {} : { body: "{}" }) });
    expect(status).toBe(404);
    expect(json.error).toMatchObject({ code: 404, status: "NOT_FOUND" });
    expect(json.error.details[0].reason).toBe("request.unknown-route");
  });

  test.each(["v1", "v1beta"])("models in Google's form below /%s, where OpenAI's list stays", async (apiVersion) => {
    const httpOptions = { baseUrl: gateway.url, apiVersion };
    const { models } = new GoogleGenAI({ apiKey: gateway.key, vertexai: false, httpOptions });
    const listed = [];
    for await (const model of await models.list()) listed.push(model.name);
    expect(listed).toEqual(["models/m"]);
    expect(await models.get({ model: "m" })).toMatchObject({ name: "models/m" });
    expect((await errorOf(models.get({ model: "other" }))).status).toBe(404);
    expect((await send(gateway, "/v1/models")).json.object).toBe("list");
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a search", { tools: [{ googleSearch: {} }] }, "/tools/0/googleSearch"],
    ["a search in snake case", { tools: [{ google_search: {} }] }, "/tools/0/google_search"],
    ["running code", { tools: [{ functionDeclarations: [] }, { codeExecution: {} }] }, "/tools/1/codeExecution"],
    ["reading addresses", { tools: [{ urlContext: {} }] }, "/tools/0/urlContext"],
    ["a tool of tomorrow", { tools: [{ timeMachine: {} }] }, "/tools/0/timeMachine"],
    ["a cache", { cachedContent: "cachedContents/x" }, "/cachedContent"],
    ["another tier", { serviceTier: "priority" }, "/serviceTier"],
    ["keeping", { store: true }, "/store"],
    ["pictures", { generationConfig: { responseModalities: ["IMAGE"] } }, "/generationConfig/responseModalities"],
    ["another model", { generation_config: { routing_config: { autoMode: {} } } }, "/generation_config/routing_config"],
  ])("%s costs more than the catalog says", async (_, body, path) => {
    const { status, json } = await generate(body);
    expect(status).toBe(400);
    const [info, request] = json.error.details;
    expect(info.reason).toBe("request.unpriced-extra");
    expect(request.fieldViolations[0].field).toBe(path);
  });

  test.each<[string, unknown, string]>([
    ["no contents", { contents: [] }, "/contents"],
    ["a limit that is a text", { generationConfig: { maxOutputTokens: "9" } }, "/generationConfig/maxOutputTokens"],
    ["no number of answers", { generation_config: { candidate_count: 0 } }, "/generation_config/candidate_count"],
  ])("%s is malformed", async (_, body, path) => {
    const { status, json } = await generate(body as Record<string, unknown>);
    expect(status).toBe(400);
    expect(json.error.details[0].reason).toBe("request.malformed");
    expect(json.error.details[1].fieldViolations[0].field).toBe(path);
  });
});

test.each(["/v1beta/models/m:generateContent", "/v1/chat/completions"])(
  "%s: a body nested thousands of levels deep is the caller's fault",
  async (path) => {
    const parameters = `${'{"items":'.repeat(20_000)}{}${"}".repeat(20_000)}`;
    const question = '"contents":[{"parts":[{"text":"x"}]}],"messages":[{"role":"user","content":"x"}]';
    const body = `{"model":"m",${question},"tools":[{"functionDeclarations":[${parameters}]}]}`;
    const { status, headers } = await send(gateway, path, {
      method: "POST",
      headers: { "fairlead-workload": "x" },
      body,
    });
    expect([status, headers.get("fairlead-error")]).toEqual([400, "request.malformed"]);
  },
);

test("a key in a query is in no error", async () => {
  const { status, text } = await generate({}, {}, "/v1beta/models/%E0:generateContent?key=secret-key");
  expect(status).toBe(400);
  expect(text).not.toContain("secret-key");
});

describe("money and counts", () => {
  test("a budget that is spent refuses, and says when to come back", async () => {
    const poor = await gateway.addKey({ businessUnit: "poor" });
    const { status, error } = await errorOf(clientOf({}, poor).models.generateContent(ask));
    expect(status).toBe(429);
    expect(error).toMatchObject({ status: "RESOURCE_EXHAUSTED", details: [{ reason: "budget.exhausted" }, {}] });
    expect((error.details as Record<string, unknown>[])[1]?.retryDelay).toMatch(/^\d+s$/);
  });

  test("tokens are counted by Google, for nothing", async () => {
    const { totalTokens } = await clientOf().models.countTokens({ model: "m", contents: QUESTION });
    expect(totalTokens).toBeGreaterThan(0);
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "served", protocol: "gemini-count-tokens", costMicroUsd: 0 });
    expect(record?.deployment).toBe("m@ge");
  });

  test("where no deployment of Google's may be asked, nobody counts", async () => {
    const client = clientOf({ "fairlead-pin": "m@oa" });
    const { status, error } = await errorOf(client.models.countTokens({ model: "m", contents: QUESTION }));
    expect(status).toBe(400);
    expect(error.details).toMatchObject([{ reason: "request.untranslatable" }]);
  });

  test("a caller who leaves is billed for what was streamed", async () => {
    gateway.simulator.setProfile("ge", { tokensPerSecond: 5, outputTokens: 100 });
    const abort = new AbortController();
    const stream = await clientOf().models.generateContentStream({
      ...ask,
      contents: "Write a few sentences about parcels.",
      config: { maxOutputTokens: 100, abortSignal: abort.signal },
    });
    const read = async () => {
      for await (const _ of stream) abort.abort();
    };
    await expect(read()).rejects.toThrow();
    gateway.simulator.setProfile("ge");
    await expect.poll(async () => (await gateway.records())[0]?.outcome).toBe("caller.left");
    const [record] = await gateway.records();
    expect(record?.costMicroUsd).toBeGreaterThan(0);
    expect(record?.costMicroUsd).toBeLessThan(1000);
  });
});
