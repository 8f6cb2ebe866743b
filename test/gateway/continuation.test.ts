/** Streams that break off after their first content and are taken up by another deployment. */
import { request } from "node:http";
import type { Fault } from "@fairlead/runtime/simulator";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { catalogWith, chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";
import { STREAMING_CALLERS, stream } from "./streaming-callers.ts";

const PROVIDERS = ["oa", "az", "an", "br", "ge", "co"] as const;
type Provider = (typeof PROVIDERS)[number];

/** Who takes up the streams of whom: each that can, and each protocol after another. */
const NEXT: Record<Provider, Provider> = { oa: "an", az: "ge", an: "br", br: "co", ge: "an", co: "ge" };

/** A catalog whose models take a beginning; idle clocks run out soon only where a fault hangs. */
function catalogFor(provider: Provider, idleMs = 20_000): string {
  return catalogWith(provider, { idleMs })
    .replace("vision]", "vision, assistant-prefill]")
    .replace("credentials: { env: CO },", "credentials: { env: CO }, prefill: prefix,");
}

function policyFor(candidates: readonly string[], fallback = "continue: true"): string {
  return policyOf(candidates).replace("attempts: 2,", `attempts: 2, ${fallback},`);
}

/** By what they were started for. */
const gateways = new Map<string, Promise<TestGateway>>();

function gatewayFor(provider: Provider, continues: boolean, kind: Fault["kind"]): Promise<TestGateway> {
  const hangs = kind === "stall";
  const name = `${provider} ${continues} ${hangs}`;
  const gateway =
    gateways.get(name) ??
    startTestGateway({
      catalog: catalogFor(provider, hangs ? 300 : undefined),
      policy: policyFor([`m@${provider}`, `m@${NEXT[provider]}`], `continue: ${continues}`),
    });
  gateways.set(name, gateway);
  return gateway;
}

afterAll(() => Promise.all([...gateways.values()].map(async (gateway) => (await gateway).close())));
afterEach(async () => {
  for (const each of gateways.values()) {
    const gateway = await each;
    for (const provider of PROVIDERS) {
      gateway.simulator.setProfile(provider);
      gateway.simulator.setFault(provider);
    }
    gateway.server.gateway.health.keepOnly([]);
    expect(gateway.faults).toEqual([]);
  }
});

const LATE: [Fault["kind"], string, string][] = [
  ["cut", "outage", "upstream.cut"],
  ["stall", "timeout", "upstream.timeout"],
  ["reset", "outage", "upstream.cut"],
  ["malformed", "outage", "upstream.cut"],
  ["error-in-stream", "outage", "upstream.cut"],
];
const QUESTION = "Say something about parcels.";
const TOKENS = 40;
const SENT = 4;

/** The first breaks off after some tokens of an answer that all make equally long. */
function breakOff(gateway: TestGateway, provider: Provider, kind: Fault["kind"]): void {
  for (const one of PROVIDERS) gateway.simulator.setProfile(one, { tokensPerSecond: 0, outputTokens: TOKENS });
  // A reset takes with it what was not read yet.
  if (kind === "reset") gateway.simulator.setProfile(provider, { tokensPerSecond: 50 });
  gateway.simulator.setFault(provider, { kind, afterTokens: SENT });
}

/** Every fault for every caller, after one provider or another. */
const CASES = STREAMING_CALLERS.flatMap((caller, row) =>
  LATE.map(([kind, failure, code], column) => {
    const provider = PROVIDERS[(row * LATE.length + column) % PROVIDERS.length] ?? "oa";
    return { caller, kind, failure, code, provider };
  }),
);

async function expectTakenUp(caller: string, provider: Provider, kind: Fault["kind"], failure: string): Promise<void> {
  const gateway = await gatewayFor(provider, true, kind);
  breakOff(gateway, provider, kind);
  const seen = await stream(caller, gateway, QUESTION);
  expect(seen.error).toBeUndefined();
  expect([seen.begins, seen.ends, seen.ids.size <= 1, seen.blocks <= 1]).toEqual([1, 1, true, true]);
  const [rest, first] = await gateway.records();
  expect(rest).toMatchObject({ outcome: "served", deployment: `m@${NEXT[provider]}`, continuedFrom: first?.id });
  expect(first).toMatchObject({ outcome: "continued", deployment: `m@${provider}`, continuedBy: rest?.id });
  expect(rest?.attempts).toMatchObject([
    { deployment: `m@${provider}`, outcome: "failed", failure, recordedIn: first?.id },
    { deployment: `m@${NEXT[provider]}`, outcome: "ok" },
  ]);
  // The model got the beginning, and made the rest of it and no more.
  expect(rest?.facts?.capabilities).toContain("assistant-prefill");
  if (kind === "reset") expect(rest?.usage?.output).toBeGreaterThanOrEqual(TOKENS - SENT);
  else expect(rest?.usage?.output).toBe(TOKENS - SENT);
  expect(rest?.facts?.maxOutputTokens).toBe(100 - (first?.usage?.output ?? 0));
  // The caller sees what is billed.
  const sum = (name: "input" | "output") => (first?.usage?.[name] ?? 0) + (rest?.usage?.[name] ?? 0);
  expect([seen.input, seen.output]).toEqual([sum("input"), sum("output")]);
  expect(gateway.server.gateway.reservations.held).toBe(0);
}

describe("where the policy says so", () => {
  test.each(CASES)("$kind of $provider is taken up for a caller of $caller", ({ caller, kind, failure, provider }) =>
    expectTakenUp(caller, provider, kind, failure),
  );

  test.each(PROVIDERS)("a stream of %s that was cut is taken up", (provider) =>
    expectTakenUp("chat", provider, "cut", "outage"),
  );
});

test.each(CASES)(
  "where the policy does not say so, $kind of $provider ends in the error of $caller",
  async ({ caller, kind, code, provider }) => {
    const gateway = await gatewayFor(provider, false, kind);
    breakOff(gateway, provider, kind);
    const seen = await stream(caller, gateway, QUESTION);
    expect([seen.begins, seen.ends]).toEqual([1, 0]);
    expect(seen.error).toBeDefined();
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: code, deployment: `m@${provider}` });
    expect(record?.attempts).toHaveLength(1);
    expect(record?.continuedBy).toBeUndefined();
  },
);

