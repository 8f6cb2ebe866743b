import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { type Away, drill, stateAway, strandedAndVital } from "./drill.ts";
import { typicalRequest } from "./standing.ts";
import type { World } from "./testing.ts";
import { compiled, NOON, rules } from "./testing.ts";

const chat = (away: Away, change?: (world: World) => void) => drill(compiled(change), away, NOON).workloads[0];

test("without the first provider the next one serves, at its own price and speed", () => {
  expect(drill(compiled(), { providers: ["alpha"] }, NOON)).toMatchObject({
    at: NOON,
    deployments: ["large@alpha"],
    workloads: [
      {
        workload: "chat",
        criticality: "high",
        before: [{ deployment: "large@alpha", share: 1 }],
        after: [{ deployment: "large@beta", share: 1 }],
        lost: ["large@alpha"],
        left: ["large@beta", "small@gamma"],
        stranded: false,
        interrupted: false,
        // 1,000 tokens in at 5 and 334 out at 30 USD per million; then at 4 and 20.
        cost: { before: 15_020, after: 10_680 },
        ttftMs: { before: 500, after: 300 },
      },
    ],
  });
});

test.each<[Away, string[]]>([
  [{ suppliers: ["acme"] }, ["small@gamma"]],
  [{ regions: ["eu-central-1"] }, ["large@alpha", "large@beta"]],
  [{ contracts: ["alpha-terms", "beta-terms"] }, ["small@gamma"]],
  [{ deployments: ["large@beta"] }, ["large@alpha", "small@gamma"]],
  [{ jurisdictions: ["eu"] }, ["large@alpha"]],
  [{ providers: ["alpha"], jurisdictions: ["eu"] }, []],
  [{ providers: ["unheard-of"] }, ["large@alpha", "large@beta", "small@gamma"]],
])("%j leaves %j", (away, left) => expect(chat(away)?.left).toEqual(left));

test("a workload that nothing serves any more is stranded; one that nothing served before is not", () => {
  expect(strandedAndVital(drill(compiled(), { suppliers: ["acme", "other"] }, NOON))).toHaveLength(1);
  const unserved = chat({ providers: ["alpha"] }, ({ policy }) => {
    policy.workloads.chat.needs = { contextWindow: 10_000_000 };
  });
  expect(unserved).toMatchObject({ stranded: false, before: [], after: [], cost: { before: undefined } });
});

test("requests are interrupted where the workload does not fall back on outages or stops before what is left", () => {
  const change = (fallback: { on?: ["timeout"]; attempts?: number }) => (world: World) => {
    world.policy.workloads.chat.fallback = fallback;
  };
  expect(chat({ providers: ["alpha"] }, change({ on: ["timeout"] }))?.interrupted).toBe(true);
  expect(chat({ providers: ["gamma"] }, change({ on: ["timeout"] }))?.interrupted).toBe(false);
  expect(chat({ providers: ["alpha", "beta"] }, change({ attempts: 2 }))?.interrupted).toBe(true);
  expect(chat({ providers: ["alpha", "beta"] }, change({ attempts: 3 }))?.interrupted).toBe(false);
});

test("the share of what is gone in a weighted route goes to the others", () => {
  const weighted = chat({ providers: ["gamma"] }, ({ policy }) => {
    policy.workloads.chat.route.strategy = "weighted";
    policy.workloads.chat.route.weights = { "large@alpha": 60, "large@beta": 20, "small@gamma": 20 };
  });
  expect(weighted?.before.map(({ share }) => share)).toEqual([0.6, 0.2, 0.2]);
  expect(weighted?.after).toEqual([
    { deployment: "large@alpha", share: 0.75 },
    { deployment: "large@beta", share: 0.25 },
  ]);
});

test("what is gone says so by a rule of its own", () => {
  const policy = compiled();
  const decision = decide(
    policy,
    typicalRequest("chat", NOON),
    stateAway(policy, { contracts: ["alpha-terms"] }, NOON),
  );
  expect(rules(decision)).toEqual({ "large@alpha": ["drill.away"] });
});

const strategies = fc.constantFrom("ordered" as const, "weighted" as const, "cheapest" as const, "fastest" as const);
const aways = fc.record({
  providers: fc.subarray(["alpha", "beta", "gamma"]),
  suppliers: fc.subarray(["acme", "other"]),
  jurisdictions: fc.subarray(["eu" as const, "us" as const]),
});

test("a drill of nothing changes nothing, and no drill lets anything in that was out", () => {
  fc.assert(
    fc.property(
      strategies,
      aways,
      fc.constantFrom("public" as const, "confidential" as const),
      (strategy, away, sensitivity) => {
        const policy = compiled((world) => {
          world.policy.workloads.chat.route.strategy = strategy;
          world.policy.workloads.chat.sensitivity = sensitivity;
        });
        for (const one of drill(policy, {}, NOON).workloads) {
          expect(one).toMatchObject({ lost: [], stranded: false, interrupted: false, after: one.before });
          expect(one.cost.after).toBe(one.cost.before);
        }
        const all = drill(policy, {}, NOON).workloads[0]?.left ?? [];
        const result = drill(policy, away, NOON);
        const [workload] = result.workloads;
        expect([...(workload?.left ?? []), ...(workload?.lost ?? [])].toSorted()).toEqual(all.toSorted());
        for (const id of workload?.left ?? []) expect(result.deployments).not.toContain(id);
        const shares = workload?.after.reduce((sum, { share }) => sum + share, 0);
        expect(shares).toBeCloseTo(workload?.left.length ? 1 : 0);
      },
    ),
  );
});
