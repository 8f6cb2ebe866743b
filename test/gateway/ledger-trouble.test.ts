/** A ledger that can not be written for a while, or that two gateways share. */
import { microUsd } from "@fairlead/runtime/documents";
import { afterEach, expect, test, vi } from "vitest";
import { chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(async () => {
  vi.restoreAllMocks();
  await gateway.close();
});

const BUDGET = "budgets:\n  day: { scope: { businessUnit: sales }, limit: 10 USD, window: day }\n";
const state = async () => (await send(gateway, "/fairlead/v1/spend")).json;

test.each([false, true])(
  "a settlement that can not be written: no success, and it is made up for; streaming: %s",
  async (stream) => {
    gateway = await startTestGateway({ policy: policyOf(["m@oa"], BUDGET) });
    const settle = vi.spyOn(gateway.ledger, "settle").mockRejectedValue(new Error("database or disk is full"));
    const answer = await chat(gateway, { stream });
    expect(answer.text).toContain("gateway.internal");
    expect(answer.text).not.toContain("[DONE]");
    expect(answer.status).toBe(stream ? 200 : 500);
    expect(gateway.server.gateway.reservations.held).toBe(0);
    expect(gateway.faults.length).toBeGreaterThan(0);
    settle.mockRestore();
    expect((await chat(gateway)).status).toBe(200);
    const { budgets, totals } = await state();
    expect(budgets[0].spentMicroUsd).toBe(totals[0].costMicroUsd);
    expect((await gateway.records()).map(({ outcome }) => outcome)).toEqual(["served", "gateway.internal"]);
    expect((await gateway.records())[1]?.costMicroUsd).toBeGreaterThan(0);
  },
);

test("a reservation that can not be written: nothing is sent", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], BUDGET) });
  vi.spyOn(gateway.ledger, "reserve").mockRejectedValue(new Error("database is locked"));
  vi.spyOn(gateway.ledger, "record").mockRejectedValue(new Error("database is locked"));
  const answer = await chat(gateway);
  expect([answer.status, answer.json.error.code]).toEqual([500, "gateway.internal"]);
  expect(answer.text).not.toContain("locked");
  expect(gateway.simulator.counts()).toEqual([]);
});

test("a request that others are always quicker than is told of the budget, not of a provider", async () => {
  const policy = policyOf(["m@oa"], BUDGET).replace(/deadlineMs: \d+/, "deadlineMs: 200");
  gateway = await startTestGateway({ policy });
  const refused = { ok: false as const, budget: "day", windowEnd: 0, settled: microUsd(0), reserved: microUsd(0) };
  vi.spyOn(gateway.ledger, "reserve").mockImplementation(
    () => new Promise((resolve) => setTimeout(resolve, 5, refused)),
  );
  const answer = await chat(gateway);
  expect([answer.status, answer.json.error.code]).toEqual([429, "budget.exhausted"]);
  expect(answer.json.error.message).toContain("budget day");
  expect(answer.headers.get("retry-after")).toBe("1");
});

test("a release that can not be written: the next candidate is not asked, and nothing stays reserved for good", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@br"], BUDGET) });
  gateway.simulator.setFault("oa", { kind: "http-500", count: 1 });
  const release = vi.spyOn(gateway.ledger, "release").mockRejectedValueOnce(new Error("database is locked"));
  expect((await chat(gateway)).json.error.code).toBe("gateway.internal");
  release.mockRestore();
  expect((await chat(gateway)).status).toBe(200);
  const { budgets, totals } = await state();
  expect(budgets[0].spentMicroUsd).toBe(totals[0].costMicroUsd);
});

test("a budget of a provider that never serves is not added up from the records for every request", async () => {
  gateway = await startTestGateway({
    policy: policyOf(["m@oa", "m@br"], "budgets:\n  br: { scope: { provider: br }, limit: 10 USD, window: month }\n"),
  });
  const funds = vi.spyOn(gateway.ledger, "open");
  for (let index = 0; index < 5; index += 1) await chat(gateway);
  expect(funds).toHaveBeenCalledTimes(1);
});

test("a stop that cuts streams off settles them before the ledger is closed", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], BUDGET) });
  gateway.simulator.setProfile("oa", { ttftMs: 0, ttftSpread: 0, tokensPerSecond: 3, outputTokens: 90 });
  const headers = { authorization: `Bearer ${gateway.key}`, "fairlead-workload": "x" };
  const body = JSON.stringify({ model: "auto", stream: true, messages: [{ role: "user", content: "hi" }] });
  const url = `${gateway.url}/v1/chat/completions`;
  const begun = await Promise.all(Array.from({ length: 10 }, () => fetch(url, { method: "POST", headers, body })));
  const cut = Promise.allSettled(begun.map((answer) => answer.text()));
  await gateway.server.close(50);
  expect(gateway.server.gateway.reservations.held).toBe(0);
  expect((await gateway.records()).map(({ outcome }) => outcome)).toEqual(Array(10).fill("caller.left"));
  for (const { status } of await cut) expect(status).toBe("rejected");
});
