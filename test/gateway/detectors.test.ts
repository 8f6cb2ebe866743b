/** Detectors raise the sensitivity of a request, seen from outside. */
import { afterEach, expect, test } from "vitest";
import { CATALOG, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(() => gateway.close());

const DETECT = "defaults: { detect: { payment-card: restricted, email: internal } }";
const saying = (content: string) => ({ messages: [{ role: "user", content }] });

test("what is found raises and never lowers, is in no record, and nothing is sent where it may not go", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"], DETECT), catalog: CATALOG });
  const fine = await chat(gateway, saying("write to a@example.com"));
  expect(fine.status).toBe(200);
  const card = await chat(gateway, saying("4111 1111 1111 1111"));
  expect([card.status, card.json.error.code]).toEqual([403, "policy.no-deployment"]);
  expect(card.text).not.toContain("4111");
  const declared = await chat(gateway, saying("a@example.com"), { "fairlead-sensitivity": "confidential" });
  expect(declared.status).toBe(200);
  const records = await gateway.records();
  expect(records.map(({ sensitivity, detected }) => [sensitivity, detected])).toEqual([
    ["confidential", ["email"]],
    ["restricted", ["payment-card"]],
    ["internal", ["email"]],
  ]);
  expect(JSON.stringify(records)).not.toMatch(/4111|example\.com/);
  expect(gateway.simulator.counts()[0]?.requests).toBe(2);
  expect((await gateway.ledger.verify()).broken).toBeUndefined();
});

test("where the policy does not turn them on, nothing is looked for", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"]) });
  expect((await chat(gateway, saying("4111 1111 1111 1111"))).status).toBe(200);
  expect((await gateway.records())[0]).not.toHaveProperty("detected");
});
