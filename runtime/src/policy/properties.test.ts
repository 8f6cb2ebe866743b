import fc from "fast-check";
import { expect, test } from "vitest";
import { microUsd } from "../documents/money.ts";
import { SENSITIVITIES, sensitivityRank } from "../documents/vocabulary.ts";
import { phaseAt } from "./compile-deployment.ts";
import { compilePrice, costOf, reservationFor } from "./cost.ts";
import { explainDecision } from "./explain.ts";
import { compiled, decideAbout, NOON, type World } from "./testing.ts";
import type { CompiledPolicy } from "./types.ts";

const sensitivity = fc.constantFrom(...SENSITIVITIES);
const jurisdiction = fc.constantFrom("eu" as const, "us" as const, "global" as const, undefined);

const randomWorld = fc.record({
  ceilings: fc.array(fc.option(sensitivity, { nil: undefined }), { minLength: 3, maxLength: 3 }),
  places: fc.array(jurisdiction, { minLength: 3, maxLength: 3 }),
  workloadSensitivity: fc.option(sensitivity, { nil: undefined }),
  residency: fc.option(fc.constantFrom("eu" as const, "us" as const), { nil: undefined }),
  strategy: fc.constantFrom("ordered" as const, "weighted" as const, "cheapest" as const, "fastest" as const),
  route: fc.subarray(["large@alpha", "large@beta", "small@gamma"], { minLength: 1 }),
  raised: fc.option(sensitivity, { nil: undefined }),
  model: fc.option(fc.constantFrom("large", "small", "small@gamma", "large-1", "auto", "unheard-of"), {
    nil: undefined,
  }),
  draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  spent: fc.integer({ min: 0, max: 2_000_000 }),
  health: fc.array(fc.constantFrom("healthy" as const, "open" as const, "cooling" as const), {
    minLength: 3,
    maxLength: 3,
  }),
});

test("over random policies, wishes and states no candidate lies outside of the allowed set, and nothing is lost", () => {
  fc.assert(
    fc.property(randomWorld, (random) => {
      const policy = compiled((world) => {
        Object.keys(world.catalog.deployments).forEach((id, index) => {
          const deployment = world.catalog.deployments[id];
          if (!deployment) return;
          const maxSensitivity = random.ceilings[index];
          const residency = random.places[index];
          deployment.data = { ...(maxSensitivity ? { maxSensitivity } : {}), ...(residency ? { residency } : {}) };
        });
        const { chat } = world.policy.workloads;
        if (random.workloadSensitivity) chat.sensitivity = random.workloadSensitivity;
        else delete chat.sensitivity;
        if (random.residency) chat.needs = { residency: [random.residency] };
        chat.route = { strategy: random.strategy, candidates: random.route };
        world.policy.budgets.all = { scope: {}, limit: "1 USD", window: "day" };
      });
      const decision = decideAbout(
        policy,
        {
          draw: random.draw,
          ...(random.raised ? { sensitivity: random.raised } : {}),
          ...(random.model ? { model: random.model } : {}),
        },
        {
          spent: [microUsd(random.spent)],
          health: random.health.map((status) => ({ status, until: NOON + 1000 })),
        },
      );
      const seen = [...decision.candidates, ...decision.rejected].map(({ deployment }) => deployment.id);
      expect(seen.toSorted()).toEqual([...random.route].toSorted());
      for (const { rejections } of decision.rejected) expect(rejections.length).toBeGreaterThan(0);
      const least = Math.max(
        sensitivityRank(random.workloadSensitivity),
        random.raised ? sensitivityRank(random.raised) : 0,
      );
      expect(sensitivityRank(decision.sensitivity)).toBe(least);
      for (const { deployment, reservation } of decision.candidates) {
        const { data } = phaseAt(deployment, NOON);
        expect(sensitivityRank(data.maxSensitivity)).toBeGreaterThanOrEqual(least);
        if (random.residency) expect(data.residency).toBe(random.residency);
        expect(random.spent + (reservation ?? 0)).toBeLessThanOrEqual(1_000_000);
        expect(random.health[deployment.index]).toBe("healthy");
      }
    }),
    { numRuns: 500 },
  );
});

test("what a policy keeps from earlier decisions changes none of the later ones", () => {
  const change = (world: World): void => {
    const { chat } = world.policy.workloads;
    chat.modelChoice = "caller";
    chat.needs = { residency: ["eu", "us"] };
    world.policy.rules["no-us"] = {
      when: { sensitivity: ["confidential", "restricted"] },
      deny: { residency: ["us"] },
    };
    world.policy.rules.support = { when: { businessUnit: "support" }, deny: { models: ["small"] } };
    world.policy.budgets.sales = { scope: { businessUnit: "sales" }, limit: "1 USD", window: "day" };
    world.catalog.notices.gone = {
      provider: "beta",
      kind: "retirement",
      affects: ["large@beta"],
      announced: "2026-11-01",
      effective: "2026-12-01",
    };
  };
  const asked = fc.record(
    {
      businessUnit: fc.constantFrom("sales", "support", "unknown"),
      sensitivity,
      model: fc.constantFrom("large", "small", "auto"),
      pin: fc.constantFrom("large@alpha", "small@gamma"),
      capabilities: fc.subarray(["chat" as const, "vision" as const, "audio" as const]),
      maxOutputTokens: fc.constantFrom(10, 5000, 50_000),
      inputTokens: fc.constantFrom({ expected: 10, atMost: 40 }, { expected: 50_000, atMost: 200_000 }),
      at: fc.constantFrom(NOON, NOON + 30 * 86_400_000),
    },
    { requiredKeys: [] },
  );
  const warm = compiled(change);
  const state = { spent: [microUsd(990_000)], health: [{ status: "open" as const, until: NOON + 1000 }] };
  fc.assert(
    fc.property(asked, (request) => {
      const plain = (policy: CompiledPolicy) => explainDecision(decideAbout(policy, request, state));
      expect(plain(warm)).toEqual(plain(compiled(change)));
    }),
    { seed: 9, numRuns: 400 },
  );
});

test("a decision depends on its arguments only", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (draw) => {
      const policy = compiled((world) => {
        world.policy.workloads.chat.route.strategy = "weighted";
      });
      expect(decideAbout(policy, { draw })).toEqual(decideAbout(policy, { draw }));
    }),
  );
});

test("no usage within the limits costs more than was reserved for it", () => {
  const usd = fc.integer({ min: 0, max: 100_000_000 }).map((micro) => micro / 1_000_000);
  const price = fc.record({ input: usd, output: usd, cachedInput: usd, cacheWrite: usd, perRequest: usd });
  const tokens = fc.integer({ min: 0, max: 2_000_000 });
  fc.assert(
    fc.property(
      price,
      tokens,
      tokens,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (facts, input, output, a, b) => {
        const compiledPrice = compilePrice(facts, "catalog");
        const cachedInput = Math.floor(input * a);
        const cacheWrite = Math.floor((input - cachedInput) * b);
        const cost = costOf(compiledPrice, { input, output, cachedInput, cacheWrite });
        expect(cost).toBeLessThanOrEqual(reservationFor(compiledPrice, { inputAtMost: input, outputAtMost: output }));
        expect(Number.isSafeInteger(cost)).toBe(true);
      },
    ),
  );
});
