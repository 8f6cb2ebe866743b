/** Under budget pressure the lower criticality yields to the higher. */
import { afterEach, expect, test } from "vitest";
import { chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(() => gateway.close());

/** The workloads of the reservations that are granted from now on, in order. */
function watchGrants({ ledger }: TestGateway): string[] {
  const granted: string[] = [];
  const reserve = ledger.reserve.bind(ledger);
  ledger.reserve = async (facts, amount, claims) => {
    const result = await reserve(facts, amount, claims);
    if (result.ok) granted.push(facts.workload);
    return result;
  };
  return granted;
}

test("money that comes free goes to the critical request that waits, not to lower ones that came before", async () => {
  const workload = (name: string, criticality: string): string =>
    `  ${name}: { businessUnit: sales, criticality: ${criticality}, sensitivity: public, maxOutputTokens: 100, route: { candidates: [m@oa] }, fallback: { on: [outage], attempts: 1, deadlineMs: 60000 } }\n`;
  const policy = policyOf(
    ["m@oa"],
    'budgets: { day: { scope: { businessUnit: sales }, limit: "0.005 USD", window: day } }',
  ).replace("workloads:\n", `workloads:\n${workload("vital", "critical")}${workload("low", "low")}`);
  gateway = await startTestGateway({ policy });
  gateway.simulator.setProfile("oa", { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 });
  const provider = gateway.simulator.hold("oa");
  const granted = watchGrants(gateway);
  const { reservations } = gateway.server.gateway;
  const ask = (name: string) => chat(gateway, {}, { "fairlead-workload": name });
  // Each reserves more than a thousand micro-USD of five: four fit.
  const low = Array.from({ length: 4 }, () => ask("low"));
  await expect.poll(() => provider.waiting).toBe(4);
  const waiting = Array.from({ length: 8 }, () => ask("low"));
  await expect.poll(() => reservations.waiting).toBe(8);
  const vital = ask("vital");
  await expect.poll(() => reservations.waiting).toBe(9);
  provider.release(1);
  await expect.poll(() => granted.length).toBe(5);
  expect(granted).toEqual(["low", "low", "low", "low", "vital"]);
  provider.end();
  const answers = await Promise.all([...low, ...waiting, vital]);
  expect(answers.map(({ status }) => status)).toEqual(Array(13).fill(200));
});
