import fc from "fast-check";
import { expect, test } from "vitest";
import { drill } from "../drill.ts";
import { NOON, type World, world } from "../testing.ts";
import { isEmptyPlan, plan, planSide } from "./plan.ts";
import type { Direction, Plan, PlanFinding, PlanOptions } from "./types.ts";

type Change = (world: World) => void;

function side(change: Change = () => {}) {
  const changed = world();
  change(changed);
  return planSide(changed);
}

function planned(change: Change, options: Partial<PlanOptions> = {}, base?: Change): Plan {
  return plan(
    side(base),
    side((one) => {
      base?.(one);
      change(one);
    }),
    { at: NOON, ...options },
  );
}

const told = ({ findings }: Plan) => findings.map(({ code, direction, workload }) => [direction, code, workload]);

const traffic = new Map([["chat", { requests: 1000, inputTokens: 2_000_000, outputTokens: 100_000 }]]);

test("equal generations give an empty plan, whatever the order of the keys", () => {
  expect(isEmptyPlan(planned(() => {}, { traffic }))).toBe(true);
  const turned = planned((one) => {
    one.catalog.deployments = Object.fromEntries(
      Object.entries(one.catalog.deployments).reverse(),
    ) as typeof one.catalog.deployments;
  });
  expect(isEmptyPlan(turned)).toBe(true);
});

test("a critical workload that loses its second provider comes first, before what is better", () => {
  const found = planned((one) => {
    one.policy.workloads.chat.criticality = "critical";
    one.policy.workloads.chat.route.candidates = ["large@beta"];
  });
  expect(told(found)).toEqual([
    ["worse", "plan.single-source", "chat"],
    ["better", "plan.cost", "chat"],
    ["better", "plan.latency", "chat"],
    ["neutral", "plan.jurisdiction", "chat"],
    ["neutral", "plan.retention", "chat"],
  ]);
  expect(found.findings[0]?.message).toBe(
    "every candidate hangs on provider beta, supplier acme and contract beta-terms now",
  );
  expect(found.workloads[0]).toMatchObject({
    change: "changed",
    before: { order: ["large@alpha", "large@beta", "small@gamma"], costMicroUsd: 15_020, ttftMs: 500 },
    after: { order: ["large@beta"], costMicroUsd: 10_680, ttftMs: 300 },
    entered: [],
    fellOut: [
      { deployment: "large@alpha", why: [{ rule: "route.candidates" }] },
      { deployment: "small@gamma", why: [{ rule: "route.candidates" }] },
    ],
  });
});

test("lowering the criticality with it does not hide it", () => {
  const found = planned((one) => {
    one.policy.workloads.chat.criticality = "low";
    one.policy.workloads.chat.route.candidates = ["large@alpha"];
  });
  expect(found.findings[0]).toMatchObject({ code: "plan.single-source", direction: "worse", criticality: "high" });
});

const confidential: Change = ({ catalog, policy }) => {
  policy.workloads.chat.sensitivity = "confidential";
  catalog.deployments["large@alpha"].data = {
    residency: "us",
    retentionDays: 0,
    training: false,
    maxSensitivity: "internal",
  };
};

