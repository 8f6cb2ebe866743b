import { describe, expect, test } from "vitest";
import { microUsd } from "../documents/money.ts";
import { compiled, decideAbout, NOON, order, rules, type World } from "./testing.ts";
import type { DecisionRequest } from "./types.ts";

const ALL = ["large@alpha", "large@beta", "small@gamma"];

describe("what rejects a deployment", () => {
  const cases: [string, (world: World) => void, Partial<DecisionRequest>, string[], Record<string, string[]>][] = [
    ["nothing", () => {}, {}, ALL, {}],
    [
      "a capability that the workload needs",
      (w) => {
        w.policy.workloads.chat.needs = { capabilities: ["chat", "tools"] };
      },
      {},
      ["large@alpha", "large@beta"],
      { "small@gamma": ["need.capability"] },
    ],
    [
      "a capability that the request uses",
      () => {},
      { capabilities: ["vision"] },
      ["large@alpha", "large@beta"],
      { "small@gamma": ["request.capability"] },
    ],
    [
      "a context window below the need",
      (w) => {
        w.policy.workloads.chat.needs = { contextWindow: 32_000 };
      },
      {},
      ["large@alpha", "large@beta"],
      { "small@gamma": ["need.context-window"] },
    ],
    [
      "a prompt larger than the window",
      () => {},
      { inputTokens: { expected: 20_000, atMost: 80_000 } },
      ["large@alpha", "large@beta"],
      { "small@gamma": ["request.context-window"] },
    ],
    [
      "an output limit of the caller above the deployment's",
      () => {},
      { maxOutputTokens: 5000 },
      ["large@alpha", "large@beta"],
      { "small@gamma": ["request.output-size"] },
    ],
    [
      "a smaller window of the deployment than of its model",
      (w) => {
        w.catalog.deployments["large@alpha"].contextWindow = 10_000;
        w.policy.workloads.chat.needs = { contextWindow: 12_000 };
      },
      {},
      ["large@beta", "small@gamma"],
      { "large@alpha": ["need.context-window"] },
    ],
    [
      "sensitivity above what it may hold",
      () => {},
      { sensitivity: "confidential" },
      ["large@beta", "small@gamma"],
      { "large@alpha": ["sensitivity.too-high"] },
    ],
    [
      "an unknown sensitivity of the workload, which counts as restricted",
      (w) => {
        delete w.policy.workloads.chat.sensitivity;
      },
      {},
      ["large@beta"],
      { "large@alpha": ["sensitivity.too-high"], "small@gamma": ["sensitivity.too-high"] },
    ],
    [
      "an unknown ceiling, which counts as public",
      (w) => {
        w.policy.workloads.chat.sensitivity = "internal";
        delete w.catalog.deployments["small@gamma"].data;
      },
      {},
      ["large@alpha", "large@beta"],
      { "small@gamma": ["sensitivity.too-high"] },
    ],
    [
      "residency elsewhere",
      (w) => {
        w.policy.workloads.chat.needs = { residency: ["eu"] };
      },
      {},
      ["large@beta", "small@gamma"],
      { "large@alpha": ["need.residency"] },
    ],
    [
      "unknown residency",
      (w) => {
        w.policy.workloads.chat.needs = { residency: ["eu"] };
        w.catalog.deployments["small@gamma"].data = {
          retentionDays: 0,
          training: false,
          maxSensitivity: "confidential",
        };
        delete w.catalog.providers.gamma.jurisdiction;
      },
      {},
      ["large@beta"],
      { "large@alpha": ["need.residency"], "small@gamma": ["need.residency"] },
    ],
    [
      "a rule that requires audit rights, unknown where there is no contract",
      (w) => {
        w.policy.rules.audited = { require: { auditRights: ["dataHandling"] } };
      },
      {},
      ["large@beta"],
      { "large@alpha": ["rule.audited"], "small@gamma": ["rule.audited"] },
    ],
    [
      "a rule that limits retention",
      (w) => {
        w.policy.rules.brief = { require: { retentionDaysAtMost: 7 } };
      },
      {},
      ["large@beta", "small@gamma"],
      { "large@alpha": ["rule.brief"] },
    ],
    [
      "a rule that forbids training where that is unknown",
      (w) => {
        w.policy.rules.untaught = { require: { training: false } };
        w.catalog.deployments["small@gamma"].data = {
          residency: "eu",
          retentionDays: 0,
          maxSensitivity: "confidential",
        };
      },
      {},
      ["large@alpha", "large@beta"],
      { "small@gamma": ["rule.untaught"] },
    ],
    [
      "a rule whose contract allows training whatever the deployment says",
      (w) => {
        w.policy.rules.untaught = { require: { training: false } };
        w.catalog.contracts["beta-terms"].dataHandling = { training: true };
      },
      {},
      ["large@alpha", "small@gamma"],
      { "large@beta": ["rule.untaught"] },
    ],
    [
      "a rule that denies a provider, for restricted requests only",
      (w) => {
        w.policy.rules.no = { when: { sensitivity: "internal" }, deny: { providers: ["beta"] } };
      },
      { sensitivity: "internal" },
      ["large@alpha", "small@gamma"],
      { "large@beta": ["rule.no"] },
    ],
    [
      "a rule for one sensitivity is for all above it: raising a request's leaves no rule",
      (w) => {
        w.policy.rules.no = { when: { sensitivity: "internal" }, deny: { providers: ["beta"] } };
      },
      { sensitivity: "confidential" },
      ["small@gamma"],
      { "large@alpha": ["sensitivity.too-high"], "large@beta": ["rule.no"] },
    ],
    [
      "a rule for listed sensitivities is for these alone",
      (w) => {
        w.policy.rules.no = { when: { sensitivity: ["internal"] }, deny: { providers: ["beta"] } };
      },
      { sensitivity: "confidential" },
      ["large@beta", "small@gamma"],
      { "large@alpha": ["sensitivity.too-high"] },
    ],
    [
      "a rule for another workload, which says nothing",
      (w) => {
        w.policy.rules.no = { when: { workload: ["else"] }, deny: { providers: ["beta"] } };
      },
      {},
      ALL,
      {},
    ],
    [
      "a denied residency where data may go anywhere",
      (w) => {
        w.policy.rules.no = { deny: { residency: ["us"] } };
        w.catalog.deployments["small@gamma"].data = { residency: "global", maxSensitivity: "confidential" };
      },
      {},
      ["large@beta"],
      { "large@alpha": ["rule.no"], "small@gamma": ["rule.no"] },
    ],
    [
      "a suspended provider",
      (w) => {
        w.catalog.providers.beta.status = "suspended";
      },
      {},
      ["large@alpha", "small@gamma"],
      { "large@beta": ["provider.suspended"] },
    ],
    [
      "an unknown price",
      (w) => {
        delete w.catalog.deployments["large@alpha"].price;
      },
      {},
      ["large@beta", "small@gamma"],
      { "large@alpha": ["price.unknown"] },
    ],
    [
      "an unknown price under a budget, although the policy only flags it",
      (w) => {
        w.policy.defaults.unpriced = "flag";
        delete w.catalog.deployments["large@alpha"].price;
        w.policy.budgets.month = { scope: { businessUnit: "sales" }, limit: "10 USD", window: "month" };
      },
      {},
      ["large@beta", "small@gamma"],
      { "large@alpha": ["price.unknown"] },
    ],
    [
      "another model than the caller chose",
      (w) => {
        w.policy.workloads.chat.modelChoice = "caller";
      },
      { model: "vendor.small" },
      ["small@gamma"],
      { "large@alpha": ["model.not-chosen"], "large@beta": ["model.not-chosen"] },
    ],
    [
      "several things at once",
      (w) => {
        w.policy.workloads.chat.needs = { capabilities: ["tools"], residency: ["us"] };
      },
      {},
      ["large@alpha"],
      { "large@beta": ["need.residency"], "small@gamma": ["need.capability", "need.residency"] },
    ],
  ];
  test.each(cases)("%s", (_name, change, request, candidates, rejected) => {
    const decision = decideAbout(compiled(change), request);
    expect(order(decision)).toEqual(candidates);
    expect(rules(decision)).toEqual(rejected);
  });
});

