/** Waiting for money that others hold reserved: who waits, who is refused at once, and what is served exactly. */
import { afterEach, expect, test } from "vitest";
import { chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(async () => {
  expect(gateway.server.gateway.reservations.held).toBe(0);
  expect(gateway.server.gateway.reservations.waiting).toBe(0);
  expect(gateway.faults).toEqual([]);
  await gateway.close();
});

/** Each answer costs 1,000 micro-USD by its 99 output tokens, and 10 for its input. */
const BILL = { outputTokens: 99, inputTokens: 10, ttftMs: 20, ttftSpread: 0, tokensPerSecond: 0 };
const ask = (index: number, more: Record<string, unknown> = {}) =>
  chat(gateway, { max_tokens: 100, user: `u${index}`, ...more });

test("a request that can never fit is refused at once, however busy others are", async () => {
  const more = `  y: { businessUnit: sales, sensitivity: public, route: { candidates: [m@br] } }
budgets:
  oa: { scope: { provider: oa }, limit: 0.0001 USD, window: day }
`;
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], more) });
  gateway.simulator.setProfile("br", BILL);
  const provider = gateway.simulator.hold("br");
  const busy = chat(gateway, {}, { "fairlead-workload": "y" });
  await expect.poll(() => provider.waiting).toBe(1);
  const started = performance.now();
  expect((await ask(1)).json.error.code).toBe("budget.exhausted");
  // Neither until the other had its answer, nor until its own deadline, which is twice as far.
  expect(performance.now() - started).toBeLessThan(20_000);
  provider.end();
  expect((await busy).status).toBe(200);
});

test.each([false, true])(
  "200 at once under two budgets that overlap, with failures in between; streaming: %s",
  async (stream) => {
    const budgets = `budgets:
  wide: { scope: { businessUnit: sales }, limit: 0.03 USD, window: day }
  narrow: { scope: { provider: oa }, limit: 0.02 USD, window: day }
`;
    gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@br"], budgets) });
    for (const provider of ["oa", "br"]) gateway.simulator.setProfile(provider, BILL);
    gateway.simulator.setFault("oa", { kind: "http-429", probability: 0.1, retryAfter: null });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => ask(index, { stream })));
    const served = answers.filter(({ status }) => status === 200).length;
    const records = await gateway.records();
    const cost = (provider?: string) =>
      records
        .filter((record) => provider === undefined || record.provider === provider)
        .reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0);
    expect(records.filter(({ outcome }) => outcome === "served")).toHaveLength(served);
    expect(cost()).toBe(served * 1000);
    expect(cost("oa")).toBeLessThanOrEqual(20_000);
    expect(cost()).toBeLessThanOrEqual(30_000);
    // The last one must fit by its reservation, which is a little above what it will cost.
    expect(served).toBeGreaterThanOrEqual(29);
  },
);

test("money that comes free in another process is waited for too", async () => {
  const budgets = "budgets:\n  day: { scope: { businessUnit: sales }, limit: 0.0015 USD, window: day }\n";
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], budgets) });
  gateway.simulator.setProfile("oa", { ...BILL, outputTokens: 10 });
  const [budget] = gateway.generations.current.budgets;
  if (!budget) throw new Error("no budget");
  const claim = gateway.server.gateway.claims.claim(budget, gateway.now());
  const facts = {
    decision: "d",
    at: 1,
    key: "k",
    businessUnit: "sales",
    workload: "x",
    sensitivity: "public",
    generation: "g",
    deployment: "m@oa",
    provider: "oa",
    model: "m",
  };
  const held = await gateway.ledger.reserve(facts, budget.limit, [claim]);
  if (!held.ok) throw new Error("refused");
  const answer = ask(1);
  await expect.poll(() => gateway.server.gateway.reservations.waiting).toBe(1);
  await gateway.ledger.release(held.reservation);
  expect((await answer).status).toBe(200);
});

test("at the turn of the window those who wait get the money of the next one", async () => {
  let now = Date.parse("2026-11-22T22:59:59Z");
  const budgets = "budgets:\n  hour: { scope: { businessUnit: sales }, limit: 0.0015 USD, window: hour }\n";
  gateway = await startTestGateway({
    policy: policyOf(["m@oa"], budgets),
    now: () => now,
  });
  gateway.simulator.setProfile("oa", BILL);
  const provider = gateway.simulator.hold("oa");
  const first = ask(1);
  await expect.poll(() => provider.waiting).toBe(1);
  const second = ask(2);
  await expect.poll(() => gateway.server.gateway.reservations.waiting).toBe(1);
  now += 1000;
  await expect.poll(() => provider.waiting).toBe(2);
  provider.end();
  expect([(await first).status, (await second).status]).toEqual([200, 200]);
  const [third] = await Promise.all([ask(3)]);
  expect(third.json.error.code).toBe("budget.exhausted");
});