/** The last event of a stream of Chat Completions that ended in an error. */
function errorOf(text: string): { code: string; message: string } {
  expect(text).not.toContain("[DONE]");
  return JSON.parse((text.trim().split("\n\n").at(-1) ?? "").replace(/^data: /, "")).error;
}

async function startFor(
  candidates: string[],
  fallback?: string,
  more?: (text: string) => string,
): Promise<TestGateway> {
  const policy = (more ?? String)(policyFor(candidates, fallback));
  const gateway = await startTestGateway({ catalog: catalogFor("oa"), policy });
  extra.push(gateway);
  return gateway;
}
const extra: TestGateway[] = [];
afterEach(() => Promise.all(extra.splice(0).map((gateway) => gateway.close())));

test("a rest that breaks off too ends in the protocol's error, and both are billed", async () => {
  const gateway = await gatewayFor("oa", true, "cut");
  breakOff(gateway, "oa", "cut");
  gateway.simulator.setFault("an", { kind: "cut", afterTokens: 3 });
  const answer = await chat(gateway, { stream: true });
  expect(errorOf(answer.text).code).toBe("upstream.cut");
  const [rest, first] = await gateway.records();
  expect(rest).toMatchObject({ outcome: "upstream.cut", status: 200, continuedFrom: first?.id });
  expect(rest?.attempts.map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
  for (const part of [rest, first]) expect(part?.costMicroUsd).toBeGreaterThan(0);
});

test.each<[string, Fault]>([
  ["refuses", { kind: "http-400-context-length" }],
  ["is out of order", { kind: "http-500" }],
])("where the one that is asked for the rest %s, the caller is told of the first failure", async (_what, fault) => {
  const gateway = await gatewayFor("oa", true, "cut");
  breakOff(gateway, "oa", "cut");
  gateway.simulator.setFault("an", fault);
  const { code, message } = errorOf((await chat(gateway, { stream: true })).text);
  expect([code, message]).toEqual([
    "upstream.cut",
    expect.stringMatching(/m@oa: the stream broke off .* not be taken up/),
  ]);
  const [rest, first] = await gateway.records();
  expect(first).toMatchObject({ outcome: "continued", deployment: "m@oa" });
  expect(rest).toMatchObject({ continuedFrom: first?.id, costMicroUsd: 0, deployment: null, status: 200 });
});

test("a model that refuses to go on is passed over for the next", async () => {
  const gateway = await startFor(["m@oa", "m@an", "m@br"], "continue: true", (text) =>
    text.replace("attempts: 2", "attempts: 3").replace("rate-limit]", "rate-limit, context-length]"),
  );
  breakOff(gateway, "oa", "cut");
  gateway.simulator.setFault("an", { kind: "http-503" });
  const seen = await stream("chat", gateway, QUESTION);
  expect([seen.error, seen.ends]).toEqual([undefined, 1]);
  const [rest] = await gateway.records();
  expect(rest?.attempts.map(({ deployment, outcome }) => [deployment, outcome])).toEqual([
    ["m@oa", "failed"],
    ["m@an", "failed"],
    ["m@br", "ok"],
  ]);
});

describe("nothing is taken up", () => {
  const unchanged = async (gateway: TestGateway, body: Record<string, unknown> = {}, headers = {}) => {
    breakOff(gateway, "oa", "cut");
    const answer = await chat(gateway, { stream: true, ...body }, headers);
    expect(errorOf(answer.text).code).toBe("upstream.cut");
    const [record] = await gateway.records();
    expect(record).toMatchObject({ outcome: "upstream.cut", deployment: "m@oa" });
    expect(record?.continuedBy).toBeUndefined();
    return answer;
  };

  test.each([
    ["JSON", { response_format: { type: "json_object" } }],
    ["several answers", { n: 2 }],
    ["a forced call", { tool_choice: "required", tools: [{ type: "function", function: { name: "look" } }] }],
    ["reasoning", { reasoning_effort: "high" }],
  ])("of %s", async (_what, body) => {
    const gateway = await startFor(["m@oa", "m@an"]);
    gateway.simulator.setProfile("oa", { tokensPerSecond: 200 });
    const answer = await chat(gateway, { stream: true, ...body });
    if (answer.status !== 200) return;
    await unchanged(gateway, body);
  });

  test("where no attempt is left", async () => {
    const gateway = await startFor(["m@oa", "m@an"], "continue: true", (text) =>
      text.replace("attempts: 2", "attempts: 1"),
    );
    await unchanged(gateway);
  });

  test("where the failure does not fall back", async () => {
    const gateway = await startFor(["m@oa", "m@an"], "continue: true", (text) => text.replace("outage, ", ""));
    await unchanged(gateway);
  });

  test("by a deployment of OpenAI's, which begins another message", async () => {
    await unchanged(await startFor(["m@oa", "m@az"]));
  });

  test("by one that the policy does not allow for this request", async () => {
    const gateway = await startFor(["m@oa", "m@an"], "continue: true", (text) =>
      text.concat("rules:\n  not-there: { when: { sensitivity: internal }, deny: { providers: [an] } }\n"),
    );
    await unchanged(gateway, {}, { "fairlead-sensitivity": "internal" });
    expect(gateway.simulator.counts().some(({ provider }) => provider === "an")).toBe(false);
  });

  test("of a request that is pinned", async () => {
    await unchanged(await startFor(["m@oa", "m@an"]), {}, { "fairlead-pin": "m@oa" });
  });
});

test("a caller that leaves while the rest is made is billed for both parts", async () => {
  const gateway = await gatewayFor("oa", true, "cut");
  breakOff(gateway, "oa", "cut");
  gateway.simulator.setFault("an", { kind: "stall", afterTokens: 5 });
  const leaving = new AbortController();
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}`, "fairlead-workload": "x" },
    body: JSON.stringify({ model: "auto", stream: true, messages: [{ role: "user", content: QUESTION }] }),
    signal: leaving.signal,
  });
  const reader = answer.body?.getReader();
  let text = "";
  // The rest has begun when there is more than the beginning.
  while (text.split("data: ").length <= SENT + 3) text += Buffer.from((await reader?.read())?.value ?? []).toString();
  leaving.abort();
  const latest = async () => (await gateway.records())[0];
  await expect.poll(async () => (await latest())?.outcome).toBe("caller.left");
  const [rest, first] = await gateway.records();
  expect(rest).toMatchObject({ continuedFrom: first?.id, deployment: "m@an", status: 499 });
  for (const part of [rest, first]) expect(part?.costMicroUsd).toBeGreaterThan(0);
  await expect.poll(() => gateway.server.gateway.reservations.held).toBe(0);
});

test("a caller that leaves before the rest has begun", async () => {
  const gateway = await gatewayFor("oa", true, "cut");
  breakOff(gateway, "oa", "cut");
  gateway.simulator.setFault("an", { kind: "timeout" });
  const leaving = new AbortController();
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}`, "fairlead-workload": "x" },
    body: JSON.stringify({ model: "auto", stream: true, messages: [{ role: "user", content: QUESTION }] }),
    signal: leaving.signal,
  });
  await answer.body?.getReader().read();
  await expect.poll(async () => (await gateway.records())[0]?.outcome).toBe("continued");
  leaving.abort();
  await expect.poll(async () => (await gateway.records())[0]?.outcome).toBe("caller.left");
  const [rest, first] = await gateway.records();
  expect(rest?.continuedFrom).toBe(first?.id);
  await expect.poll(() => gateway.server.gateway.reservations.held).toBe(0);
});

