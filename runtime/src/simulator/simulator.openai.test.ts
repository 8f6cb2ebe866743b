import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "./index.ts";
import { collect, errorOf } from "./test-helpers.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0 } } });
});
afterAll(() => simulator.close());

const client = (provider = "openai", apiKey = "sim-key-openai") =>
  new OpenAI({ apiKey, baseURL: `${simulator.url}/${provider}/v1`, maxRetries: 0 });
const azure = (provider = "azure-swedencentral") =>
  new AzureOpenAI({
    apiKey: "any",
    endpoint: `${simulator.url}/${provider}`,
    apiVersion: "2024-10-21",
    maxRetries: 0,
  });

const ask = (content: string) => [{ role: "user" as const, content }];

describe("the openai package", () => {
  test("plain: a right answer with usage that adds up", async () => {
    const answer = await client().chat.completions.create({ model: "gpt-4.1", messages: ask("What is 17 * 23?") });
    expect(answer.object).toBe("chat.completion");
    expect(answer.model).toBe("gpt-4.1");
    expect(answer.choices[0]?.message.content).toContain("391");
    expect(answer.choices[0]?.finish_reason).toBe("stop");
    expect(answer.usage?.total_tokens).toBe(
      (answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0),
    );
  });

  test("streamed: role first, content, finish, usage with no choices only where asked for", async () => {
    const stream = await client().chat.completions.create({
      model: "gpt-4.1",
      messages: ask("Summarise: Hello. The parcel is late and the customer wants a refund."),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: "assistant", content: "" });
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
    expect(text).toBe("The parcel is late and the customer wants a refund.");
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.at(-1)?.choices).toEqual([]);
    const pieces = chunks.filter((chunk) => (chunk.choices[0]?.delta.content ?? "") !== "");
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(pieces.length);

    const bare = await client().chat.completions.create({ model: "gpt-4.1", messages: ask("Hello"), stream: true });
    const without = await collect(bare);
    expect(without.every((chunk) => chunk.choices.length === 1 && chunk.usage === undefined)).toBe(true);
  });

  test("the output limit cuts and says so", async () => {
    const answer = await client().chat.completions.create({
      model: "gpt-5.5",
      messages: ask("Tell me about sailing."),
      max_completion_tokens: 7,
    });
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(7);
  });

  test("reasoning models refuse max_tokens as OpenAI does", async () => {
    const call = client().chat.completions.create({ model: "gpt-5.5", messages: ask("Hello"), max_tokens: 7 });
    await expect(call).rejects.toMatchObject({ status: 400, code: "unsupported_parameter", param: "max_tokens" });
  });

  test("exact counts where the profile forces them", async () => {
    simulator.setProfile("exact", { outputTokens: 250, inputTokens: 1000, cachedInputTokens: 400 });
    const answer = await client("exact").chat.completions.create({ model: "m", messages: ask("What is 2 + 2?") });
    expect(answer.usage).toMatchObject({ prompt_tokens: 1000, completion_tokens: 250, total_tokens: 1250 });
    expect(answer.usage?.prompt_tokens_details?.cached_tokens).toBe(400);
  });

  test("a tool call with arguments that fit, then an answer from its result", async () => {
    const tools = [
      {
        type: "function" as const,
        function: {
          name: "get_weather",
          description: "Weather of a city",
          parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      },
    ];
    const messages = ask("What is the weather in Oslo?");
    const plain = await client().chat.completions.create({ model: "m", messages, tools });
    const call = plain.choices[0]?.message.tool_calls?.[0];
    expect(plain.choices[0]?.finish_reason).toBe("tool_calls");
    expect(call?.type === "function" && JSON.parse(call.function.arguments)).toEqual({ city: "Oslo" });

    const streamed = client().chat.completions.stream({ model: "m", messages, tools });
    const final = await streamed.finalChatCompletion();
    const again = final.choices[0]?.message.tool_calls?.[0];
    expect(again?.type === "function" && again.function).toMatchObject({
      name: "get_weather",
      arguments: '{"city":"Oslo"}',
    });

    const answer = await client().chat.completions.create({
      model: "m",
      tools,
      messages: [
        ...messages,
        {
          role: "assistant",
          tool_calls: [{ id: "c1", type: "function", function: { name: "get_weather", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c1", content: "4 degrees and rain" },
      ],
    });
    expect(answer.choices[0]?.message.content).toContain("4 degrees and rain");
  });

  test("structured output fits its schema", async () => {
    const answer = await client().chat.completions.create({
      model: "m",
      messages: ask("Triage this ticket: Order ORD-4711 was charged twice on my card, I want a refund."),
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "triage",
          strict: true,
          schema: {
            type: "object",
            additionalProperties: false,
            required: ["category", "orderNumber", "summary"],
            properties: {
              category: { type: "string", enum: ["shipping", "billing", "technical"] },
              orderNumber: { type: "string" },
              summary: { type: "string" },
            },
          },
        },
      },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toEqual({
      category: "billing",
      orderNumber: "ORD-4711",
      summary: "Order ORD-4711 was charged twice on my card, I want a refund.",
    });
  });

  test("several choices", async () => {
    const request = { model: "m", messages: ask("Tell me about tides."), n: 3 };
    const plain = await client().chat.completions.create(request);
    expect(plain.choices.map((choice) => choice.index)).toEqual([0, 1, 2]);
    const chunks = await collect(await client().chat.completions.create({ ...request, stream: true }));
    const finished = chunks.filter((chunk) => chunk.choices[0]?.finish_reason === "stop");
    expect(finished.map((chunk) => chunk.choices[0]?.index).sort()).toEqual([0, 1, 2]);
  });

  test("keys: none, wrong, own", async () => {
    simulator.setProfile("strict", { acceptAnyKey: false });
    const call = (key: string) => client("strict", key).chat.completions.create({ model: "m", messages: ask("Hi") });
    await expect(call("sk-wrong-key-1234")).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
    await expect(call("sk-wrong-key-1234")).rejects.not.toThrow(/wrong-key/);
    await expect(call("sim-key-strict")).resolves.toBeDefined();
    const bare = await fetch(`${simulator.url}/strict/v1/chat/completions`, { method: "POST", body: "{}" });
    expect(bare.status).toBe(401);
    expect((await errorOf(bare)).message).toContain("didn't provide an API key");
  });

  test("models that were served or configured are listed", async () => {
    simulator.setProfile("listed", { models: { "gpt-a": { ttftMs: 1 } } });
    await client("listed").chat.completions.create({ model: "gpt-b", messages: ask("Hi") });
    const models = await collect(client("listed").models.list());
    expect(models.map((model) => model.id)).toEqual(["gpt-a", "gpt-b"]);
  });

  test.each([
    ["no JSON", "{", /could not parse the JSON body/],
    ["no model", "{}", /must provide a model/],
    ["no messages", '{"model":"m"}', /Missing required parameter: 'messages'/],
    ["empty messages", '{"model":"m","messages":[]}', /empty array/],
    ["a bad role", '{"model":"m","messages":[{"role":"x","content":""}]}', /Invalid value: 'x'/],
    ["a limit of 0", '{"model":"m","messages":[{"role":"user","content":"a"}],"max_tokens":0}', /below minimum/],
    [
      "a limit that is text",
      '{"model":"m","messages":[{"role":"user","content":"a"}],"max_tokens":"9"}',
      /Invalid type/,
    ],
    ["no content", '{"model":"m","messages":[{"role":"user"}]}', /expected a string/],
  ])("refuses %s with 400", async (_name, body, words) => {
    const answer = await fetch(`${simulator.url}/openai/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer k" },
      body,
    });
    expect(answer.status).toBe(400);
    const error = await errorOf(answer);
    expect(error.type).toBe("invalid_request_error");
    expect(error.message).toMatch(words);
  });

  test("an unknown path is OpenAI's 404", async () => {
    const answer = await fetch(`${simulator.url}/openai/v1/nothing`);
    expect(answer.status).toBe(404);
    expect((await errorOf(answer)).message).toBe("Invalid URL (GET /openai/v1/nothing)");
  });
});

describe("AzureOpenAI of the openai package", () => {
  test("plain and streamed, with the filter's verdict in the first chunk", async () => {
    const request = { model: "gpt-4o-deployment", messages: ask("What is 6 times 7?") };
    const plain = await azure().chat.completions.create(request);
    expect(plain.choices[0]?.message.content).toContain("42");
    const chunks = await collect(await azure().chat.completions.create({ ...request, stream: true }));
    expect(chunks[0]?.choices).toEqual([]);
    expect(chunks[0]).toHaveProperty("prompt_filter_results");
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toContain("42");
  });

  test("without a key 401, without an API version 404", async () => {
    const url = `${simulator.url}/azure/openai/deployments/d/chat/completions`;
    const noKey = await fetch(`${url}?api-version=2024-10-21`, { method: "POST", body: "{}" });
    expect([noKey.status, (await errorOf(noKey)).code]).toEqual([401, "401"]);
    const noVersion = await fetch(url, { method: "POST", headers: { "api-key": "k" }, body: "{}" });
    expect([noVersion.status, await errorOf(noVersion)]).toEqual([404, { code: "404", message: "Resource not found" }]);
  });
});
