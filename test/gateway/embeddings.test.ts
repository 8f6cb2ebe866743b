/** Embeddings through the gateway with OpenAI's client: vectors of one model only, metered and paid for. */
import { GatewayOpenAI } from "@fairlead/runtime/openai";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { send, startTestGateway, type TestGateway } from "./harness.ts";

const CATALOG = `
apiVersion: fairlead/v1
kind: Catalog
providers:
  oa: { adapter: openai, jurisdiction: us, credentials: { env: OA } }
  az: { adapter: azure-openai, jurisdiction: eu, endpoint: "https://az.example", credentials: { env: AZ } }
  co: { adapter: openai-compatible, jurisdiction: eu, endpoint: "https://co.example/v1", credentials: { env: CO } }
  br: { adapter: bedrock, jurisdiction: eu, region: eu-central-1, credentials: { chain: aws } }
models:
  small: { supplier: acme, capabilities: [embeddings], contextWindow: 100 }
  large: { supplier: acme, capabilities: [embeddings], contextWindow: 8000 }
  m: { supplier: acme, capabilities: [chat], contextWindow: 8000 }
deployments:
  small@oa: { upstream: small-oa, price: { input: 1, output: 0 }, data: &open { retentionDays: 0, training: false, maxSensitivity: confidential } }
  small@az: { upstream: small-az, price: { input: 2, output: 0 }, data: *open }
  small@br: { upstream: vendor.small, price: { input: 2, output: 0 }, data: *open }
  large@co: { upstream: large-co, price: { input: 3, output: 0 }, data: *open }
  m@oa: { upstream: m-oa, price: { input: 1, output: 10 }, data: *open }
`;
const POLICY = `
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: { owner: sales } }
workloads:
  v: &vectors
    businessUnit: sales
    sensitivity: public
    route: { candidates: [small@oa, large@co, small@az] }
    fallback: { on: [outage, timeout, rate-limit], attempts: 3, deadlineMs: 40000 }
  b: { <<: *vectors, route: { candidates: [small@br] } }
  c: { <<: *vectors, route: { candidates: [m@oa] } }
  poor: { <<: *vectors, route: { candidates: [small@oa] } }
budgets:
  tiny: { scope: { workload: poor }, limit: 0.000050 USD, window: day }
`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ catalog: CATALOG, policy: POLICY });
});
afterEach(() => {
  for (const provider of ["oa", "az", "co"]) gateway.simulator.setFault(provider);
});
afterAll(() => gateway.close());

const client = (workload = "v") =>
  new GatewayOpenAI({ workload, gatewayUrl: gateway.url, gatewayKey: gateway.key, maxRetries: 0 });

test("texts, as numbers and as the base64 that the client asks for by itself", async () => {
  const input = ["one parcel", "two parcels"];
  const { data, response } = await client().embeddings.create({ model: "small", input }).withResponse();
  expect(data.data.map(({ embedding }) => embedding.length)).toEqual([256, 256]);
  const [record] = await gateway.records();
  expect(record).toMatchObject({
    outcome: "served",
    protocol: "openai-embeddings",
    deployment: "small@oa",
    usage: { input: data.usage.prompt_tokens, output: 0 },
    usageBasis: "provider",
    costMicroUsd: data.usage.prompt_tokens,
  });
  expect(response.headers.get("fairlead-cost-usd")).toBe("0.000005");
  const plain = await client().embeddings.create({ model: "small", input, encoding_format: "float" });
  expect(plain.data[0]?.embedding[0]).toBeCloseTo(data.data[0]?.embedding[0] ?? 2, 5);
});

test("tokens and dimensions pass through", async () => {
  const answer = await client().embeddings.create({ model: "small", input: [[1, 2, 3], [4]], dimensions: 8 });
  expect(answer.data.map(({ embedding }) => embedding.length)).toEqual([8, 8]);
  expect(answer.usage.prompt_tokens).toBe(4);
});

test("a fallback stays with the model: past another one, and to nobody rather than to it", async () => {
  gateway.simulator.setFault("oa", { kind: "http-500" });
  await client().embeddings.create({ model: "auto", input: "one parcel" });
  const [record] = await gateway.records();
  expect(record).toMatchObject({ deployment: "small@az", attempts: [{ deployment: "small@oa" }, { outcome: "ok" }] });
  gateway.simulator.setFault("az", { kind: "http-500" });
  const call = client().embeddings.create({ model: "auto", input: "one parcel" });
  await expect(call).rejects.toMatchObject({ status: 503, code: "upstream.unavailable" });
  expect(gateway.simulator.counts().some(({ model }) => model === "large-co")).toBe(false);
});

test("the model that the caller names, where the route has it", async () => {
  const answer = await client().embeddings.create({ model: "large", input: "one parcel" });
  expect(answer.model).toBe("large-co");
});

test("a batch is larger than the window of one text, one text may not be", async () => {
  const text = "word ".repeat(60);
  expect((await client().embeddings.create({ model: "small", input: Array(20).fill(text) })).data).toHaveLength(20);
  const long = client().embeddings.create({ model: "small", input: text.repeat(10) });
  await expect(long).rejects.toMatchObject({ status: 403, code: "policy.no-deployment" });
});

test("a model that makes none, a provider that can not be asked, and a body that is none", async () => {
  const chat = client("c").embeddings.create({ model: "m", input: "one parcel" });
  await expect(chat).rejects.toMatchObject({ code: "policy.no-deployment" });
  const bedrock = client("b").embeddings.create({ model: "small", input: "one parcel" });
  await expect(bedrock).rejects.toMatchObject({ code: "request.untranslatable" });
  const answer = await send(gateway, "/v1/embeddings", {
    method: "POST",
    headers: { "fairlead-workload": "v" },
    body: '{"input":7}',
  });
  expect(answer.json.error).toMatchObject({ code: "request.malformed", param: "/input" });
});

test("a budget holds for vectors too", async () => {
  const input = "word ".repeat(8);
  const calls = Array.from({ length: 12 }, () =>
    client("poor")
      .embeddings.create({ model: "small", input })
      .then(
        () => "served",
        (error: unknown) => (error instanceof OpenAI.RateLimitError ? error.code : String(error)),
      ),
  );
  const outcomes = await Promise.all(calls);
  expect(new Set(outcomes)).toEqual(new Set(["served", "budget.exhausted"]));
  const records = (await gateway.records()).filter(({ workload }) => workload === "poor");
  expect(records.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0)).toBeLessThanOrEqual(50);
});

test("one model of the list, and one that is not in it", async () => {
  expect(await client().models.retrieve("large")).toMatchObject({ id: "large", object: "model", owned_by: "acme" });
  const missing = client().models.retrieve("gone/for good");
  await expect(missing).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(missing).rejects.toMatchObject({ code: "request.unknown-model" });
});