test("the trailers tell the cost of both parts, and who had a part in it", async () => {
  const gateway = await gatewayFor("oa", true, "cut");
  breakOff(gateway, "oa", "cut");
  const trailers = await new Promise<NodeJS.Dict<string>>((resolve, reject) => {
    const headers = { authorization: `Bearer ${gateway.key}`, "fairlead-workload": "x" };
    const sent = request(`${gateway.url}/v1/chat/completions`, { method: "POST", headers }, (answer) => {
      answer.resume().on("end", () => resolve(answer.trailers));
    });
    sent.on("error", reject);
    sent.end(JSON.stringify({ model: "auto", stream: true, messages: [{ role: "user", content: QUESTION }] }));
  });
  const [rest, first] = await gateway.records();
  expect(trailers["fairlead-continued-by"]).toBe("m@an");
  const cost = (first?.costMicroUsd ?? 0) + (rest?.costMicroUsd ?? 0);
  expect(Math.round(Number(trailers["fairlead-cost-usd"]) * 1e6)).toBe(cost);
});

test("a budget that holds no more than one part at a time is enough for both, and counts both", async () => {
  const gateway = await startFor(["m@oa", "m@an"], "continue: true", (text) =>
    text.concat("budgets:\n  day: { scope: { businessUnit: sales }, limit: 0.0015 USD, window: day }\n"),
  );
  breakOff(gateway, "oa", "cut");
  const seen = await stream("chat", gateway, QUESTION);
  expect(seen.error).toBeUndefined();
  const [rest, first] = await gateway.records();
  expect((rest?.reservedMicroUsd ?? 0) + (first?.reservedMicroUsd ?? 0)).toBeGreaterThan(1500);
  expect(rest?.continuedFrom).toBe(first?.id);
  const { budgets } = (await send(gateway, "/fairlead/v1/spend")).json;
  expect(budgets[0].spentMicroUsd).toBe((rest?.costMicroUsd ?? 0) + (first?.costMicroUsd ?? 0));
});

