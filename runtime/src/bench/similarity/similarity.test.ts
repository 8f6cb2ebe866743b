import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Benchmark } from "../../documents/vocabulary.ts";
import { prepareAssertion } from "../assertions/index.ts";
import { runBenchmark } from "../index.ts";
import { type Behaviour, startTestGateway, type TestGateway } from "../test-gateway.ts";
import { cosine } from "./cosine.ts";

test.each([
  [[1, 0], [2, 0], 1],
  [[1, 0], [0, 3], 0],
  [[1, 0], [-1, 0], -1],
  [[1, 1], [1, 0], Math.SQRT1_2],
  [[0, 0], [1, 0], 0],
])("the cosine of %j and %j", (a, b, expected) => {
  expect(cosine(a, b)).toBeCloseTo(expected, 12);
});

describe("the assertion", () => {
  const check = (value: unknown, type: "similar" | "not-similar", threshold?: number) => {
    const assertion = { type, value: value as string, ...(threshold === undefined ? {} : { threshold }) };
    const prepared = prepareAssertion(assertion, {}, "/assert/0");
    const similar = new Map([
      ["late", 0.8],
      ["early", 0.1],
    ]);
    return prepared.check({ output: "x", totalMs: 1, costMicroUsd: 1, similar }).passed;
  };
  test.each([
    ["late", "similar", undefined, true],
    ["late", "similar", 0.9, false],
    ["early", "similar", undefined, false],
    [["early", "late"], "similar", undefined, true],
    ["early", "not-similar", undefined, true],
    ["late", "not-similar", undefined, false],
    // What nobody measured is neither.
    ["unknown", "similar", undefined, false],
    ["unknown", "not-similar", undefined, false],
  ] as const)("%j %s %s: %s", (value, type, threshold, expected) => {
    expect(check(value, type, threshold)).toBe(expected);
  });
});

let gateway: TestGateway | undefined;
let front: Server | undefined;
afterEach(async () => {
  await gateway?.close();
  front?.closeAllConnections();
  front?.close();
});

/** Vectors of a language of two words: how often each is said. */
const vectorOf = (text: string) => ["late", "early"].map((word) => text.split(word).length - 1);

/** In front of the small gateway, which has no vectors: each batch costs 50 micro-USD. `asked` holds their texts. */
async function run(more: Partial<Benchmark> = {}, refuse = false) {
  const behave = (arm: string): Behaviour => ({ text: arm === "a@x" ? "late late" : "early" });
  gateway = await startTestGateway(behave);
  const asked: string[][] = [];
  const behind = gateway.url;
  front = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const headers = { "content-type": "application/json", "fairlead-decision": "vectors" };
    if (request.url === "/v1/embeddings") {
      const { input } = JSON.parse(text) as { input: string[] };
      asked.push(input);
      expect(request.headers["fairlead-workload"]).toBe("v");
      response.writeHead(refuse ? 403 : 200, {
        ...headers,
        "fairlead-deployment": "e@z",
        ...(refuse ? { "fairlead-error": "policy.no-deployment" } : {}),
      });
      const data = input.map((one, index) => ({ index, embedding: vectorOf(one) })).toReversed();
      response.end(JSON.stringify(refuse ? { error: {} } : { data }));
    } else if (request.url === "/fairlead/v1/decisions/vectors") {
      response.writeHead(200, headers);
      response.end(JSON.stringify({ costMicroUsd: 50, attempts: [] }));
    } else {
      const passed = Object.entries(request.headers).filter(([name]) => /^(?:fairlead|content-type)/.test(name));
      const answer = await fetch(behind + request.url, {
        method: request.method ?? "GET",
        headers: Object.fromEntries(passed) as Record<string, string>,
        ...(text === "" ? {} : { body: text }),
      });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    }
  });
  await new Promise<void>((resolve) => front?.listen(0, "127.0.0.1", resolve));
  const benchmark: Benchmark = {
    workload: "w",
    arms: ["a@x", "b@y"],
    embeddings: "v",
    prompt: "When {{n}}?",
    assert: [{ type: "similar", value: "very late" }],
    cases: Array.from({ length: 6 }, (_, n) => ({ vars: { n } })),
    warmup: 0,
    ...more,
  };
  const gatewayUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  return { result: await runBenchmark({ benchmark, id: "b", gatewayUrl, key: "k" }), asked };
}

test("answers are compared after the run, each text once, and the vectors are paid for", async () => {
  const { result, asked } = await run();
  expect(asked.map((texts) => texts.toSorted())).toEqual([["early", "late late", "very late"]]);
  expect(result.arms.map(({ passed, judged }) => [passed, judged])).toEqual([
    [6, 6],
    [0, 6],
  ]);
  expect(result.similarity).toEqual({ workload: "v", deployment: "e@z", texts: 3, failed: 0 });
  expect(result.spentMicroUsd).toBe(12 * 100 + 50);
  expect(result.records[0]?.assertions[0]?.reason).toMatch(
    /^The similarity to "very late" is [01]\.\d\d, the threshold 0\.75\./,
  );
  expect(result.verdict.at(-1)).toBe("Similarity by the vectors of e@z: 3 texts.");
});

test("without vectors nothing is judged, and the result says why", async () => {
  const { result } = await run({}, true);
  expect(result.status).toBe("completed");
  expect(result.arms.map(({ judged }) => judged)).toEqual([0, 0]);
  expect(result.verdict.at(-1)).toContain("3 have none (policy.no-deployment)");
});

test("no more is asked where the limit is reached", async () => {
  const { result, asked } = await run({ maxSpend: "0.0011 USD" });
  expect(asked).toEqual([]);
  expect(result.status).toBe("spend-limit");
});

test("a suite that names no workload for vectors asks nothing", async () => {
  const without = { embeddings: undefined } as unknown as Partial<Benchmark>;
  await expect(run(without)).rejects.toMatchObject({ code: "bench.no-embeddings" });
  expect(gateway?.asked).toEqual([]);
});