describe("dates", () => {
  test("a retirement takes effect on its day, and names the notice", () => {
    const policy = compiled((w) => {
      w.catalog.notices.end = {
        provider: "alpha",
        kind: "retirement",
        affects: ["large@alpha"],
        announced: "2026-11-01",
        effective: "2027-01-15",
      };
    });
    expect(order(decideAbout(policy, { at: Date.parse("2027-01-14T23:59:59.999Z") }))).toEqual(ALL);
    expect(rules(decideAbout(policy, { at: Date.parse("2027-01-15T00:00:00Z") }))).toEqual({
      "large@alpha": ["notice.end"],
    });
  });
  test("a price changes on its day and says why", () => {
    const policy = compiled((w) => {
      w.catalog.notices.dearer = {
        provider: "alpha",
        kind: "price",
        affects: ["large@alpha"],
        announced: "2026-11-01",
        effective: "2026-12-01",
        price: { input: 10, output: 60 },
      };
    });
    const [before] = decideAbout(policy).candidates;
    const [after] = decideAbout(policy, { at: Date.parse("2026-12-01T00:00:00Z") }).candidates;
    expect(after?.reservation).toBe(2 * (before?.reservation ?? 0));
    expect([before?.price?.basis, after?.price?.basis]).toEqual(["catalog", "notice dearer"]);
  });
  test("a policy change withdraws an eligibility on its day", () => {
    const policy = compiled((w) => {
      w.policy.workloads.chat.sensitivity = "confidential";
      w.catalog.notices.terms = {
        provider: "beta",
        kind: "policy",
        affects: ["large@beta"],
        announced: "2026-11-01",
        effective: "2026-12-01",
        data: { residency: "eu", maxSensitivity: "internal" },
      };
    });
    expect(order(decideAbout(policy))).toEqual(["large@beta", "small@gamma"]);
    expect(order(decideAbout(policy, { at: Date.parse("2026-12-01") }))).toEqual(["small@gamma"]);
  });
  test("two notices on one day both hold", () => {
    const policy = compiled((w) => {
      const common = {
        provider: "beta",
        affects: ["large@beta"],
        announced: "2026-11-01",
        effective: "2026-12-01",
      };
      w.catalog.notices.price = { ...common, kind: "price", price: { input: 8, output: 8 } };
      w.catalog.notices.data = { ...common, kind: "policy", data: { residency: "us", maxSensitivity: "public" } };
    });
    const beta = decideAbout(policy, { at: Date.parse("2026-12-02") }).candidates.find(
      ({ deployment }) => deployment.id === "large@beta",
    );
    expect(beta?.price?.inputPerMillion).toBe(8_000_000);
  });
  test("of two prices on one day the later announced one holds, in whatever order they stand", () => {
    const notice = (announced: string, input: number) => ({
      provider: "beta",
      kind: "price" as const,
      affects: ["large@beta"],
      announced,
      effective: "2026-12-01",
      price: { input, output: 8 },
    });
    for (const ids of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const policy = compiled((w) => {
        for (const id of ids) w.catalog.notices[id] = id === "a" ? notice("2026-11-05", 9) : notice("2026-11-01", 8);
      });
      const decision = decideAbout(policy, { at: Date.parse("2026-12-02") });
      const beta = decision.candidates.find(({ deployment }) => deployment.id === "large@beta");
      expect(beta?.price?.inputPerMillion).toBe(9_000_000);
    }
  });
  test("without fallback on policy changes nothing after the withdrawn deployment is used", () => {
    const policy = compiled((w) => {
      w.policy.workloads.chat.fallback = { on: ["outage"] };
      w.catalog.models.large.lifecycle = { status: "active", retires: "2026-11-30" };
    });
    const decision = decideAbout(policy, { at: Date.parse("2026-12-01") });
    expect(order(decision)).toEqual([]);
    expect(rules(decision)["small@gamma"]).toEqual(["fallback.policy-change"]);
  });
});

