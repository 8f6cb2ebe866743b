import { sampleArm, sampleResult } from "@fairlead/runtime/bench/testing";
import { runPoint } from "@fairlead/runtime/bench/view";
import { expect, test } from "vitest";
import { historyArms, valueIn } from "./history-values.ts";

const point = runPoint(
  sampleResult({
    arms: [sampleArm({ arm: "a" }), sampleArm({ arm: "b", requests: 0, errors: 0, blocked: 0, judged: 0 })],
  }),
);

test.each([
  ["a", "totalP95Ms", 2_480],
  ["a", "ttftP95Ms", 480],
  ["a", "cost", 6_855],
  ["a", "passRate", 0.5],
  ["a", "failed", 0.1],
  ["b", "passRate", undefined],
  ["b", "failed", undefined],
  ["gone", "cost", undefined],
] as const)("%s, %s is %s", (arm, measure, value) => expect(valueIn(point, arm, measure)).toBe(value));

test("the arms that are shown keep their places, others follow", () => {
  const row = { point, name: "", path: "", commit: undefined, revision: undefined, isShown: true };
  expect(historyArms([row], ["b", "c"])).toEqual(["b", "c", "a"]);
});
