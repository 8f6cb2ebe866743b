import { expect, test } from "vitest";
import { NOON, type World, world } from "../testing.ts";
import { planCondition } from "./conditions.ts";
import { plan, planSide } from "./plan.ts";

function tested(condition: string, change: (world: World) => void): string | undefined {
  const after = world();
  change(after);
  return planCondition(condition)?.test(plan(planSide(world()), planSide(after), { at: NOON }));
}

const dearer = ({ catalog }: World) => {
  catalog.deployments["large@alpha"].price = { input: 5.5, output: 33 };
};
const unpriced = ({ catalog, policy }: World) => {
  policy.defaults.unpriced = "flag";
  delete catalog.deployments["large@alpha"].price;
};
const onlyBeta = ({ policy }: World) => {
  policy.workloads.chat.route.candidates = ["large@beta"];
};
const unserved = ({ policy }: World) => {
  policy.workloads.chat.needs = { capabilities: ["audio"] };
};

test.each<[string, (world: World) => void, string | undefined]>([
  ["worse", () => {}, undefined],
  ["worse", onlyBeta, "1 thing becomes worse"],
  ["unserved", onlyBeta, undefined],
  ["unserved", unserved, "nothing serves chat"],
  ["cost>9%", dearer, "an ordinary request of chat costs 0.016522 USD instead of 0.01502 USD"],
  ["cost > 10.5 %", dearer, undefined],
  ["cost>1000%", unpriced, "an ordinary request of chat costs an unknown price instead of 0.01502 USD"],
  ["latency>10%", onlyBeta, undefined],
  [
    "latency>10%",
    ({ catalog }) => {
      delete catalog.deployments["large@alpha"].latency;
    },
    "the first token of chat comes after an unknown number of ms instead of 500 ms",
  ],
  [
    "hhi>1800",
    ({ policy }) => {
      policy.workloads.other = { businessUnit: "sales", sensitivity: "public", route: { candidates: ["large@beta"] } };
    },
    undefined,
  ],
])("%s: %#", (condition, change, why) => expect(tested(condition, change)).toBe(why));

test("concentration that was there before is not this change's", () => {
  const both = world();
  both.policy.workloads.other = { businessUnit: "sales", sensitivity: "public", route: { candidates: ["large@beta"] } };
  const condition = planCondition("hhi>1800");
  expect(condition?.test(plan(planSide(both), planSide(world()), { at: NOON }))).toBe(
    "concentration by provider (workloads) is 10000; it was 5556",
  );
  expect(condition?.test(plan(planSide(world()), planSide(both), { at: NOON }))).toBeUndefined();
});

test.each(["", "better", "cost>10", "cost<10%", "hhi>10%", "latency>-1%", "money>3%"])("%j is no condition", (text) =>
  expect(planCondition(text)).toBeUndefined(),
);