describe("order", () => {
  const withStrategy = (strategy: "ordered" | "weighted" | "cheapest" | "fastest", weights?: Record<string, number>) =>
    compiled((w) => {
      w.policy.workloads.chat.route = {
        strategy,
        candidates: [...ALL],
        ...(weights ? { weights } : {}),
      };
    });
  test("cheapest by the cost of this request", () => {
    expect(order(decideAbout(withStrategy("cheapest")))).toEqual(["small@gamma", "large@beta", "large@alpha"]);
  });
  test("fastest by measured, else declared, time; unknown last", () => {
    expect(order(decideAbout(withStrategy("fastest")))).toEqual(["large@beta", "large@alpha", "small@gamma"]);
    const policy = withStrategy("fastest");
    const health = policy.deployments.map(({ id }) =>
      id === "small@gamma" ? { status: "healthy" as const, ttftMs: 100 } : undefined,
    );
    expect(order(decideAbout(policy, {}, { health }))[0]).toBe("small@gamma");
  });
  test("weighted shares follow the weights, and 0 is for fallback only", () => {
    const policy = withStrategy("weighted", { "large@alpha": 70, "large@beta": 30, "small@gamma": 0 });
    const first = Array.from({ length: 1000 }, (_, index) => order(decideAbout(policy, { draw: index / 1000 }))[0]);
    expect(first.filter((id) => id === "large@alpha")).toHaveLength(700);
    expect(first.filter((id) => id === "large@beta")).toHaveLength(300);
    expect(order(decideAbout(policy, { draw: 0.99 }))).toEqual(["large@beta", "large@alpha", "small@gamma"]);
  });
  test("a wished model goes first in an ordered route, and only breaks ties in a cheapest one", () => {
    expect(order(decideAbout(compiled(), { model: "small" }))).toEqual(["small@gamma", "large@alpha", "large@beta"]);
    expect(order(decideAbout(withStrategy("cheapest"), { model: "large" }))[0]).toBe("small@gamma");
  });
  test("a wish never widens the route", () => {
    const policy = compiled((w) => {
      w.policy.workloads.chat.route.candidates = ["large@alpha"];
    });
    expect(order(decideAbout(policy, { model: "small@gamma" }))).toEqual(["large@alpha"]);
  });
  test("a pin takes a deployment outside of the route, under all rules", () => {
    const policy = compiled((w) => {
      w.policy.workloads.chat.route.candidates = ["large@alpha"];
      w.policy.rules.no = { deny: { providers: ["gamma"] } };
    });
    expect(order(decideAbout(policy, { pin: "large@beta" }))).toEqual(["large@beta"]);
    expect(rules(decideAbout(policy, { pin: "small@gamma" }))).toEqual({ "small@gamma": ["rule.no"] });
  });
});

