/** A deployment that is measured to miss an objective, seen from outside. */
import { afterEach, expect, test } from "vitest";
import { chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(() => gateway.close());

test("a deployment that is too slow goes behind the next one, is explained so, and comes back later", async () => {
  let now = Date.parse("2026-11-22T12:00:00Z");
  const policy = policyOf(["m@oa", "m@co"]).replace(
    "sensitivity: public",
    "sensitivity: public\n    objectives: { ttftP95Ms: 100 }",
  );
  gateway = await startTestGateway({ policy, now: () => now });
  gateway.simulator.setProfile("oa", { ttftMs: 150, ttftSpread: 0, tokensPerSecond: 0 });
  const served = async (): Promise<string | null> =>
    (await chat(gateway, { stream: true })).headers.get("fairlead-deployment");
  const first = await Promise.all(Array.from({ length: 20 }, served));
  expect(new Set(first)).toEqual(new Set(["m@oa"]));
  now += 1000;
  expect(await served()).toBe("m@co");
  const explain = await send(gateway, "/fairlead/v1/explain", {
    method: "POST",
    body: JSON.stringify({ workload: "x" }),
  });
  expect(explain.json.candidates.map(({ deployment }: { deployment: string }) => deployment)).toEqual(["m@co", "m@oa"]);
  expect(explain.json.candidates[1].because).toMatch(/behind the others: its first token takes \d+ ms/);
  now += 10 * 60_000;
  expect(await served()).toBe("m@oa");
});
