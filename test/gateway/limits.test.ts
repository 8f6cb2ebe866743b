/** Rate limits of keys and workloads, seen from outside. */
import { afterEach, expect, test } from "vitest";
import { type Answer, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

/** A moment that no minute ends in, however long the machine takes. */
const NOON = Date.parse("2026-11-22T12:00:00Z");

let gateway: TestGateway;
afterEach(() => gateway.close());

const limited = (limits: string): string =>
  policyOf(["m@oa"]).replace("maxOutputTokens: 100", `maxOutputTokens: 100\n    limits: { ${limits} }`);
const codes = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, json } of answers) {
    const code = status === 200 ? "served" : json.error.code;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
};

test("a workload's requests a minute hold under a flood, and come free again when the time says so", async () => {
  let now = NOON;
  gateway = await startTestGateway({ policy: limited("requestsPerMinute: 5"), now: () => now });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => chat(gateway, { stream: index % 2 === 0 })),
  );
  expect(codes(answers)).toEqual({ served: 5, "limit.requests": 35 });
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.headers.get("retry-after")).toBe("60");
  expect(refused?.json.error.message).toContain("workload x may make 5 requests a minute");
  expect(gateway.simulator.counts()[0]?.requests).toBe(5);
  now += 60_000;
  expect((await chat(gateway)).status).toBe(200);
  expect((await gateway.ledger.totals([]))[0]).toMatchObject({ served: 6, refused: 35 });
});

test("tokens a minute count what may be used, then what was used", async () => {
  gateway = await startTestGateway({ policy: limited("tokensPerMinute: 1000"), now: () => NOON });
  gateway.simulator.setProfile("oa", { inputTokens: 10, outputTokens: 10 });
  const provider = gateway.simulator.hold("oa");
  // Ten at once may use more than the limit; one after the other they use 20 each.
  let refused = 0;
  const ask = async (): Promise<Answer> => {
    const answer = await chat(gateway);
    if (answer.status !== 200) refused += 1;
    return answer;
  };
  const asked = Array.from({ length: 30 }, ask);
  await expect.poll(() => provider.waiting + refused).toBe(30);
  provider.end();
  const atOnce = codes(await Promise.all(asked));
  expect(atOnce.served).toBeLessThanOrEqual(10);
  expect(atOnce["limit.tokens"]).toBeGreaterThanOrEqual(20);
  for (let count = 0; count < 20; count += 1) expect((await chat(gateway)).status).toBe(200);
  const alone = await chat(gateway, { max_tokens: 5000 });
  expect([alone.json.error.code, alone.headers.get("retry-after")]).toEqual(["limit.tokens", null]);
});

test("a key's limit holds over workloads, for that key alone, and the lower criticality yields", async () => {
  const two = policyOf(["m@oa"]).replace(
    "workloads:\n",
    "workloads:\n  vital: { businessUnit: sales, criticality: critical, sensitivity: public, maxOutputTokens: 100, route: { candidates: [m@oa] } }\n",
  );
  gateway = await startTestGateway({ policy: two, now: () => NOON });
  const key = await gateway.addKey({ requestsPerMinute: 10 });
  const as = (workload: string) => chat(gateway, {}, { authorization: `Bearer ${key}`, "fairlead-workload": workload });
  for (let count = 0; count < 4; count += 1) expect((await as("vital")).status).toBe(200);
  const low = await Promise.all(Array.from({ length: 10 }, () => as("x")));
  expect(codes(low)).toEqual({ served: 6, "limit.requests": 4 });
  expect((await chat(gateway)).status).toBe(200);
});

test("a request that fails gives its tokens back", async () => {
  gateway = await startTestGateway({ policy: limited("tokensPerMinute: 200"), now: () => NOON });
  gateway.simulator.setFault("oa", { kind: "http-503", probability: 1 });
  for (let count = 0; count < 5; count += 1) expect((await chat(gateway)).json.error.code).not.toMatch(/^limit/);
});
