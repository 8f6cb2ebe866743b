/** Every fault of a provider: what the caller sees, how many attempts were made, what is billed. */
import type { Fault } from "@fairlead/runtime/simulator";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type Answer, catalogWith, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["oa", "az", "an", "br", "ge", "co"] as const;
type Provider = (typeof PROVIDERS)[number];

const fallbackOf: Record<Provider, Provider> = { oa: "br", az: "br", an: "oa", br: "oa", ge: "br", co: "az" };

/** The clocks that run out, of the provider that has the fault. All others are patient. */
const CLOCKS = {
  none: {},
  first: { firstByteMs: 300, firstTokenMs: 300, totalMs: 300 },
  idle: { idleMs: 300 },
};

/** Gateways by their route, one deployment alone or with a fallback that speaks another protocol, and their clocks. */
const gateways = new Map<string, Promise<TestGateway>>();
afterAll(() => Promise.all([...gateways.values()].map(async (gateway) => (await gateway).close())));

function gatewayFor(
  provider: Provider,
  hasFallback: boolean,
  clocks: keyof typeof CLOCKS = "none",
): Promise<TestGateway> {
  const name = `${provider} ${hasFallback} ${clocks}`;
  const route = [`m@${provider}`, ...(hasFallback ? [`m@${fallbackOf[provider]}`] : [])];
  const catalog = catalogWith(provider, CLOCKS[clocks]);
  const gateway = gateways.get(name) ?? startTestGateway({ catalog, policy: policyOf(route) });
  gateways.set(name, gateway);
  return gateway;
}

afterEach(async () => {
  for (const each of gateways.values()) {
    const { simulator, server } = await each;
    for (const provider of PROVIDERS) {
      simulator.setProfile(provider);
      simulator.setFault(provider);
    }
    server.gateway.health.keepOnly([]);
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
      const gateway = await gatewayFor(provider, true);
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
      const gateway = await gatewayFor(provider, false);
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
      const gateway = await gatewayFor(provider, true, "first");
      gateway.simulator.setFault(provider, { kind: "timeout" });
      const answer = await chat(gateway, { stream });
      expect([answer.status, answer.headers.get("fairlead-deployment")]).toEqual([200, `m@${fallbackOf[provider]}`]);
      const [record] = await gateway.records();
      expect(record?.attempts[0]).toMatchObject({ failure: "timeout" });
    }
  });

  test("a first token that comes too late is left for the fallback", async () => {
    const gateway = await gatewayFor(provider, true, "first");
    gateway.simulator.setFault(provider, { kind: "slow-first-token", delayMs: 60_000 });
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
      const gateway = await gatewayFor(provider, fallback, kind === "stall" ? "idle" : "none");
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
    const gateway = await gatewayFor(provider, true);
    gateway.simulator.setFault(provider, { kind: "content-filter" });
    for (let index = 0; index < 6; index += 1) await chat(gateway);
    gateway.simulator.setFault(provider);
    expect((await chat(gateway)).headers.get("fairlead-deployment")).toBe(`m@${provider}`);
  });

  test("a context that is too long is told as such, and not replayed on a window of the same size", async () => {
    const gateway = await gatewayFor(provider, true);
    gateway.simulator.setFault(provider, { kind: "http-400-context-length" });
    const answer = await chat(gateway);
    expect([answer.status, answer.json.error.code]).toEqual([400, "upstream.context-length"]);
    expect((await gateway.records())[0]?.attempts).toHaveLength(1);
  });
});

test("a stream without [DONE] that ended with its finish reason is complete, and says so", async () => {
  const gateway = await gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "missing-done" });
  const answer = await chat(gateway, { stream: true });
  expect(isComplete(answer, true)).toBe(true);
  expect((await gateway.records())[0]?.outcome).toBe("served");
});

test("five failures open the breaker: the deployment is not even tried, and the refusal says when to come back", async () => {
  const gateway = await gatewayFor("az", false);
  gateway.simulator.setFault("az", { kind: "http-500" });
  for (let index = 0; index < 3; index += 1) await chat(gateway);
  const before = gateway.simulator.counts().reduce((sum, { requests }) => sum + requests, 0);
  const answer = await chat(gateway);
  expect([answer.status, answer.json.error.code]).toEqual([503, "upstream.unavailable"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(gateway.simulator.counts().reduce((sum, { requests }) => sum + requests, 0)).toBe(before);
});

test("a rate limit of the only deployment pauses it for as long as it asked", async () => {
  const gateway = await gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "http-429", retryAfter: { ms: 120_000, form: "seconds" }, count: 1 });
  expect((await chat(gateway)).headers.get("retry-after")).toBe("120");
  const second = await chat(gateway);
  expect([second.status, second.json.error.code]).toEqual([429, "upstream.rate-limited"]);
  expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(60);
});

test("one passing failure of the only deployment is tried again within the attempts allowed", async () => {
  const gateway = await gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "http-503", count: 1 });
  const answer = await chat(gateway);
  expect([answer.status, answer.headers.get("fairlead-attempts")]).toEqual([200, "2"]);
});

test.each(["http-429", "http-503"] as const)(
  "after %s the only deployment is asked again when the time that it named is over",
  async (kind) => {
    const gateway = await gatewayFor("oa", false);
    gateway.simulator.setFault("oa", { kind, retryAfter: { ms: 1000, form: "seconds" }, count: 1 });
    const answer = await chat(gateway);
    expect([answer.status, answer.headers.get("fairlead-attempts")]).toEqual([200, "2"]);
    const [first, second] = (await gateway.records())[0]?.attempts ?? [];
    expect((second?.startedMs ?? 0) - (first?.endedMs ?? 0)).toBeGreaterThanOrEqual(1000);
  },
);

test("a deployment that asks for more time than the request has is not asked again", async () => {
  const gateway = await gatewayFor("oa", false);
  gateway.simulator.setFault("oa", { kind: "http-503", retryAfter: { ms: 120_000, form: "retry-after-ms" }, count: 1 });
  const answer = await chat(gateway);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "120"]);
  expect((await gateway.records())[0]?.attempts).toHaveLength(1);
});

test("the whole deadline is for one deployment where it is the only attempt, or timeouts do not fall back", async () => {
  const fallbacks = ["attempts: 1, on: [outage, timeout, rate-limit]", "attempts: 2, on: [outage, rate-limit]"];
  const runs = fallbacks.map(async (fallback) => {
    const gateway = await startTestGateway({
      policy: policyOf(["m@oa", "m@br"]).replace(/fallback: .*/, `fallback: { ${fallback}, deadlineMs: 5800 }`),
    });
    // Half of the deadline, what a fallback would leave it, is over before that; the whole is not for long.
    gateway.simulator.setProfile("oa", { ttftMs: 3000, ttftSpread: 0, tokensPerSecond: 0 });
    const answers = await Promise.all([false, true].map((stream) => chat(gateway, { stream })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ headers }) => headers.get("fairlead-deployment"))).toEqual(["m@oa", "m@oa"]);
    await gateway.close();
  });
  await Promise.all(runs);
});

function isComplete(answer: Answer, stream: boolean): boolean {
  if (!stream) return answer.json?.choices?.[0]?.finish_reason === "stop";
  return answer.text.includes('"finish_reason":"stop"') && answer.text.trimEnd().endsWith("data: [DONE]");
}
