import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../generation.ts";
import { eligible } from "../standing.ts";
import { NOON, type World, world } from "../testing.ts";
import { plan, planSide } from "./plan.ts";
import { standOf } from "./stand.ts";

const EDITS: readonly ((world: World) => void)[] = [
  ({ catalog }) => {
    catalog.models.large.contextWindow = 9_000;
  },
  ({ catalog }) => {
    catalog.models.small.capabilities = ["chat", "tools"];
  },
  ({ catalog }) => {
    catalog.providers.beta.status = "suspended";
  },
  ({ catalog }) => {
    catalog.providers.gamma.contract = "beta-terms";
  },
  ({ catalog }) => {
    catalog.contracts["beta-terms"].auditRights = { dataHandling: false };
  },
  ({ catalog }) => {
    catalog.notices.soon = {
      provider: "gamma",
      kind: "price",
      affects: ["small@gamma"],
      announced: "2026-01-01",
      effective: "2026-06-01",
      price: { input: 9, output: 9 },
    };
  },
  ({ catalog }) => {
    catalog.deployments["large@beta"].lifecycle = { status: "preview" };
  },
  ({ policy }) => {
    policy.rules.audited = { when: { sensitivity: "confidential" }, require: { auditRights: ["dataHandling"] } };
  },
  ({ policy }) => {
    policy.rules.released = { deny: { lifecycle: ["preview"] } };
  },
  ({ policy }) => {
    policy.budgets.tight = { scope: { provider: "beta" }, limit: "0.01 USD", window: "day" };
  },
  ({ policy }) => {
    policy.defaults.maxOutputTokens = 50;
  },
  ({ policy }) => {
    policy.workloads.chat.needs = { contextWindow: 20_000 };
  },
  ({ policy }) => {
    policy.businessUnits = { ...policy.businessUnits, more: { owner: "more" } };
  },
  ({ catalog }) => {
    catalog.deployments["small@beta"] = {
      upstream: "small",
      price: { input: 1, output: 1 },
      data: { residency: "eu", maxSensitivity: "restricted" },
    };
  },
];

function side(edits: readonly number[]) {
  const changed = world();
  for (const [id, candidates] of [
    ["first", ["large@alpha"]],
    ["second", ["small@gamma", "large@beta"]],
  ] as const) {
    changed.policy.workloads[id] = {
      businessUnit: "sales",
      sensitivity: id === "first" ? "public" : "confidential",
      route: { candidates: [...candidates] as [string, ...string[]] },
    };
  }
  for (const index of edits) EDITS[index]?.(changed);
  return planSide(changed);
}

test("what a plan does not look at is the same on both sides", () => {
  const edits = fc.uniqueArray(fc.nat(EDITS.length - 1), { maxLength: 4 });
  fc.assert(
    fc.property(edits, edits, (one, other) => {
      const before = side(one);
      const after = side(other);
      const found = plan(before, after, { at: NOON });
      for (const id of before.policy.workloads.keys()) {
        const told = found.workloads.find(({ workload }) => workload === id);
        const stands = [before, after].map(({ policy }) => canonicalJson(standOf(policy, id, NOON, undefined)));
        const sets = [before, after].map(({ policy }) => eligible(policy, id, NOON));
        const gained = sets[1]?.filter((one) => !sets[0]?.includes(one)) ?? [];
        const lost = sets[0]?.filter((one) => !sets[1]?.includes(one)) ?? [];
        const differs = stands[0] !== stands[1] || gained.length + lost.length > 0;
        expect(told !== undefined).toBe(differs);
        if (told) expect(canonicalJson(told.after)).toBe(stands[1]);
        if (told) expect(told.eligible).toEqual({ gained, lost });
      }
    }),
    { numRuns: 300 },
  );
});
