/** Several workers on one port, with the embedded ledger. */
import { execFile } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { openSqliteLedger } from "@fairlead/runtime/ledger";
import { afterEach, expect, test } from "vitest";
import { ask, COST, type Fleet, SOON, spent, startFleet } from "./fleet.ts";

let fleet: Fleet;
afterEach(() => fleet.close());

/** The process ids of a gateway's workers. */
async function workersOf(parent: number): Promise<number[]> {
  const list = await new Promise<string>((resolve, reject) =>
    execFile("ps", ["-A", "-o", "pid=,ppid="], (error, output) => (error ? reject(error) : resolve(output))),
  );
  const pairs = list
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []));
}

/** The value of the first metric that begins so. */
function metric(text: string, beginning: string): number {
  const line = text.split("\n").find((one) => one.startsWith(beginning));
  return Number(line?.split(" ").at(-1));
}

test("two workers, one budget, one rate limit: exact; their metrics add up", async () => {
  fleet = await startFleet({ budget: "0.05 USD", workload: "    limits: { requestsPerMinute: 70 }" });
  const gateway = await fleet.serve("--workers", "2");
  const limited = await Promise.all(Array.from({ length: 120 }, () => ask(gateway)));
  expect(limited.filter(({ status }) => status === 200)).toHaveLength(70);
  expect(limited.filter(({ code }) => code === "limit.requests")).toHaveLength(50);
  const paid = await Promise.all(
    Array.from({ length: 60 }, (_, at) => ask(gateway, { workload: "y", stream: at % 2 === 0 })),
  );
  expect(paid.filter(({ status }) => status === 200)).toHaveLength(25);
  expect(paid.filter(({ code }) => code === "budget.exhausted")).toHaveLength(35);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metric(metrics, 'fairlead_requests_total{workload="x",deployment="m@oa",outcome="served"}')).toBe(70);
  expect(metric(metrics, 'fairlead_cost_micro_usd_total{workload="y"')).toBe(25 * COST);
  expect(metric(metrics, "fairlead_generation_info")).toBe(1);
  // Its port is taken: one clear message, and nothing stays behind.
  const { port } = new URL(gateway.url);
  const second = fleet.serve("--workers", "2", "--port", port);
  await expect(second).rejects.toThrow(/ended with 2: serve\.port-in-use/);
  gateway.child.kill("SIGTERM");
  expect(await gateway.ended).toBe(0);
  const ledger = openSqliteLedger(path.join(fleet.folder, ".fairlead/ledger.sqlite"));
  expect(await ledger.verify()).toMatchObject({ records: 180, broken: undefined });
  expect(await ledger.keys()).toEqual([]);
  ledger.close();
});

test("a worker that is killed: what it served is settled at once, and another takes its place", async () => {
  fleet = await startFleet();
  const gateway = await fleet.serve("--workers", "2", "--log", "json");
  const provider = fleet.simulator.hold("oa");
  const under = Promise.all(Array.from({ length: 20 }, () => ask(gateway)));
  await expect.poll(() => provider.waiting, SOON).toBe(20);
  const ledger = openSqliteLedger(path.join(fleet.folder, ".fairlead/ledger.sqlite"));
  // Each holds at least what 100 tokens cost.
  await expect.poll(() => spent(gateway), SOON).toBeGreaterThan(20 * 1000);
  const [victim] = await workersOf(gateway.child.pid ?? 0);
  process.kill(victim ?? 0, "SIGKILL");
  // What the other worker holds is answered; the dead one's connections are gone.
  await expect.poll(() => provider.waiting, SOON).toBeLessThan(20);
  provider.end();
  const answers = await under;
  const lost = answers.filter(({ status }) => status === undefined).length;
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(20);
  await expect.poll(async () => (await ledger.totals([], { outcome: "orphaned" }))[0]?.requests, SOON).toBe(lost);
  await expect.poll(gateway.errors, SOON).toContain("serve.worker-died");
  await expect.poll(async () => (await workersOf(gateway.child.pid ?? 0)).length, SOON).toBe(2);
  const again = await Promise.all(Array.from({ length: 10 }, () => ask(gateway)));
  expect(again.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect((await ledger.verify()).broken).toBeUndefined();
  ledger.close();
});
