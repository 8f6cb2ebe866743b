/** Vectors of two models can not be compared: whatever happens, a workload's vectors stay those of one model. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { microUsd } from "../documents/money.ts";
import { SENSITIVITIES } from "../documents/vocabulary.ts";
import { compiled, decideAbout, NOON, type World } from "./testing.ts";

function embedding(world: World): void {
  for (const model of Object.values(world.catalog.models)) model.capabilities = ["embeddings"];
  const deployment = world.catalog.deployments["small@gamma"];
  world.catalog.deployments["small@alpha"] = { ...deployment, upstream: "small-1" };
  world.policy.workloads.chat.route.candidates = ["large@alpha", "small@gamma", "large@beta", "small@alpha"];
}

const capabilities = ["embeddings" as const];
const models = (decision: ReturnType<typeof decideAbout>) => [
  ...new Set(decision.candidates.map(({ deployment }) => deployment.model)),
];

test("the first model of the route makes them; another that the request names, where the route has it", () => {
  const policy = compiled(embedding);
  expect(models(decideAbout(policy, { capabilities }))).toEqual(["large"]);
  expect(models(decideAbout(policy, { capabilities, model: "text-unheard-of" }))).toEqual(["large"]);
  expect(models(decideAbout(policy, { capabilities, model: "small-1" }))).toEqual(["small"]);
  const out = decideAbout(policy, { capabilities }).rejected.map(({ deployment, rejections }) => [
    deployment.id,
    rejections.map(({ rule }) => rule),
  ]);
  expect(out).toEqual([
    ["small@gamma", ["model.other-vectors"]],
    ["small@alpha", ["model.other-vectors"]],
  ]);
});

test("a workload that needs embeddings is explained as it is served, and a pin is a deployment of its own", () => {
  const policy = compiled((world) => {
    embedding(world);
    world.policy.workloads.chat.needs = { capabilities };
  });
  expect(models(decideAbout(policy))).toEqual(["large"]);
  expect(models(decideAbout(policy, { capabilities, pin: "small@gamma" }))).toEqual(["small"]);
});

test("a batch must fit into the window text by text, not as a whole", () => {
  const policy = compiled(embedding);
  const inputTokens = { expected: 900_000, atMost: 2_000_000 };
  expect(decideAbout(policy, { capabilities, inputTokens }).candidates).toEqual([]);
  expect(models(decideAbout(policy, { capabilities, inputTokens, windowTokens: 8000 }))).toEqual(["large"]);
});

test("no outage, budget, sensitivity, strategy or draw moves a request to another model's vectors", () => {
  const random = fc.record({
    strategy: fc.constantFrom("ordered" as const, "weighted" as const, "cheapest" as const, "fastest" as const),
    health: fc.array(fc.constantFrom("healthy" as const, "open" as const, "cooling" as const), { maxLength: 4 }),
    spent: fc.integer({ min: 0, max: 1_000_000 }),
    sensitivity: fc.option(fc.constantFrom(...SENSITIVITIES), { nil: undefined }),
    model: fc.option(fc.constantFrom("large", "small", "small@gamma", "auto", "else"), { nil: undefined }),
    draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    route: fc.shuffledSubarray(["large@alpha", "small@gamma", "large@beta", "small@alpha"], { minLength: 1 }),
  });
  fc.assert(
    fc.property(random, ({ strategy, health, spent, sensitivity, model, draw, route }) => {
      const policy = compiled((world) => {
        embedding(world);
        world.policy.workloads.chat.route = { strategy, candidates: route };
        world.policy.budgets.all = { scope: {}, limit: "1 USD", window: "day" };
      });
      const decision = decideAbout(
        policy,
        { capabilities, draw, ...(sensitivity ? { sensitivity } : {}), ...(model ? { model } : {}) },
        { spent: [microUsd(spent)], health: health.map((status) => ({ status, until: NOON + 1000 })) },
      );
      const own = route.find((id) => model !== undefined && (id === model || id.startsWith(`${model}@`))) ?? route[0];
      for (const { deployment } of decision.candidates) expect(deployment.model).toBe(own?.split("@")[0]);
    }),
    { numRuns: 300 },
  );
});
