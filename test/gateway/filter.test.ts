/** The verdict of a provider's content filter: a refusal, or an answer with status 200 and nothing in it. */
import type { Fault } from "@fairlead/runtime/simulator";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["oa", "az", "an", "br", "ge", "co"] as const;
const OTHER = { oa: "br", az: "br", an: "oa", br: "oa", ge: "br", co: "az" } as const;
const VERDICTS: Fault["kind"][] = ["content-filter", "filtered-answer"];

/** By provider: a gateway whose workload moves on, and one whose does not. */
const moving = new Map<string, TestGateway>();
const staying = new Map<string, TestGateway>();

beforeAll(async () => {
  for (const provider of PROVIDERS) {
    const policy = policyOf([`m@${provider}`, `m@${OTHER[provider]}`]);
    staying.set(provider, await startTestGateway({ policy }));
    moving.set(provider, await startTestGateway({ policy: policy.replace("rate-limit]", "content-filter]") }));
  }
});
afterAll(() => Promise.all([...moving.values(), ...staying.values()].map((gateway) => gateway.close())));
afterEach(() => {
  for (const gateway of [...moving.values(), ...staying.values()])
    for (const provider of PROVIDERS) gateway.simulator.setFault(provider);
});

function of(gateways: Map<string, TestGateway>, provider: string): TestGateway {
  const gateway = gateways.get(provider);
  if (!gateway) throw new Error("no gateway");
  return gateway;
}

describe.each(PROVIDERS)("%s", (provider) => {
  const other = OTHER[provider];

  describe.each([false, true])("streaming: %s", (stream) => {
    test.each(VERDICTS)("%s moves on where the policy says so, and what it cost is billed", async (kind) => {
      // A guardrail of Bedrock's says its words first, and they can not be taken back.
      if (provider === "br" && stream) return;
      const gateway = of(moving, provider);
      gateway.simulator.setFault(provider, { kind });
      const answer = await chat(gateway, { stream });
      expect([answer.status, answer.headers.get("fairlead-deployment")]).toEqual([200, `m@${other}`]);
      expect(answer.headers.get("fairlead-attempts")).toBe("2");
      expect(answer.text).not.toMatch(/content_filter"/);
      const [last, first] = await gateway.records();
      expect(answer.headers.get("fairlead-decision")).toBe(last?.id);
      expect(last).toMatchObject({ outcome: "served", deployment: `m@${other}` });
      expect(last?.attempts.map(({ deployment, outcome, failure }) => [deployment, outcome, failure])).toEqual([
        [`m@${provider}`, "failed", "content-filter"],
        [`m@${other}`, "ok", undefined],
      ]);
      if (last?.continuedFrom === undefined) return;
      // An answer of no use is billed all the same, to the deployment that made it.
      expect(first).toMatchObject({ id: last.continuedFrom, continuedBy: last.id, outcome: "continued" });
      expect(first?.deployment).toBe(`m@${provider}`);
      // A host that imitates OpenAI may not report the usage of streams.
      if (provider !== "co") expect(first?.usageBasis).toBe("provider");
      expect(first?.costMicroUsd).toBeGreaterThan(0);
      expect(last.attempts[0]?.recordedIn).toBe(first?.id);
    });

    test.each(VERDICTS)("%s stays the answer where the policy does not say so", async (kind) => {
      const gateway = of(staying, provider);
      gateway.simulator.setFault(provider, { kind });
      const before = (await gateway.records()).length;
      const answer = await chat(gateway, { stream });
      const [record] = await gateway.records();
      expect((await gateway.records()).length).toBe(before + 1);
      expect(record?.attempts.map(({ deployment }) => deployment)).toEqual([`m@${provider}`]);
      if (answer.status === 200) {
        expect(answer.text).toMatch(/"finish_reason": ?"content_filter"/);
        expect(record).toMatchObject({ outcome: "served", deployment: `m@${provider}` });
      } else {
        expect([answer.status, answer.json.error.code]).toEqual([400, "upstream.content-filter"]);
        expect(record?.attempts[0]).toMatchObject({ failure: "content-filter" });
      }
    });
  });
});

test("the last that may be asked says its verdict itself", async () => {
  const gateway = of(moving, "oa");
  for (const provider of PROVIDERS) gateway.simulator.setFault(provider, { kind: "filtered-answer" });
  const answer = await chat(gateway);
  expect([answer.status, answer.json.choices[0].finish_reason]).toEqual([200, "content_filter"]);
  expect(answer.headers.get("fairlead-deployment")).toBe("m@br");
  const [last, first] = await gateway.records();
  expect(last?.continuedFrom).toBe(first?.id);
  // One request, whose parts each cost something.
  const [totals] = (await send(gateway, "/fairlead/v1/spend?by=workload")).json.totals;
  expect(totals.requests).toBe((await gateway.records()).filter(({ outcome }) => outcome !== "continued").length);
});

test("a filter that stepped in after the first words can not be taken back", async () => {
  const gateway = of(moving, "br");
  gateway.simulator.setFault("br", { kind: "filtered-answer" });
  const answer = await chat(gateway, { stream: true });
  expect(answer.headers.get("fairlead-deployment")).toBe("m@br");
  expect(answer.text).toContain('"finish_reason":"content_filter"');
  expect((await gateway.records())[0]).toMatchObject({ outcome: "served" });
});
