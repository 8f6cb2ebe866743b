/** Every fault of a provider: what the caller sees, how many attempts were made, what is billed. */
import type { Fault } from "@fairlead/runtime/simulator";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, CATALOG, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["oa", "az", "an", "br", "ge", "co"] as const;
type Provider = (typeof PROVIDERS)[number];

/** Gateways by the deployments of their route: one alone, or one with a fallback that speaks another protocol. */
const gateways = new Map<string, TestGateway>();
const fallbackOf: Record<Provider, Provider> = { oa: "br", az: "br", an: "oa", br: "oa", ge: "br", co: "az" };

beforeAll(async () => {
  for (const provider of PROVIDERS) {
    gateways.set(`${provider} alone`, await startTestGateway({ policy: policyOf([`m@${provider}`]) }));
    gateways.set(
      `${provider} with fallback`,
      await startTestGateway({ policy: policyOf([`m@${provider}`, `m@${fallbackOf[provider]}`]) }),
    );
  }
});
afterAll(() => Promise.all([...gateways.values()].map((gateway) => gateway.close())));

function gatewayFor(provider: Provider, fallback: boolean): TestGateway {
  const gateway = gateways.get(`${provider} ${fallback ? "with fallback" : "alone"}`);
  if (!gateway) throw new Error("no gateway");
  return gateway;
}

afterEach(() => {
  for (const gateway of gateways.values()) {
    for (const provider of PROVIDERS) {
      gateway.simulator.setProfile(provider);
      gateway.simulator.setFault(provider);
      gateway.server.gateway.health.keepOnly([]);
    }
  }
});

/** Faults before the first content, by the class that the gateway makes of them and the code that the caller sees. */
const EARLY: [Fault, string, string, number][] = [
  [{ kind: "http-500" }, "outage", "upstream.unavailable", 503],
  [{ kind: "http-503" }, "outage", "upstream.unavailable", 503],
  [{ kind: "http-529" }, "outage", "upstream.unavailable", 503],
  [{ kind: "html-error" }, "outage", "upstream.unavailable", 503],
  [{ kind: "bad-json" }, "outage", "upstream.unavailable", 503],
  [{ kind: "refuse-connection" }, "outage", "upstream.unavailable", 503],
  [{ kind: "reset" }, "outage", "upstream.unavailable", 503],
  [{ kind: "error-in-stream", afterTokens: 0 }, "outage", "upstream.unavailable", 503],
  [{ kind: "malformed", afterTokens: 0 }, "outage", "upstream.unavailable", 503],
  [{ kind: "cut", afterTokens: 0 }, "outage", "upstream.unavailable", 503],
  [{ kind: "http-401" }, "credentials", "upstream.credentials", 502],
  [{ kind: "http-429", retryAfter: { ms: 60_000, form: "seconds" } }, "rate-limit", "upstream.rate-limited", 429],
];

describe.each(PROVIDERS)("%s", (provider) => {
  describe.each([false, true])("streaming: %s", (stream) => {
    test.each(EARLY)("$kind is served by the fallback", async (fault, failure) => {
      const gateway = gatewayFor(provider, true);
      gateway.simulator.setFault(provider, fault);
      const answer = await chat(gateway, { stream });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("fairlead-deployment")).toBe(`m@${fallbackOf[provider]}`);
      expect(answer.headers.get("fairlead-attempts")).toBe("2");
      expect(isComplete(answer, stream)).toBe(true);
      const [record] = await gateway.records();
      expect(record?.attempts.map(({ deployment, outcome, failure: kind }) => [deployment, outcome, kind])).toEqual([
        [`m@${provider}`, "failed", failure],
        [`m@${fallbackOf[provider]}`, "ok", undefined],
      ]);
      expect(record?.outcome).toBe("served");
    });

    test.each(EARLY)("$kind without a fallback is an error of the gateway", async (fault, _failure, code, status) => {
      const gateway = gatewayFor(provider, false);
      gateway.simulator.setFault(provider, fault);
      const answer = await chat(gateway, { stream });
      expect([answer.status, answer.json?.error?.code]).toEqual([status, code]);
      expect(answer.headers.get("fairlead-decision")).toMatch(/^dec_/);
      const [record] = await gateway.records();
      expect(record).toMatchObject({ outcome: code, costMicroUsd: 0 });
      expect(record?.attempts.length).toBeLessThanOrEqual(2);
    });
  });

  test("a provider that never answers is left for the fallback when a clock runs out", async () => {
    for (const stream of [false, true]) {
      const gateway = gatewayFor(provider, true);
      gateway.simulator.setFault(provider, { kind: "timeout" });
      const answer = await chat(gateway, { stream });
      expect([answer.status, answer.headers.get("fairlead-deployment")]).toEqual([200, `m@${fallbackOf[provider]}`]);
      const [record] = await gateway.records();
      expect(record?.attempts[0]).toMatchObject({ failure: "timeout" });
    }
  });

  test("a first token that comes too late is left for the fallback", async () => {
    const gateway = gatewayFor(provider, true);
    gateway.simulator.setFault(provider, { kind: "slow-first-token", delayMs: 5000 });
    const answer = await chat(gateway, { stream: true });
    expect(answer.headers.get("fairlead-deployment")).toBe(`m@${fallbackOf[provider]}`);
  });

  test.each<[Fault["kind"], string]>([
    ["cut", "upstream.cut"],
    ["stall", "upstream.timeout"],
    ["reset", "upstream.cut"],
    ["malformed", "upstream.cut"],
    ["error-in-stream", "upstream.cut"],
  ])("after the first content, %s ends in an error and without a success", async (kind, code) => {
    for (const fallback of [false, true]) {
      const gateway = gatewayFor(provider, fallback);
      gateway.simulator.setProfile(provider, { tokensPerSecond: 200, outputTokens: 40 });
      gateway.simulator.setFault(provider, { kind, afterTokens: 4 });
      const answer = await chat(gateway, { stream: true });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("fairlead-deployment")).toBe(`m@${provider}`);
      expect(isComplete(answer, true)).toBe(false);
      expect(answer.text).not.toContain("[DONE]");
      const last = answer.text.trim().split("\n\n").at(-1) ?? "";
      expect(JSON.parse(last.replace(/^data: /, "")).error.code).toBe(code);
      const [record] = await gateway.records();
      // Gemini says in each piece what it has used so far.
      const usageBasis = provider === "ge" ? "provider" : "estimate";
      expect(record).toMatchObject({ outcome: code, deployment: `m@${provider}`, usageBasis });
      // What was passed on is billed: the likely input and about four tokens.
      expect(record?.usage?.output).toBeGreaterThan(0);
      expect(record?.usage?.output).toBeLessThan(40);
    }
  });

  test("a content filter is neither retried nor a sign of bad health", async () => {
    const gateway = gatewayFor(provider, true);
    gateway.simulator.setFault(provider, { kind: "content-filter" });
    for (let index = 0; index < 6; index += 1) await chat(gateway);
    gateway.simulator.setFault(provider);
    expect((await chat(gateway)).headers.get("fairlead-deployment")).toBe(`m@${provider}`);
  });

  test("a context that is too long is told as such, and not replayed on a window of the same size", async () => {
    const gateway = gatewayFor(provider, true);
    gateway.simulator.setFault(provider, { kind: "http-400-context-length" });
    const answer = await chat(gateway);
    expect([answer.status, answer.json.error.code]).toEqual([400, "upstream.context-length"]);
    expect((await gateway.records())[0]?.attempts).toHaveLength(1);
  });
});

