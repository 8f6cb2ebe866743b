/** Requests that would cost more, or keep more, than the catalog says; and prices that depend on length and time. */
import { afterEach, describe, expect, test } from "vitest";
import { CATALOG, chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(() => gateway.close());

const STRIP = "defaults: { extras: strip }";
const converse = (body: Record<string, unknown>) =>
  send(gateway, "/model/auto/converse", {
    method: "POST",
    headers: { "content-type": "application/json", "fairlead-workload": "x" },
    body: JSON.stringify({ messages: [{ role: "user", content: [{ text: "hello" }] }], ...body }),
  });

const CHAT: [Record<string, unknown>, string][] = [
  [{ service_tier: "priority" }, "/service_tier"],
  [{ web_search_options: {} }, "/web_search_options"],
  [{ search_parameters: { mode: "on" } }, "/search_parameters"],
  [{ plugins: [{ id: "web" }] }, "/plugins"],
  [{ store: true }, "/store"],
  [{ prompt_cache_retention: "24h" }, "/prompt_cache_retention"],
  [{ modalities: ["text", "audio"], audio: { voice: "alloy", format: "mp3" } }, "/modalities"],
];
const CONVERSE: [Record<string, unknown>, string][] = [
  [{ serviceTier: { type: "priority" } }, "/serviceTier"],
  [{ performanceConfig: { latency: "optimized" } }, "/performanceConfig"],
];

describe("refused unless the policy says otherwise", () => {
  test("every one of them, before anything is sent", async () => {
    gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@br"]) });
    for (const [body, path] of CHAT) {
      const { status, json } = await chat(gateway, body);
      expect([status, json.error.code, json.error.param]).toEqual([400, "request.unpriced-extra", path]);
    }
    for (const [body, path] of CONVERSE) {
      const { status, text } = await converse(body);
      expect([status, text]).toEqual([400, expect.stringContaining(path)]);
    }
    expect(gateway.simulator.counts().reduce((sum, { requests }) => sum + requests, 0)).toBe(0);
  });

  test("the values that change nothing pass", async () => {
    gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@br"]) });
    for (const body of [
      { service_tier: "auto" },
      { service_tier: "default" },
      { store: false },
      { modalities: ["text"] },
      { service_tier: null },
    ])
      expect((await chat(gateway, body)).status).toBe(200);
    expect(
      (await converse({ serviceTier: { type: "default" }, performanceConfig: { latency: "standard" } })).status,
    ).toBe(200);
  });
});

describe("taken out where the policy says so", () => {
  test("the provider does not see it, the caller is told", async () => {
    gateway = await startTestGateway({ policy: policyOf(["m@oa"], STRIP) });
    for (const [body, path] of CHAT) {
      const { status, headers } = await chat(gateway, { ...body, stream: true });
      expect([status, headers.get("fairlead-stripped")]).toEqual([200, path]);
    }
    const both = await chat(gateway, { service_tier: "flex", store: true });
    expect(both.headers.get("fairlead-stripped")).toBe("/service_tier, /store");
    expect((await chat(gateway)).headers.get("fairlead-stripped")).toBeNull();
  });

  test.each([
    ["chat", { tools: [{ type: "web_search" }] }, "/tools/0"],
    ["converse", { toolConfig: { tools: [{ systemTool: { name: "nova_grounding" } }] } }, "/toolConfig/tools/0"],
    [
      "converse",
      { additionalModelRequestFields: { tools: [{ type: "web_search_20250305", name: "web_search" }] } },
      "/additionalModelRequestFields/tools/0",
    ],
  ])("but not what makes it another request: %s %j", async (kind, body, path) => {
    gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@br"], STRIP) });
    const { status, text } = await (kind === "chat" ? chat(gateway, body) : converse(body));
    expect(status).toBe(400);
    expect(text).toContain(path);
  });
});

test("a long request is billed at its tier, and the record says so; the reservation covers it", async () => {
  const catalog = CATALOG.replace(
    "price: { input: 1, output: 10 }",
    "price: { input: 1, output: 10, tiers: [{ aboveInputTokens: 1000, input: 2, output: 20 }] }",
  );
  gateway = await startTestGateway({ catalog, policy: policyOf(["m@oa"]) });
  gateway.simulator.setProfile("oa", { inputTokens: 1001, outputTokens: 10, cachedInputTokens: 0 });
  const long = { messages: [{ role: "user", content: "long ".repeat(1000) }] };
  await chat(gateway, long);
  gateway.simulator.setProfile("oa", { inputTokens: 1000, outputTokens: 10, cachedInputTokens: 0 });
  await chat(gateway, long);
  const [short, first] = await gateway.records();
  expect([first?.costMicroUsd, first?.priceBasis]).toEqual([2002 + 200, "catalog, above 1000 input tokens"]);
  expect(first?.price).toMatchObject({ inputPerMillion: 2_000_000, outputPerMillion: 20_000_000 });
  expect([short?.costMicroUsd, short?.priceBasis]).toEqual([1000 + 100, "catalog"]);
  for (const record of [short, first])
    expect(record?.reservedMicroUsd).toBeGreaterThanOrEqual(record?.costMicroUsd ?? 0);
});

test("at its time of day another price holds", async () => {
  const catalog = CATALOG.replace(
    "price: { input: 1, output: 10 }",
    'price: { input: 1, output: 10, times: [{ from: "22:00", until: "06:00", input: 0.5, output: 5 }] }',
  );
  let now = Date.parse("2026-11-22T12:00:00Z");
  gateway = await startTestGateway({ catalog, policy: policyOf(["m@oa"]), now: () => now });
  gateway.simulator.setProfile("oa", { inputTokens: 100, outputTokens: 10, cachedInputTokens: 0 });
  await chat(gateway);
  now = Date.parse("2026-11-23T05:59:59Z");
  await chat(gateway);
  expect((await gateway.records()).map(({ costMicroUsd, priceBasis }) => [costMicroUsd, priceBasis])).toEqual([
    [100, "catalog, 22:00 to 06:00 UTC"],
    [200, "catalog"],
  ]);
});

describe("a guardrail of Bedrock's", () => {
  const guarded = { guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" } };

  test("is reserved and billed with each request that names one, plain and streamed", async () => {
    const catalog = CATALOG.replace(
      /(m@br.*price: \{ input: 1, output: 10)/,
      "$1, perRequest: 0.001, guardrail: 0.003",
    );
    gateway = await startTestGateway({ catalog, policy: policyOf(["m@br"]) });
    gateway.simulator.setProfile("br", { inputTokens: 100, outputTokens: 10, cachedInputTokens: 0 });
    expect((await converse({})).status).toBe(200);
    expect((await converse(guarded)).status).toBe(200);
    const streamed = await send(gateway, "/model/auto/converse-stream", {
      method: "POST",
      headers: { "content-type": "application/json", "fairlead-workload": "x" },
      body: JSON.stringify({ messages: [{ role: "user", content: [{ text: "hello" }] }], ...guarded }),
    });
    expect(streamed.status).toBe(200);
    const records = await gateway.records();
    expect(records.map(({ costMicroUsd, priceBasis }) => [costMicroUsd, priceBasis])).toEqual([
      [200 + 1000 + 3000, "catalog, with a guardrail"],
      [200 + 1000 + 3000, "catalog, with a guardrail"],
      [200 + 1000, "catalog"],
    ]);
    const [with_, , without] = records.map(({ reservedMicroUsd }) => reservedMicroUsd ?? 0);
    expect((with_ ?? 0) - (without ?? 0)).toBe(3000);
    expect(records[0]?.facts).toMatchObject({ guarded: true });
  });

  test("without a price it is refused, or flagged where the policy says so, and never free", async () => {
    gateway = await startTestGateway({ policy: policyOf(["m@br"]) });
    expect((await converse(guarded)).status).toBe(403);
    const [record] = await gateway.records();
    expect(record?.rejected[0]?.rejections).toMatchObject([
      { rule: "price.unknown", reason: expect.stringContaining("guardrail") },
    ]);
    await gateway.close();
    gateway = await startTestGateway({ policy: policyOf(["m@br"], "defaults: { unpriced: flag }") });
    expect((await converse(guarded)).status).toBe(200);
    expect(await gateway.records()).toMatchObject([{ outcome: "served", costMicroUsd: null }]);
  });
});

test.each([
  [{ speed: "fast" }, "/additionalModelRequestFields/speed"],
  [{ mcp_servers: [{ url: "https://x" }] }, "/additionalModelRequestFields/mcp_servers"],
  [{ tools: [{ type: "tool_search_tool_regex_20251119" }] }, "/additionalModelRequestFields/tools/0"],
])("what Anthropic's models take beside Converse is no way around: %j", async (additionalModelRequestFields, path) => {
  gateway = await startTestGateway({ policy: policyOf(["m@br"], STRIP) });
  const { status, text } = await converse({ additionalModelRequestFields });
  expect([status, text]).toEqual([400, expect.stringContaining(path)]);
});
