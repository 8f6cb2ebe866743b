/** Callers that speak Anthropic's Messages, by its official client, for every provider protocol behind the gateway. */
import Anthropic from "@anthropic-ai/sdk";
import { GatewayAnthropic } from "@fairlead/runtime/anthropic";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["an", "oa", "az", "br", "co"];
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