test.each<[string, Change, [Direction, string, string | null], string, Change?]>([
  [
    "confidential data that may leave the EU",
    ({ catalog }) => {
      catalog.deployments["large@alpha"].data = {
        residency: "us",
        retentionDays: 0,
        training: false,
        maxSensitivity: "restricted",
      };
    },
    ["worse", "plan.jurisdiction", "chat"],
    "confidential data may now be processed in US",
    confidential,
  ],
  [
    "data that may be used for training",
    ({ catalog }) => {
      catalog.deployments["large@beta"].data = { residency: "eu", retentionDays: 0, maxSensitivity: "restricted" };
    },
    ["worse", "plan.training", "chat"],
    "a candidate may train on its data, or does not say that it will not",
    confidential,
  ],
  [
    "data that is kept for longer",
    ({ catalog }) => {
      catalog.deployments["large@beta"].data = {
        residency: "eu",
        retentionDays: 30,
        training: false,
        maxSensitivity: "restricted",
      };
    },
    ["worse", "plan.retention", "chat"],
    "its data may be kept for 30 days; it was 0 days",
    confidential,
  ],
  [
    "a lower classification",
    ({ policy }) => {
      policy.workloads.chat.sensitivity = "public";
    },
    ["worse", "plan.sensitivity", "chat"],
    "its data counts as public, not confidential any more",
    confidential,
  ],
  [
    "a rise in price",
    ({ catalog }) => {
      catalog.deployments["large@alpha"].price = { input: 6, output: 36 };
    },
    ["worse", "plan.cost", "chat"],
    "an ordinary request costs 0.018024 USD instead of 0.01502 USD (+20 %)",
  ],
  [
    "a rise in price within the tolerance",
    ({ catalog }) => {
      catalog.deployments["large@alpha"].price = { input: 5.1, output: 30 };
    },
    ["neutral", "plan.cost", "chat"],
    "an ordinary request costs 0.01512 USD instead of 0.01502 USD (+0.7 %)",
  ],
  [
    "a deployment that is slower",
    ({ catalog }) => {
      catalog.deployments["large@alpha"].latency = { ttftP50Ms: 900 };
    },
    ["worse", "plan.latency", "chat"],
    "the first token comes after 900 ms instead of 500 ms",
  ],
  [
    "nothing that may serve",
    ({ policy }) => {
      policy.workloads.chat.needs = { capabilities: ["audio"] };
    },
    ["worse", "plan.unserved", "chat"],
    "nothing may serve it any more",
  ],
  [
    "no fallback on an outage",
    ({ policy }) => {
      policy.workloads.chat.fallback = { on: ["timeout"] };
    },
    ["worse", "plan.no-fallback", "chat"],
    "requests do not fall back any more when a provider fails",
  ],
  [
    "what happens while a shared store is away",
    ({ policy }) => {
      policy.workloads.chat.onStoreLoss = "continue";
    },
    ["neutral", "plan.store-loss", "chat"],
    "while a shared store is away, requests go on within what was leased; they were refused",
  ],
  [
    "a new vital workload on one provider",
    ({ policy }) => {
      policy.workloads.triage = {
        businessUnit: "sales",
        criticality: "critical",
        route: { candidates: ["large@beta"] },
      };
    },
    ["worse", "plan.single-source", "triage"],
    "it is new, and every candidate hangs on provider beta, supplier acme and contract beta-terms",
  ],
  [
    "a budget that blocked",
    ({ policy }) => {
      policy.budgets = {};
    },
    ["worse", "plan.budget", null],
    "budget all is gone, which blocked at 9.00 USD a day",
    ({ policy }) => {
      policy.budgets.all = { scope: {}, limit: "9 USD", window: "day" };
    },
  ],
  [
    "a rule that held",
    ({ policy }) => {
      policy.rules = {};
    },
    ["worse", "plan.rule", null],
    "rule no-previews is gone; it may apply to 1 workload",
    ({ policy }) => {
      policy.rules["no-previews"] = { deny: { lifecycle: ["preview"] } };
    },
  ],
])("%s", (_name, change, [direction, code, workload], message, base) => {
  const found = planned(change, {}, base).findings.find((one) => one.code === code);
  expect(found).toMatchObject({ direction, workload, message, from: null });
});

test("why nothing serves any more stands in the details", () => {
  const found = planned(({ policy }) => {
    policy.workloads.chat.needs = { residency: ["eu"], contextWindow: 50_000 };
    policy.workloads.chat.route.candidates = ["large@alpha", "small@gamma"];
  });
  expect(found.findings[0]?.details).toEqual([
    "large@alpha: data must stay in eu, it is processed in us",
    "small@gamma: the workload needs a context window of 50000 tokens, it has 16000",
  ]);
});

test("recorded traffic shows what the bill would have been", () => {
  const found = planned(
    ({ catalog }) => {
      catalog.deployments["large@alpha"].price = { input: 5, output: 60, perRequest: 0.001 };
    },
    { traffic },
  );
  // 2 M in at 5 and 0.1 M out at 30; then at 60, and 1,000 requests at 0.001.
  expect(found.money).toEqual({ basis: "recorded", before: 13_000_000, after: 17_000_000 });
  expect(found.findings.filter(({ code }) => code === "plan.traffic-cost").map(({ message }) => message)).toEqual([
    "its traffic would have cost 17.00 USD instead of 13.00 USD (+31 %)",
    "all traffic would have cost 17.00 USD instead of 13.00 USD (+31 %)",
  ]);
});

