import { expect, test } from "vitest";
import { concentrationOf, exposure } from "./exposure.ts";
import { compiled, NOON } from "./testing.ts";

/** Beside `chat`, critical on one provider and low-priority work on another. */
const policy = compiled(({ policy: { workloads } }) => {
  workloads.triage = {
    businessUnit: "support",
    criticality: "critical",
    sensitivity: "restricted",
    route: { candidates: ["large@beta"] },
  };
  workloads.drafts = {
    businessUnit: "sales",
    criticality: "low",
    sensitivity: "public",
    route: { candidates: ["small@gamma"] },
  };
});

test("workloads weigh by criticality, twice as much with each step", () => {
  const providers = concentrationOf(exposure(policy, NOON), "provider", "workloads");
  expect(providers?.shares).toEqual([
    { id: "beta", share: 8 / 13, workloads: ["triage"] },
    { id: "alpha", share: 4 / 13, workloads: ["chat"] },
    { id: "gamma", share: 1 / 13, workloads: ["drafts"] },
  ]);
  // (100 · 8/13)² + (100 · 4/13)² + (100 · 1/13)²
  expect(providers).toMatchObject({ hhi: 4793, band: "high" });
});

test("with traffic also requests and money count", () => {
  const traffic = new Map([
    ["chat", { requests: 100, inputTokens: 1_000_000, outputTokens: 100_000 }],
    ["drafts", { requests: 300, inputTokens: 4_000_000, outputTokens: 2_000_000 }],
  ]);
  const found = exposure(policy, NOON, traffic);
  expect(concentrationOf(found, "provider", "requests")?.shares).toEqual([
    { id: "gamma", share: 0.75, workloads: ["drafts"] },
    { id: "alpha", share: 0.25, workloads: ["chat"] },
  ]);
  // Eight USD each: 1 M at 5 and 0.1 M at 30; 4 M at 1 and 2 M at 2.
  expect(concentrationOf(found, "provider", "spend")).toMatchObject({
    hhi: 5000,
    shares: [{ share: 0.5 }, { share: 0.5 }],
  });
  expect(concentrationOf(exposure(policy, NOON), "provider", "requests")).toBeUndefined();
});

test("what hangs on one thing alone is named, the most critical first", () => {
  const { singles } = exposure(policy, NOON);
  expect(singles.filter(({ dimension }) => dimension === "provider")).toEqual([
    { workload: "triage", criticality: "critical", dimension: "provider", id: "beta", candidates: 1 },
    { workload: "drafts", criticality: "low", dimension: "provider", id: "gamma", candidates: 1 },
  ]);
  // Nobody knows the region of beta, and gamma has no contract: silence.
  expect(singles.filter(({ dimension }) => dimension === "region").map(({ id }) => id)).toEqual(["eu-central-1"]);
  expect(singles.filter(({ dimension }) => dimension === "contract").map(({ id }) => id)).toEqual(["beta-terms"]);
});

test("nothing at all has no concentration", () => {
  const empty = exposure(
    compiled((world) => {
      world.policy.workloads = {} as typeof world.policy.workloads;
    }),
    NOON,
  );
  expect(empty.singles).toEqual([]);
  expect(concentrationOf(empty, "supplier", "workloads")).toMatchObject({ shares: [], hhi: 0, band: "low" });
});
