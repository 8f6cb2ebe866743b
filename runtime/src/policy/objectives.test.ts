import { describe, expect, test } from "vitest";
import { missedObjective } from "./objectives.ts";
import { compiled, decideAbout, order } from "./testing.ts";
import type { DeploymentHealth, MeasuredService } from "./types.ts";

const measured = (change: Partial<MeasuredService> = {}): MeasuredService => ({
  attempts: 100,
  failures: 0,
  streams: 100,
  ttftP95Ms: 500,
  latencyP95Ms: 2000,
  ...change,
});

test.each([
  ["all is met", { ttftP95Ms: 500, latencyP95Ms: 2000, errorRate: 0 }, {}, undefined],
  ["the first token is late", { ttftP95Ms: 499 }, {}, /first token takes 500 ms/],
  ["answers are late", { latencyP95Ms: 1999 }, {}, /answers take 2000 ms/],
  ["too many fail", { errorRate: 0.01 }, { failures: 10 }, /10 of 100 attempts failed, at most 1 %/],
  ["one failure proves nothing", { errorRate: 0.005 }, { attempts: 20, failures: 1 }, undefined],
  ["few attempts prove nothing", { ttftP95Ms: 1 }, { attempts: 19, streams: 19 }, undefined],
  ["few streams prove nothing of first tokens", { ttftP95Ms: 1 }, { streams: 5 }, undefined],
])("%s", (_what, objectives, change, expected) => {
  const missed = missedObjective(objectives, measured(change));
  if (expected) expect(missed).toMatch(expected);
  else expect(missed).toBeUndefined();
});

describe("in decisions", () => {
  const policy = (objectives: object | undefined) =>
    compiled(({ policy: { workloads } }) => {
      if (objectives) workloads.chat.objectives = objectives;
    });
  const slow: DeploymentHealth = { status: "healthy", measured: measured({ ttftP95Ms: 3000 }) };

  test("who misses an objective goes last, and stays a fallback", () => {
    const decision = decideAbout(policy({ ttftP95Ms: 800 }), {}, { health: [slow] });
    expect(order(decision)).toEqual(["large@beta", "small@gamma", "large@alpha"]);
    expect(decision.candidates.at(-1)?.because).toBe(
      "behind the others: its first token takes 3000 ms (p95), 800 ms are wanted",
    );
  });

  test("without objectives, where all miss them, and where one is pinned, the order stays", () => {
    const all = ["large@alpha", "large@beta", "small@gamma"];
    expect(order(decideAbout(policy(undefined), {}, { health: [slow] }))).toEqual(all);
    expect(order(decideAbout(policy({ ttftP95Ms: 800 }), {}, { health: [slow, slow, slow] }))).toEqual(all);
    const pinned = decideAbout(policy({ ttftP95Ms: 800 }), { pin: "large@alpha" }, { health: [slow] });
    expect(pinned.candidates[0]?.because).toBe("pinned");
  });

  test("the error rate of the document is a percentage", () => {
    const failing: DeploymentHealth = { status: "healthy", measured: measured({ failures: 6 }) };
    expect(order(decideAbout(policy({ errorRate: "0.5%" }), {}, { health: [failing] }))[0]).toBe("large@beta");
    expect(order(decideAbout(policy({ errorRate: "50%" }), {}, { health: [failing] }))[0]).toBe("large@alpha");
  });
});

test("best-quality goes by what the pass rate is at least; what was not measured comes last", () => {
  const policy = compiled(({ catalog, policy: { workloads } }) => {
    workloads.chat.route = { strategy: "best-quality", candidates: ["large@alpha", "large@beta", "small@gamma"] };
    catalog.deployments["large@beta"].quality = [{ workload: "chat", passRate: "90%", samples: 10 }];
    catalog.deployments["small@gamma"].quality = [
      { workload: "other", passRate: "10%" },
      { workload: "chat", passRate: "88%", samples: 1000 },
    ];
  });
  const decision = decideAbout(policy);
  expect(decision.candidates.map(({ deployment, because }) => [deployment.id, because])).toEqual([
    ["small@gamma", "by pass rate: 88% of 1000"],
    ["large@beta", "by pass rate: 90% of 10"],
    ["large@alpha", "pass rate unknown"],
  ]);
});
