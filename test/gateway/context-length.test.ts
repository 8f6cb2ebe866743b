/** A prompt that is too long for one deployment goes to one with a larger window, and to no other. */
import { afterEach, expect, test } from "vitest";
import { CATALOG, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["oa", "az", "an", "br", "ge", "co"] as const;

/** At every provider `m` with a window of 100,000 tokens, at some a smaller and a larger model. */
const catalog = CATALOG.replace(
  "deployments:",
  `  small: { supplier: acme, capabilities: [chat], contextWindow: 50000, maxOutputTokens: 8000 }
  large: { supplier: acme, capabilities: [chat], contextWindow: 200000, maxOutputTokens: 8000 }
deployments:
  small@az: { upstream: small-az, price: { input: 1, output: 10 }, data: { retentionDays: 0, training: false, maxSensitivity: confidential } }
  large@br: { upstream: vendor.large-v1:0, price: { input: 1, output: 10 }, data: { retentionDays: 0, training: false, maxSensitivity: confidential } }`,
);

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(first: string, on: string): Promise<void> {
  const equal = first === "m@co" ? "m@az" : "m@co";
  const policy = policyOf([first, "small@az", equal, "large@br"]);
  gateway = await startTestGateway({
    catalog,
    policy: policy.replace("[outage, timeout, rate-limit], attempts: 2", `[${on}], attempts: 6`),
  });
}

const attempted = async () =>
  (await gateway.records())[0]?.attempts.map(({ deployment, outcome, failure }) => [deployment, failure ?? outcome]);

test.each(PROVIDERS)("%s refuses: the next larger one serves, in one step", async (provider) => {
  await start(`m@${provider}`, "context-length");
  gateway.simulator.setFault(provider, { kind: "http-400-context-length", models: modelsOf(provider) });
  for (const stream of [false, true]) {
    const answer = await chat(gateway, { stream });
    expect([answer.status, answer.headers.get("fairlead-deployment")]).toEqual([200, "large@br"]);
    expect(await attempted()).toEqual([
      [`m@${provider}`, "context-length"],
      ["large@br", "ok"],
    ]);
  }
  // It says nothing of health: the next request goes to the first again.
  gateway.simulator.setFault(provider);
  expect((await chat(gateway)).headers.get("fairlead-deployment")).toBe(`m@${provider}`);
});

test("where the larger one is out of order, the smaller and the equal are not asked either", async () => {
  await start("m@oa", "context-length, outage");
  gateway.simulator.setFault("oa", { kind: "http-400-context-length" });
  gateway.simulator.setFault("br", { kind: "http-503", count: 1 });
  const answer = await chat(gateway);
  expect([answer.status, answer.headers.get("fairlead-deployment")]).toEqual([200, "large@br"]);
  expect(await attempted()).toEqual([
    ["m@oa", "context-length"],
    ["large@br", "outage"],
    ["large@br", "ok"],
  ]);
});

test("after an outage one that failed so and would be too small is not tried again", async () => {
  await start("m@oa", "context-length, outage");
  gateway.simulator.setFault("oa", { kind: "http-503", count: 1 });
  gateway.simulator.setFault("az", { kind: "http-503", count: 1 });
  gateway.simulator.setFault("co", { kind: "http-400-context-length" });
  gateway.simulator.setFault("br", { kind: "http-503" });
  expect((await chat(gateway)).status).toBe(503);
  expect((await attempted())?.map(([deployment]) => deployment)).toEqual([
    "m@oa",
    "small@az",
    "m@co",
    "large@br",
    "large@br",
    "large@br",
  ]);
});

test("without that class, or without a larger window, the caller is told", async () => {
  await start("m@oa", "outage");
  gateway.simulator.setFault("oa", { kind: "http-400-context-length" });
  const answer = await chat(gateway);
  expect([answer.status, answer.json.error.code]).toEqual([400, "upstream.context-length"]);
  expect(await attempted()).toEqual([["m@oa", "context-length"]]);
  await gateway.close();

  gateway = await startTestGateway({
    catalog,
    policy: policyOf(["m@oa", "small@az", "m@co"]).replace("rate-limit]", "context-length]"),
  });
  gateway.simulator.setFault("oa", { kind: "http-400-context-length" });
  expect((await chat(gateway)).json.error.code).toBe("upstream.context-length");
  expect(await attempted()).toEqual([["m@oa", "context-length"]]);
});

test("a withdrawn deployment is passed over where the policy lets a change of policy do so, and nowhere else", async () => {
  const gone = catalog.concat(
    "notices:\n  gone: { provider: oa, kind: retirement, affects: [m@oa], announced: 2025-01-01, effective: 2026-01-01 }\n",
  );
  for (const [on, status] of [
    ["policy-change", 200],
    ["outage, timeout, rate-limit, context-length, content-filter", 403],
  ] as const) {
    gateway = await startTestGateway({
      catalog: gone,
      policy: policyOf(["m@oa", "large@br"]).replace("outage, timeout, rate-limit", on),
    });
    const answer = await chat(gateway);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.headers.get("fairlead-deployment")).toBe("large@br");
    else expect(answer.json.error.code).toBe("policy.no-deployment");
    if (on === "policy-change") await gateway.close();
  }
});

/** What of a provider is too small; Bedrock's larger model answers. */
function modelsOf(provider: string): string[] {
  return provider === "br" ? ["vendor.m-v1:0"] : [provider === "ge" ? "gemini-3-m" : `m-${provider}`];
}