describe("money", () => {
  const budgeted = (thresholds?: { at: string; do: "warn" | "prefer-cheapest" | "block" }[]) =>
    compiled((w) => {
      w.policy.budgets.month = {
        scope: { businessUnit: "sales", provider: "alpha" },
        limit: "1 USD",
        window: "month",
        ...(thresholds ? { thresholds } : {}),
      };
    });
  // 2,000 tokens at 5 USD and 1,000 at 30 USD per million.
  const reservation = 40_000;
  test("the reservation is the most that it can cost", () => {
    expect(decideAbout(budgeted()).candidates[0]?.reservation).toBe(reservation);
    expect(decideAbout(budgeted(), { choices: 3 }).candidates[0]?.reservation).toBe(10_000 + 3 * 30_000);
  });
  test.each([
    [1_000_000 - reservation, true],
    [1_000_000 - reservation + 1, false],
  ])("with %i micro-USD spent a request fits: %s", (spent, fits) => {
    const decision = decideAbout(budgeted(), {}, { spent: [microUsd(spent)] });
    expect(order(decision).includes("large@alpha")).toBe(fits);
    if (!fits) expect(rules(decision)).toEqual({ "large@alpha": ["budget.month"] });
  });
  test("a budget of one provider leaves the others alone", () => {
    expect(order(decideAbout(budgeted(), {}, { spent: [microUsd(1_000_000)] }))).toEqual(["large@beta", "small@gamma"]);
  });
  test("a budget of another business unit does not count", () => {
    const decision = decideAbout(budgeted(), { businessUnit: "support" }, { spent: [microUsd(1_000_000)] });
    expect(order(decision)).toEqual(ALL);
  });
  test("thresholds warn, then prefer the cheapest", () => {
    const policy = budgeted([
      { at: "80%", do: "warn" },
      { at: "90%", do: "prefer-cheapest" },
    ]);
    expect(decideAbout(policy, {}, { spent: [microUsd(799_999)] }).warnings).toEqual([]);
    const warned = decideAbout(policy, {}, { spent: [microUsd(800_000)] });
    expect(warned.warnings).toMatchObject([{ budget: "month", at: "80%", action: "warn" }]);
    expect(order(warned)).toEqual(ALL);
    expect(order(decideAbout(policy, {}, { spent: [microUsd(900_000)] }))).toEqual([
      "small@gamma",
      "large@beta",
      "large@alpha",
    ]);
  });
  test("a budget that only warns lets everything through", () => {
    const decision = decideAbout(budgeted([{ at: "100%", do: "warn" }]), {}, { spent: [microUsd(9_000_000)] });
    expect(order(decision)).toEqual(ALL);
  });
});

describe("health", () => {
  const at = (policy: ReturnType<typeof compiled>, id: string, until: number | undefined) =>
    policy.deployments.map((deployment) =>
      deployment.id === id ? { status: "open" as const, ...(until === undefined ? {} : { until }) } : undefined,
    );
  test("an open breaker is left out until its time", () => {
    const policy = compiled();
    expect(rules(decideAbout(policy, {}, { health: at(policy, "large@alpha", NOON + 1) }))).toEqual({
      "large@alpha": ["health.open"],
    });
    expect(order(decideAbout(policy, {}, { health: at(policy, "large@alpha", NOON) }))).toEqual(ALL);
  });
});

test("an unknown workload is a programming error", () => {
  expect(() => decideAbout(compiled(), { workload: "nobody" })).toThrow(RangeError);
});