test("declared traffic shows what a month costs, with the traffic declared after the change", () => {
  const declare =
    (requestsPerDay: number): Change =>
    ({ policy }) => {
      policy.workloads.chat.traffic = { requestsPerDay, inputTokens: 1_000, outputTokens: 100 };
    };
  const dearer: Change = (one) => {
    declare(10_000)(one);
    one.catalog.deployments["large@alpha"].price = { input: 10, output: 30 };
  };
  const found = planned(dearer, {}, declare(5_000));
  // 300,000 requests: 300 M in at 5 and 30 M out at 30; then at 10.
  expect(found.money).toEqual({ basis: "declared", before: 2_400_000_000, after: 3_900_000_000 });
  expect(found.findings.map(({ message }) => message)).toContain(
    "its declared traffic costs a month (30 days) 3900.00 USD instead of 2400.00 USD (+63 %)",
  );
  // More of the same is no change of cost.
  expect(planned(declare(10_000), {}, declare(5_000)).findings).toEqual([]);
});

test("a workload under another name is one that is gone and one that is new", () => {
  const found = planned(({ policy }) => {
    const { chat, ...others } = policy.workloads;
    Object.assign(policy, { workloads: { ...others, talk: chat } });
  });
  expect(found.findings.map(({ workload, message }) => [workload, message])).toEqual([
    ["chat", "it is gone: requests that name it are refused"],
    ["talk", "it is new"],
  ]);
  expect(found.workloads.map(({ workload, change }) => [workload, change])).toEqual([
    ["chat", "removed"],
    ["talk", "added"],
  ]);
  expect(found.exposure).toEqual([]);
});

test("a notice changes nothing before its date, and is told with it", () => {
  const found = planned(
    ({ catalog, policy }) => {
      policy.workloads.chat.route.candidates = ["large@alpha", "small@gamma"];
      catalog.notices.end = {
        provider: "alpha",
        kind: "retirement",
        affects: ["large@alpha"],
        announced: "2026-06-01",
        effective: "2027-01-15",
      };
    },
    {},
    ({ policy }) => {
      policy.workloads.chat.route.candidates = ["large@alpha", "small@gamma"];
    },
  );
  expect(found.workloads).toEqual([]);
  expect(found.dates).toMatchObject([
    {
      date: "2027-01-15",
      because: ["notice end (retirement)"],
      workloads: [{ workload: "chat", after: { order: ["small@gamma"] } }],
    },
  ]);
  expect(found.dates[0]?.workloads[0]?.fellOut[0]?.why[0]?.rule).toBe("notice.end");
  expect(found.findings.find(({ code }) => code === "plan.single-source")).toMatchObject({
    direction: "worse",
    from: "2027-01-15",
  });
  expect(
    planned(({ catalog }) => {
      catalog.notices.end = {
        provider: "alpha",
        kind: "retirement",
        affects: ["large@alpha"],
        announced: "2026-06-01",
        effective: "2030-01-15",
      };
    }).dates,
  ).toEqual([]);
});

test("deployments that could serve are told although no route lists them", () => {
  const found = planned(({ catalog, policy }) => {
    catalog.deployments["small@beta"] = { ...catalog.deployments["small@gamma"], upstream: "small" };
    policy.workloads.chat.route.candidates = ["large@alpha", "large@beta", "small@gamma"];
  });
  expect(found.workloads).toMatchObject([{ workload: "chat", eligible: { gained: ["small@beta"], lost: [] } }]);
  expect(found.entities).toEqual([{ kind: "deployment", id: "small@beta", change: "added", fields: [] }]);
});

test("entities differ by path, lists as a whole", () => {
  const found = planned(({ catalog, policy }) => {
    catalog.deployments["large@alpha"].price = { input: 6, output: 30 };
    policy.workloads.chat.route.candidates = ["large@beta"];
    policy.defaults.unpriced = "flag";
    policy.businessUnits = { sales: { owner: "sales" } } as typeof policy.businessUnits;
  });
  expect(found.entities).toEqual([
    {
      kind: "workload",
      id: "chat",
      change: "changed",
      fields: [
        { path: "route.candidates", before: ["large@alpha", "large@beta", "small@gamma"], after: ["large@beta"] },
      ],
    },
    { kind: "businessUnit", id: "support", change: "removed", fields: [] },
    {
      kind: "deployment",
      id: "large@alpha",
      change: "changed",
      fields: [{ path: "price.input", before: 5, after: 6 }],
    },
    {
      kind: "defaults",
      id: "defaults",
      change: "changed",
      fields: [{ path: "unpriced", before: null, after: "flag" }],
    },
  ]);
});

