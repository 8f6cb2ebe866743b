import { expect, test } from "vitest";
import { NOON, world } from "../testing.ts";
import { planMarkdown } from "./markdown.ts";
import { plan, planSide } from "./plan.ts";
import { planText } from "./text.ts";

const NAMES = { before: "HEAD", after: "working tree" };

/** Two hundred workloads that lose a candidate each, and a long description. */
function large() {
  const [before, after] = [world(), world()];
  for (const one of [before, after]) {
    for (let index = 0; index < 200; index += 1) {
      one.policy.workloads[`w${index}`] = {
        businessUnit: "sales",
        criticality: "high",
        sensitivity: "public",
        description: one === before ? "short" : "|`<b>*_[x](y) ".repeat(40),
        route: { candidates: one === before ? ["large@alpha", "large@beta"] : ["large@alpha"] },
      };
    }
  }
  return plan(planSide(before), planSide(after), { at: NOON });
}

test("a very large change still fits into a comment, and says how much is not shown", () => {
  const text = planMarkdown(large(), NAMES);
  expect(text.length).toBeLessThan(65_536);
  expect(text.split("\n")[0]).toBe("### Fairlead plan: 200 things become worse");
  expect(text).toContain("- and 160 more");
  expect(text).toContain("\n\nand 160 more\n\n");
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
  // Every row has as many cells as the header.
  const rows = text.split("\n").filter((line) => line.startsWith("| **w"));
  expect(rows).toHaveLength(40);
  for (const row of rows) expect(row.replaceAll("\\|", "").match(/\|/g)).toHaveLength(5);
});

test("the terminal shows all of it", () => {
  expect(planText(large(), NAMES).match(/^ {2}w\d+ \(high, public\)$/gm)).toHaveLength(200);
});

test("the same plan gives the same text", () => {
  expect(planMarkdown(large(), NAMES)).toBe(planMarkdown(large(), NAMES));
});
