/** Hard budgets under concurrency, seen from outside: what is served, what is refused, what the ledger says. */
import { afterEach, expect, test } from "vitest";
import { type Answer, chat, leaveAfter, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(() => gateway.close());

const budget = (limit: string, more = ""): string => `
budgets:
  day: { scope: { businessUnit: sales }, limit: ${limit}, window: day, timezone: Europe/Stockholm${more} }
`;

function served(answers: readonly Answer[]): number {
  return answers.filter(({ status }) => status === 200).length;
}

async function settled(): Promise<number> {
  const [total] = await gateway.ledger.totals([]);
  return total?.costMicroUsd ?? 0;
}

/** Asks for exactly 100 output tokens: 1,000 micro-USD, and the input. */
function flood(count: number, body: Record<string, unknown> = {}): Promise<Answer[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => chat(gateway, { max_tokens: 100, user: `u${index}`, ...body })),
  );
}

test("200 parallel requests against a budget that pays for 20", async () => {
  // The simulator bills what the caller may ask for at most, so that the arithmetic is plain.
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], budget("0.02 USD")) });
  gateway.simulator.setProfile("oa", { outputTokens: 99, inputTokens: 10, ttftMs: 30 });
  const answers = await flood(200);
  // 1,000 micro-USD each by usage; the last one must also fit by its reservation, which is a little more.
  const spent = await settled();
  expect(spent).toBe(served(answers) * 1000);
  expect(spent).toBeLessThanOrEqual(20_000);
  expect(served(answers)).toBeGreaterThanOrEqual(19);
  for (const refused of answers.filter(({ status }) => status !== 200)) {
    expect([refused.status, refused.json.error.code]).toEqual([429, "budget.exhausted"]);
  }
  expect(gateway.simulator.counts()[0]?.requests).toBe(served(answers));
});

test("a flood whose reservations are far above what it uses is not refused falsely", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], budget("0.02 USD")) });
  // Reserved at 1,000 output tokens (10,000 micro-USD), used at 20: the money comes free again as answers settle.
  gateway.simulator.setProfile("oa", { outputTokens: 20, inputTokens: 10, ttftMs: 5 });
  const answers = await flood(40, { max_tokens: 1000 });
  expect(served(answers)).toBe(40);
  expect(await settled()).toBe(40 * 210);
});

test.each([false, true])("what is spent is what the provider billed; streaming: %s", async (stream) => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@br"], budget("10 USD")) });
  for (const provider of ["oa", "br"])
    gateway.simulator.setProfile(provider, { price: { input: 1, output: 10 }, cachedInputTokens: 0 });
  gateway.simulator.setFault("oa", { kind: "http-503", probability: 0.3 });
  await flood(60, { stream });
  const billed = gateway.simulator.counts().reduce((sum, { billedMicroUsd }) => sum + (billedMicroUsd ?? 0), 0);
  expect(billed).toBeGreaterThan(0);
  expect(await settled()).toBe(billed);
});

test("the refusal names the budget, its scope, when it starts anew, and says so in Retry-After", async () => {
  const now = Date.parse("2026-11-22T22:00:00Z");
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], budget("0.0001 USD")), now: () => now });
  const refused = await chat(gateway);
  expect(refused.json.error).toMatchObject({ code: "budget.exhausted" });
  expect(refused.json.error.message).toContain("budget day, which starts anew at 2026-11-22T23:00:00.000Z");
  expect(refused.headers.get("retry-after")).toBe("3600");
  expect(refused.headers.get("x-should-retry")).toBe("false");
});

test("a failed request gives back what it reserved", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], budget("0.0015 USD")) });
  gateway.simulator.setFault("oa", { kind: "http-400-context-length" });
  for (let index = 0; index < 5; index += 1)
    expect((await chat(gateway)).json.error.code).toBe("upstream.context-length");
  gateway.simulator.setFault("oa");
  expect((await chat(gateway)).status).toBe(200);
});

test("a caller who leaves stops the provider, and pays for what was sent", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], budget("1 USD")) });
  gateway.simulator.setProfile("oa", { outputTokens: 80, tokensPerSecond: 10 });
  await leaveAfter(gateway, 7);
  await expect.poll(async () => (await gateway.records())[0]?.outcome).toBe("caller.left");
  const [record] = await gateway.records();
  expect(record?.usageBasis).toBe("estimate");
  expect(record?.usage?.output).toBeGreaterThan(5);
  expect(record?.usage?.output).toBeLessThan(60);
  expect(gateway.simulator.counts()[0]).toMatchObject({ cancelled: 1 });
  // Nothing stays reserved.
  const [state] = (await send(gateway, "/fairlead/v1/spend")).json.budgets;
  expect(state.spentMicroUsd).toBe(record?.costMicroUsd);
});

test("a threshold that is passed warns in the answer", async () => {
  gateway = await startTestGateway({
    policy: policyOf(
      ["m@oa"],
      budget("0.02 USD", ', thresholds: [{ at: "10%", do: warn }, { at: "100%", do: block }]'),
    ),
  });
  gateway.simulator.setProfile("oa", { outputTokens: 250 });
  expect((await chat(gateway, { max_tokens: 300 })).headers.get("fairlead-budget-warning")).toBeNull();
  expect((await chat(gateway, { max_tokens: 300 })).headers.get("fairlead-budget-warning")).toBe("day past 10%");
});

test("a budget of one provider sends requests on to another, not away", async () => {
  gateway = await startTestGateway({
    policy: policyOf(
      ["m@oa", "m@br"],
      "budgets:\n  oa-day: { scope: { provider: oa }, limit: 0.0001 USD, window: day }\n",
    ),
  });
  expect((await chat(gateway)).headers.get("fairlead-deployment")).toBe("m@br");
});