const DEPLOYMENTS = ["large@alpha", "large@beta", "small@gamma"] as const;
const randomSide = fc
  .record({
    candidates: fc.shuffledSubarray([...DEPLOYMENTS], { minLength: 1 }),
    strategy: fc.constantFrom("ordered" as const, "weighted" as const, "cheapest" as const, "fastest" as const),
    sensitivity: fc.constantFrom(
      "public" as const,
      "internal" as const,
      "confidential" as const,
      "restricted" as const,
    ),
    criticality: fc.constantFrom("low" as const, "standard" as const, "high" as const, "critical" as const),
    residency: fc.option(fc.constantFrom("eu" as const, "us" as const), { nil: undefined }),
    input: fc.integer({ min: 0, max: 20 }),
    retired: fc.option(fc.constantFrom(...DEPLOYMENTS), { nil: undefined }),
    budget: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
    rule: fc.boolean(),
  })
  .map((random) =>
    side(({ catalog, policy }) => {
      policy.workloads.chat = {
        ...policy.workloads.chat,
        sensitivity: random.sensitivity,
        criticality: random.criticality,
        route: { strategy: random.strategy, candidates: random.candidates as [string, ...string[]] },
        ...(random.residency ? { needs: { residency: [random.residency] } } : {}),
      };
      catalog.deployments["large@beta"].price = { input: random.input, output: 20 };
      if (random.retired) {
        const [, provider = ""] = random.retired.split("@");
        catalog.notices.end = {
          provider,
          kind: "retirement",
          affects: [random.retired],
          announced: "2026-06-01",
          effective: "2027-01-15",
        };
      }
      if (random.budget) policy.budgets.all = { scope: {}, limit: `0.0${random.budget} USD`, window: "day" };
      if (random.rule) policy.rules.eu = { require: { residency: ["eu"] } };
    }),
  );

const OPPOSITE = { worse: "better", better: "worse", neutral: "neutral" } as const;

function mirrored({ findings }: Plan): string[] {
  return findings
    .map(({ code, direction, workload, from }) => [code, OPPOSITE[direction], workload, from].join())
    .sort();
}

/** Other places for secret data are worse in both directions: somebody has to agree to them. */
const isSwap = ({ code, message }: PlanFinding): boolean => code === "plan.jurisdiction" && message.includes(";");

test("of random generations, the plan back is the mirror image of the plan there", () => {
  fc.assert(
    fc.property(randomSide, randomSide, fc.boolean(), (a, b, withTraffic) => {
      const options = withTraffic ? { at: NOON, traffic } : { at: NOON };
      const there = plan(a, b, options);
      const back = plan(b, a, options);
      expect(back.workloads.map((one) => [one.before, one.after, one.entered.length])).toEqual(
        there.workloads.map((one) => [one.after, one.before, one.fellOut.length]),
      );
      expect(back.dates.map(({ date }) => date)).toEqual(there.dates.map(({ date }) => date));
      expect(back.exposure.map(({ before, after }) => [after, before])).toEqual(
        there.exposure.map(({ before, after }) => [before, after]),
      );
      expect(there.money && [there.money.after, there.money.before]).toEqual(
        back.money && [back.money.before, back.money.after],
      );
      const swaps = [...there.findings, ...back.findings].some(isSwap);
      if (!swaps)
        expect(mirrored(back)).toEqual(
          there.findings.map(({ code, direction, workload, from }) => [code, direction, workload, from].join()).sort(),
        );
      expect(isEmptyPlan(plan(a, a, options))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test("a stand holds nothing but what may serve, and hangs on one provider exactly where its outage strands it", () => {
  fc.assert(
    fc.property(randomSide, randomSide, (a, b) => {
      for (const { workload, after } of plan(a, b, { at: NOON }).workloads) {
        if (!after) continue;
        const compiled = b.policy.workloads.get(workload);
        for (const id of after.order) expect(compiled?.candidates.map((one) => one.id)).toContain(id);
        for (const provider of ["alpha", "beta", "gamma"]) {
          const stranded = drill(b.policy, { providers: [provider] }, NOON).workloads[0]?.stranded;
          const single = after.singles.some(({ dimension, id }) => dimension === "provider" && id === provider);
          expect(single).toBe(stranded);
        }
      }
    }),
    { numRuns: 100 },
  );
});
