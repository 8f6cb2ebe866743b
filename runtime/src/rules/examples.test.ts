import { describe, expect, test } from "vitest";
import help from "./generated/rule-help.json" with { type: "json" };
import { allRules, workspaceRules } from "./rules.ts";
import { saidOf } from "./testing.ts";

function example(code: string, which: "Wrong" | "Right"): string | undefined {
  const { body } = (help as Record<string, { body: string }>)[code] ?? { body: "" };
  return new RegExp(`^${which}:\\n\`\`\`yaml\\n([\\s\\S]*?)\\n\`\`\``, "m").exec(body)?.[1];
}

test("there is nothing to say about the workspace that the examples change", () => {
  expect(saidOf("{}")).toEqual([]);
});

test("every rule has a page, and no code stands for two", () => {
  for (const { code } of allRules) expect(help).toHaveProperty([code]);
  expect(new Set(allRules.map(({ code }) => code)).size).toBe(allRules.length);
});

describe.each(workspaceRules)("$code", ({ code }) => {
  test("the wrong example is found", () => {
    const said = saidOf(example(code, "Wrong") ?? "{}");
    expect(said.map((line) => line.split(" ")[0])).toContain(code);
    for (const line of said) expect(line).not.toMatch(/undefined|\[object|NaN|Infinity/);
    for (const line of said) expect(line).toMatch(/: ["A-Z0-9a-z*].*[.?]$/s);
  });

  test("the right example is not", () => {
    const said = saidOf(example(code, "Right") ?? "{}");
    expect(example(code, "Right")).toBeDefined();
    expect(said.filter((line) => line.startsWith(`${code} `))).toEqual([]);
    // Nothing else of weight either: an example is read as a recommendation.
    expect(said.filter((line) => line.split(" ")[1] === "error:")).toEqual([]);
  });
});
