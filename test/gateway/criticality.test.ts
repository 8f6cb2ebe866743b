/** Under budget pressure the lower criticality yields to the higher. */
import { afterEach, expect, test } from "vitest";
import { chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(() => gateway.close());

test("money that comes free goes to the critical request that waits, not to lower ones that came before", async () => {
  const policy = policyOf(
    ["m@oa"],
    'budgets: { day: { scope: { businessUnit: sales }, limit: "0.005 USD", window: day } }',
  ).replace(
    "workloads:\n",
    "workloads:\n  vital: { businessUnit: sales, criticality: critical, sensitivity: public, maxOutputTokens: 200, route: { candidates: [m@oa] } }\n",
  );
  gateway = await startTestGateway({ policy });
  gateway.simulator.setProfile("oa", { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0, ttftMs: 700 });
  const done: string[] = [];
  const ask = async (workload: string): Promise<void> => {
    const { status } = await chat(gateway, {}, { "fairlead-workload": workload });
    done.push(`${workload} ${status}`);
  };
  // Each low request reserves more than a thousand micro-USD of five: four fit, and more than a vital one needs is gone.
  const low = Array.from({ length: 4 }, () => ask("x"));
  await expect.poll(() => gateway.server.gateway.reservations.held).toBe(4);
  const waiting = Array.from({ length: 8 }, () => ask("x"));
  await expect.poll(() => gateway.server.gateway.reservations.waiting).toBe(8);
  const vital = ask("vital");
  await expect.poll(() => gateway.server.gateway.reservations.waiting).toBe(9);
  await Promise.all([...low, ...waiting, vital]);
  expect(done.filter((one) => one.endsWith("200"))).toHaveLength(13);
  // It is among the first that are served after the four that held the money.
  expect(done.indexOf("vital 200")).toBeLessThanOrEqual(4 + 3);
});