test("a stream without [DONE] that ended with its finish reason is complete", async () => {
  const gateway = gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "missing-done" });
  const answer = await chat(gateway, { stream: true });
  expect(answer.text).toContain('"finish_reason":"stop"');
  expect((await gateway.records())[0]?.outcome).toBe("served");
});

test("five failures open the breaker: the deployment is not even tried, and the refusal says when to come back", async () => {
  const gateway = gatewayFor("az", false);
  gateway.simulator.setFault("az", { kind: "http-500" });
  for (let index = 0; index < 3; index += 1) await chat(gateway);
  const before = gateway.simulator.counts().reduce((sum, { requests }) => sum + requests, 0);
  const answer = await chat(gateway);
  expect([answer.status, answer.json.error.code]).toEqual([503, "upstream.unavailable"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(gateway.simulator.counts().reduce((sum, { requests }) => sum + requests, 0)).toBe(before);
});

test("a rate limit of the only deployment pauses it for as long as it asked", async () => {
  const gateway = gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "http-429", retryAfter: { ms: 30_000, form: "seconds" }, count: 1 });
  expect((await chat(gateway)).headers.get("retry-after")).toBe("30");
  const second = await chat(gateway);
  expect([second.status, second.json.error.code]).toEqual([429, "upstream.rate-limited"]);
  expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(25);
});

test("one passing failure of the only deployment is tried again within the attempts allowed", async () => {
  const gateway = gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "http-503", count: 1 });
  const answer = await chat(gateway);
  expect([answer.status, answer.headers.get("fairlead-attempts")]).toEqual([200, "2"]);
});

test.each(["http-429", "http-503"] as const)(
  "after %s the only deployment is asked again when the time that it named is over",
  async (kind) => {
    const gateway = gatewayFor("oa", false);
    gateway.simulator.setFault("oa", { kind, retryAfter: { ms: 1000, form: "seconds" }, count: 1 });
    const answer = await chat(gateway);
    expect([answer.status, answer.headers.get("fairlead-attempts")]).toEqual([200, "2"]);
    const [first, second] = (await gateway.records())[0]?.attempts ?? [];
    expect((second?.startedMs ?? 0) - (first?.endedMs ?? 0)).toBeGreaterThanOrEqual(1000);
  },
);

test("a deployment that asks for more time than the request has is not asked again", async () => {
  const gateway = gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "http-503", retryAfter: { ms: 30_000, form: "retry-after-ms" }, count: 1 });
  const answer = await chat(gateway);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
  expect((await gateway.records())[0]?.attempts).toHaveLength(1);
});

test.each([
  ["it is the only attempt", "attempts: 1, on: [outage, timeout, rate-limit]"],
  ["timeouts do not fall back", "attempts: 2, on: [outage, rate-limit]"],
])("the whole deadline is for one deployment where %s", async (_why, fallback) => {
  const gateway = await startTestGateway({
    catalog: CATALOG.replaceAll("400", "4000"),
    policy: policyOf(["m@oa", "m@br"]).replace(/fallback: .*/, `fallback: { ${fallback}, deadlineMs: 1500 }`),
  });
  gateway.simulator.setProfile("oa", { ttftMs: 1000, ttftSpread: 0, tokensPerSecond: 0 });
  for (const stream of [false, true]) expect((await chat(gateway, { stream })).status).toBe(200);
  await gateway.close();
});

function isComplete(answer: Answer, stream: boolean): boolean {
  if (!stream) return answer.json?.choices?.[0]?.finish_reason === "stop";
  return answer.text.includes('"finish_reason":"stop"') && answer.text.trimEnd().endsWith("data: [DONE]");
}
