/** What is cached for five minutes and for an hour costs apart: bound, billed and recorded, in each protocol, plain and streamed. */
import { ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { GatewayAnthropic } from "@fairlead/runtime/anthropic";
import { GatewayBedrockRuntimeClient } from "@fairlead/runtime/bedrock";
import { afterEach, expect, test } from "vitest";
import { CATALOG, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

/** The input is 1,000 tokens: 500 fresh, 100 read, 150 written for minutes and 250 for an hour, 10 of output. */
const COST = 500 * 1 + 100 * 0.1 + 150 * 1.25 + 250 * 2 + 10 * 10;
const PROFILE = {
  ...{ inputTokens: 1000, outputTokens: 10, cachedInputTokens: 100 },
  ...{ cacheWriteTokens: 150, cacheWriteHourTokens: 250 },
};
const PRICED = CATALOG.replaceAll(
  /(m@(?:an|br).*price: \{ input: 1, output: 10)/g,
  "$1, cachedInput: 0.1, cacheWrite: 1.25, cacheWriteHour: 2",
);

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(catalog: string, candidates: string[], more = ""): Promise<void> {
  gateway = await startTestGateway({ catalog, policy: policyOf(candidates, more) });
  for (const provider of ["an", "br", "co"]) gateway.simulator.setProfile(provider, PROFILE);
}

const anthropic = (): GatewayAnthropic =>
  new GatewayAnthropic({ workload: "x", gatewayUrl: gateway.url, gatewayKey: gateway.key, maxRetries: 0 });
const system = (ttl: "5m" | "1h") => [
  { type: "text" as const, text: "Be brief.", cache_control: { type: "ephemeral" as const, ttl } },
];
const messages = [{ role: "user" as const, content: "What is 17 plus 25?" }];
const ask = (ttl: "5m" | "1h") => ({ model: "m", max_tokens: 50, messages, system: system(ttl) });

async function expectRecorded(): Promise<void> {
  const [record] = await gateway.records();
  expect(record).toMatchObject({
    usage: { input: 1000, cachedInput: 100, cacheWrite: 400, cacheWriteHour: 250, output: 10 },
    price: { cacheWritePerMillion: 1_250_000, cacheWriteHourPerMillion: 2_000_000 },
    facts: { cachesForHour: true },
    costMicroUsd: Math.ceil(COST),
  });
  // All input at the dearest of the prices, the hour's, and the output limit.
  const { inputTokensAtMost = 0 } = record?.facts ?? {};
  expect(record?.reservedMicroUsd).toBe(inputTokensAtMost * 2 + 50 * 10);
}

test.each(["an", "br"])("Messages, answered by %s", async (provider) => {
  await start(PRICED, [`m@${provider}`]);
  const { usage } = await anthropic().messages.create(ask("1h"));
  const written = { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 };
  expect(usage).toMatchObject({ input_tokens: 500, cache_creation_input_tokens: 400, cache_creation: written });
  await expectRecorded();
  const streamed = await anthropic().messages.stream(ask("1h")).finalMessage();
  expect(streamed.usage.cache_creation_input_tokens).toBe(400);
  await expectRecorded();
  expect(gateway.faults).toEqual([]);
});

test("Converse", async () => {
  await start(PRICED, ["m@br"]);
  const client = new GatewayBedrockRuntimeClient({
    workload: "x",
    gatewayUrl: gateway.url,
    gatewayKey: gateway.key,
    maxAttempts: 1,
  });
  const input = {
    modelId: "m",
    system: [{ text: "Be brief." }, { cachePoint: { type: "default" as const, ttl: "1h" as const } }],
    messages: [{ role: "user" as const, content: [{ text: "What is 17 plus 25?" }] }],
    inferenceConfig: { maxTokens: 50 },
  };
  const { usage } = await client.send(new ConverseCommand(input));
  const details = [
    { ttl: "1h", inputTokens: 250 },
    { ttl: "5m", inputTokens: 150 },
  ];
  expect(usage).toMatchObject({ inputTokens: 500, cacheWriteInputTokens: 400, cacheDetails: details });
  await expectRecorded();
  const { stream } = await client.send(new ConverseStreamCommand(input));
  for await (const { metadata } of stream ?? []) if (metadata) expect(metadata.usage?.cacheDetails).toEqual(details);
  await expectRecorded();
});

test("without a price for the hour nobody is asked who would bill it; others and shorter times are", async () => {
  await start(CATALOG, ["m@an", "m@oa"]);
  // OpenAI is asked for no time, so it needs no such price.
  const { data, response } = await anthropic().messages.create(ask("1h")).withResponse();
  expect([data.type, response.headers.get("fairlead-deployment")]).toEqual(["message", "m@oa"]);
  const [record] = await gateway.records();
  expect(record?.rejected).toMatchObject([{ deployment: "m@an", rejections: [{ rule: "price.unknown" }] }]);
  expect(record?.rejected[0]?.rejections[0]?.reason).toContain("cacheWriteHour");
  const short = await anthropic().messages.create(ask("5m")).withResponse();
  expect(short.response.headers.get("fairlead-deployment")).toBe("m@an");
  // It reports an hour all the same, which nobody has priced: what was reserved is settled, not nothing.
  const [billed] = await gateway.records();
  expect(billed?.costMicroUsd).toBe(billed?.reservedMicroUsd);
  expect(billed?.costMicroUsd).toBeGreaterThan(0);
});

test("a policy that flags lets it through, at a cost that is recorded as unknown", async () => {
  await start(CATALOG, ["m@an"], "defaults: { unpriced: flag }");
  expect((await anthropic().messages.create(ask("1h"))).type).toBe("message");
  expect(await gateway.records()).toMatchObject([{ outcome: "served", costMicroUsd: null }]);
});

test("a host that does not tell the times apart is billed as if all were for an hour", async () => {
  const catalog = CATALOG.replace(/(m@co.*price: \{ input: 1, output: 10)/, "$1, cacheWrite: 1.25, cacheWriteHour: 2");
  await start(catalog, ["m@co"]);
  const content = [{ type: "text", text: "Hello.", cache_control: { type: "ephemeral", ttl: "1h" } }];
  const answer = await chat(gateway, { max_tokens: 50, messages: [{ role: "user", content }] });
  expect(answer.status).toBe(200);
  const [record] = await gateway.records();
  expect(record?.usage).toMatchObject({ cacheWrite: 400, cacheWriteHour: 400 });
  expect(record?.costMicroUsd).toBe(600 + 400 * 2 + 10 * 10);
});

test("words that mean an hour are found however they are spelt, and only where they mean it", async () => {
  await start(CATALOG, ["m@an"]);
  const post = (body: string): Promise<Response> =>
    fetch(`${gateway.url}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": gateway.key, "fairlead-workload": "x", "anthropic-version": "2023-06-01" },
      body,
    });
  const text = JSON.stringify(ask("1h"));
  expect((await post(text)).status).toBe(403);
  expect((await post(text.replace('"1h"', '"\\u0031h"').replace('"ttl"', '"\\u0074tl"'))).status).toBe(403);
  const { system: _, ...rest } = ask("1h");
  expect((await post(JSON.stringify({ ...rest, cache_control: { type: "ephemeral", ttl: "1h" } }))).status).toBe(403);
  expect((await post(JSON.stringify({ ...rest, metadata: { user_id: "1h" } }))).status).toBe(200);
});