test("many that break off at once: each is whole, and the books are those of the providers", async () => {
  const gateway = await startFor(["m@oa", "m@an", "m@br"], "continue: true", (text) =>
    text
      .replace("attempts: 2", "attempts: 3")
      .concat("budgets:\n  day: { scope: { businessUnit: sales }, limit: 1 USD, window: day }\n"),
  );
  breakOff(gateway, "oa", "cut");
  // What takes up breaks off as well, now and then: before its first words, or in the middle.
  gateway.simulator.setFault("an", [
    { kind: "http-503", probability: 0.3 },
    { kind: "cut", afterTokens: 7, probability: 0.3 },
  ]);
  const answers = await Promise.all(Array.from({ length: 60 }, () => chat(gateway, { stream: true })));
  const whole = answers.filter(({ text }) => text.endsWith("data: [DONE]\n\n")).length;
  const records = await gateway.records();
  expect(records.filter(({ outcome }) => outcome === "served")).toHaveLength(whole);
  expect(records.filter(({ continuedFrom }) => continuedFrom === undefined)).toHaveLength(60);
  const unlinked = records.filter(({ continuedBy }) => continuedBy && !records.some(({ id }) => id === continuedBy));
  expect(unlinked).toEqual([]);
  // Each part is billed to who served it.
  for (const [provider, deployment] of [
    ["an", "m@an"],
    ["br", "m@br"],
  ] as const) {
    const parts = records.filter((record) => record.deployment === deployment && record.outcome === "served");
    const billed = parts.reduce((sum, { usage }) => sum + (usage?.output ?? 0), 0);
    const rows = gateway.simulator.counts().filter((row) => row.provider === provider);
    expect(parts.length).toBe(rows.reduce((sum, row) => sum + row.completed, 0));
    if (provider === "br") expect(billed).toBe(rows.reduce((sum, row) => sum + row.outputTokens, 0));
  }
  const { budgets } = (await send(gateway, "/fairlead/v1/spend")).json;
  expect(budgets[0].spentMicroUsd).toBe(records.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0));
  expect(gateway.server.gateway.reservations.held).toBe(0);
  expect(gateway.faults).toEqual([]);
});
