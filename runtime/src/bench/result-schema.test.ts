import { Ajv } from "ajv";
import { expect, test } from "vitest";
import schema from "../../../schemas/benchmark-result.schema.json" with { type: "json" };
import { runBenchmark } from "./index.ts";
import { startTestGateway } from "./test-gateway.ts";

/** The schema, but without room for members that it does not name. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== "object" || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return copy.type === "object" && copy.properties && !copy.additionalProperties
    ? { ...copy, additionalProperties: false }
    : copy;
}

test("everything that a run writes is in the published schema", async () => {
  const gateway = await startTestGateway((arm, nth) => {
    if (arm === "j@z") return { text: '{"passes":[true,true,true]}' };
    if (nth === 3) return { refuse: { status: 429, code: "upstream.rate-limited", message: "slow", retryAfter: "0" } };
    return arm === "b@y" && nth === 5 ? { stream: "cut" } : {};
  });
  const result = await runBenchmark({
    benchmark: {
      workload: "w",
      arms: ["a@x", "b@y"],
      judge: "j@z",
      prompt: "{{n}}",
      load: { mode: "open", rate: 200, arrivals: "poisson" },
      stop: { requests: 400 },
      trials: 15,
      assert: [
        { type: "contains", value: "yes" },
        { type: "contains", value: "no" },
        { type: "llm-rubric", value: "is fine" },
      ],
      cases: Array.from({ length: 8 }, (_, n) => ({ name: `case ${n}`, vars: { n } })),
    },
    id: "b",
    gatewayUrl: gateway.url,
    key: "k",
    noiseFloor: true,
    objectivesOf: () => ({ ttftP95Ms: 500 }),
  });
  await gateway.close();
  const written: unknown = JSON.parse(JSON.stringify(result));
  const check = new Ajv({ strict: false }).compile(closed(schema) as object);
  check(written);
  expect(check.errors).toBeNull();
  for (const part of ["judge", "noise", "tails", "load", "caseKeys"]) expect(written).toHaveProperty(part);
  expect(result.tails?.length).toBeGreaterThan(0);
  expect(result.records.some(({ rateLimited }) => rateLimited)).toBe(true);
});
