import { expect, test } from "vitest";
import { eligibility, eligible, standing } from "./standing.ts";
import { compiled, NOON, order } from "./testing.ts";

const DAY = 86_400_000;

test("the same day gives the same answer without deciding again; a notice's day gives another", () => {
  const policy = compiled(({ catalog }) => {
    catalog.notices.end = {
      provider: "alpha",
      kind: "retirement",
      affects: ["large@alpha"],
      announced: "2026-06-01",
      effective: "2026-11-23",
    };
  });
  const today = standing(policy, "chat", NOON);
  expect(standing(policy, "chat", NOON + 3_600_000)).toBe(today);
  expect(order(today)).toEqual(["large@alpha", "large@beta", "small@gamma"]);
  expect(order(standing(policy, "chat", Date.parse("2026-11-22T23:59:59.999Z")))).toHaveLength(3);
  expect(order(standing(policy, "chat", Date.parse("2026-11-23T00:00:00Z")))).toEqual(["large@beta", "small@gamma"]);
});

test("asking about more days than are kept still gives each its own answer", () => {
  const policy = compiled();
  for (let day = 0; day < 200; day += 1) expect(order(standing(policy, "chat", NOON + day * DAY))).toHaveLength(3);
});

test("eligible is what may serve, listed in the route or not", () => {
  const policy = compiled(({ policy: { workloads } }) => {
    workloads.chat.sensitivity = "confidential";
    workloads.chat.route = { candidates: ["large@beta"] };
  });
  expect(eligible(policy, "chat", NOON)).toEqual(["large@beta", "small@gamma"]);
  expect(
    eligibility(policy, "chat", NOON)
      .get("large@alpha")
      ?.map(({ rule }) => rule),
  ).toEqual(["sensitivity.too-high"]);
});

test("a workload that is not in the policy is a mistake of the caller", () => {
  expect(() => standing(compiled(), "unheard-of", NOON)).toThrow(RangeError);
});
