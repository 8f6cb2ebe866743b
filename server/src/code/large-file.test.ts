/** Twice the text is twice the work, however often a file declares the same names. */
import { afterEach, expect, test, vi } from "vitest";
import { Scopes } from "./ecmascript/scopes.ts";
import { migrateSource } from "./index.ts";

const workloads = [{ id: "support", globs: ["**"] }];

afterEach(() => vi.restoreAllMocks());

/** How many names are looked up in a file of so many functions that all use the same ones. */
function lookups(functions: number): number {
  const body = "(a, b) { const o = { a, b }; return o.a.map((x) => x + b); }\n";
  const others = Array.from({ length: functions }, (_, index) => `export function f${index}${body}`).join("");
  const text = `import OpenAI from "openai";\nexport const client = new OpenAI({ apiKey: "k" });\n${others}`;
  const resolveName = vi.spyOn(Scopes.prototype, "resolveName");
  const { applied } = migrateSource({ path: "src/a.js", text, workloads, grade: "safe", calledElsewhere: [] });
  expect(applied).toHaveLength(1);
  const { length } = resolveName.mock.calls;
  resolveName.mockRestore();
  return length;
}

test("names that every function declares", () => {
  expect(lookups(400) / lookups(200)).toBeLessThan(2.5);
});
