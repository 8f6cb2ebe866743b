/** Several gateway processes on one PostgreSQL: floods at the edge of a budget and of a rate limit, and deaths. */
import { openPostgresBooks } from "@fairlead/runtime/ledger/postgres";
import { startTestDatabase, type TestDatabase } from "@fairlead/runtime/ledger/postgres/testing";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  type Asked,
  ask,
  COST,
  type Documents,
  type Fleet,
  type GatewayProcess,
  SOON,
  spent,
  startFleet,
} from "./fleet.ts";

/** After so long the dead are buried; nobody who lives may be silent for that long, on the slowest machine. */
const LEASE_SECONDS = 6;

let database: TestDatabase;
let fleet: Fleet;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
afterEach(async () => {
  await fleet.close();
  await database.clear();
});

async function start(count: number, documents: Documents = {}): Promise<GatewayProcess[]> {
  fleet = await startFleet(documents);
  const more = ["--store", database.url, "--lease-seconds", String(LEASE_SECONDS)];
  return Promise.all(Array.from({ length: count }, () => fleet.serve(...more)));
}

function tally(answers: readonly Asked[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const name = code ?? String(status);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Asks gateways in turn, all at once. */
function flood(gateways: readonly GatewayProcess[], count: number, key?: string): Promise<Asked[]> {
  return Promise.all(
    Array.from({ length: count }, (_, at) => {
      const gateway = gateways[at % gateways.length] as GatewayProcess;
      return ask(gateway, { stream: at % 4 < 2, ...(key === undefined ? {} : { key }) });
    }),
  );
}

function completed(): number {
  return fleet.simulator.counts().reduce((sum, count) => sum + count.completed, 0);
}

test("three processes, one budget, one rate limit: a flood ends at exactly the limit", async () => {
  const gateways = await start(3, { budget: "0.05 USD" });
  const key = ["keys", "create", "--store", database.url, "--business-unit", "sales", "--default", "x", "--json"];
  const created = await fleet.run(...key, "--requests-per-minute", "45");
  const { secret } = JSON.parse(created.output) as { secret: string };
  // The limit of a key holds over all of them, and what was refused has cost nothing.
  const limited = await flood(gateways, 150, secret);
  expect(tally(limited)).toEqual({ "200": 45, "limit.requests": 105 });
  // 0.05 USD pay for 96 answers; the last reservation that fits is the 95th.
  const paid = await flood(gateways, 150);
  expect(tally(paid)).toEqual({ "200": 50, "budget.exhausted": 100 });
  expect(completed()).toBe(95);
  for (const gateway of gateways) await expect.poll(() => spent(gateway), SOON).toBe(95 * COST);
  for (const { child } of gateways) child.kill("SIGTERM");
  expect(await Promise.all(gateways.map(({ ended }) => ended))).toEqual([0, 0, 0]);
  const books = await openPostgresBooks(database.url);
  expect(await books.verify()).toMatchObject({ records: 300, broken: undefined });
  expect(await books.totals([])).toMatchObject([{ served: 95, refused: 205, costMicroUsd: 95 * COST }]);
  await books.close();
  const totals = await fleet.run("ledger", "totals", "--store", database.url, "--json", "--by", "outcome");
  expect(JSON.parse(totals.output)).toContainEqual(expect.objectContaining({ served: 95 }));
});

test("a gateway killed under load: nothing that was served is missing, and its money comes back", async () => {
  const gateways = await start(2, { budget: "0.3 USD" });
  const [victim, other] = gateways as [GatewayProcess, GatewayProcess];
  const provider = fleet.simulator.hold("oa");
  let answered = 0;
  let isOver = false;
  const load = Array.from({ length: 24 }, async (_, at) => {
    while (!isOver) {
      const { status } = await ask(at % 2 ? victim : other, { stream: at % 4 < 2 });
      if (status === 200) answered += 1;
      if (status === undefined) return;
    }
  });
  const someMore = (): number => {
    provider.release(4);
    return answered;
  };
  await expect.poll(someMore, SOON).toBeGreaterThan(40);
  // All of its requests are at the provider, and the store knows of them, at the moment of its death.
  await expect.poll(() => provider.waiting, SOON).toBe(24);
  await expect.poll(() => database.count("reservations"), SOON).toBe(24);
  victim.child.kill("SIGKILL");
  await victim.ended;
  isOver = true;
  provider.end();
  await Promise.all(load);
  const books = await openPostgresBooks(database.url);
  const outcomes = async (): Promise<Record<string, number>> =>
    Object.fromEntries((await books.totals(["outcome"])).map(({ group, requests }) => [group.outcome, requests]));
  await expect.poll(outcomes, SOON).toHaveProperty("orphaned");
  const { served = 0, orphaned = 0 } = await outcomes();
  expect(orphaned).toBe(12);
  expect(served).toBeGreaterThanOrEqual(answered);
  expect(served + orphaned).toBeGreaterThanOrEqual(completed());
  // All that is left can be spent by the other: what the dead one had leased is not lost.
  const [before] = await books.totals([]);
  const left = 300_000 - (before?.costMicroUsd ?? 0);
  const rest = await flood([other], Math.ceil(left / COST) + 60);
  const reservation = 1_200;
  const more = rest.filter(({ status }) => status === 200).length;
  expect(more * COST).toBeGreaterThan(left - reservation - COST);
  const [after] = await books.totals([]);
  expect(after?.costMicroUsd).toBeLessThanOrEqual(300_000);
  expect((await books.verify()).broken).toBeUndefined();
  await books.close();
});

test("the database killed under load: refused or going on as the policy says, and back without a restart", async () => {
  const gateways = await start(2);
  let answered = 0;
  let isOver = false;
  let isPaused = false;
  const seen: Asked[] = [];
  const load = Array.from({ length: 12 }, async (_, at) => {
    while (!isOver) {
      if (isPaused) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        continue;
      }
      const asked = await ask(gateways[at % 2] as GatewayProcess, { stream: at % 4 < 2, workload: at < 6 ? "x" : "y" });
      if (asked.status === 200) answered += 1;
      if (at < 6) seen.push(asked);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  await expect.poll(() => answered, SOON).toBeGreaterThan(60);
  isPaused = true;
  await database.kill();
  // Who may go on does so at once, within what is leased, and is told nothing of it.
  const alone = await Promise.all(
    Array.from({ length: 4 }, () => ask(gateways[0] as GatewayProcess, { workload: "y" })),
  );
  expect(tally(alone)).toEqual({ "200": 4 });
  isPaused = false;
  await expect.poll(() => tally(seen), SOON).toHaveProperty("store.unavailable");
  const refused = seen.find(({ code }) => code === "store.unavailable");
  expect(refused).toEqual({ status: 503, code: "store.unavailable", retryAfter: "2" });
  const ready = async (): Promise<unknown> => (await fetch(`${gateways[0]?.url}/readyz`)).json();
  expect(await ready()).toMatchObject({ status: "ready", store: "away" });
  await database.restart();
  const before = answered;
  await expect.poll(() => answered - before, SOON).toBeGreaterThan(60);
  isOver = true;
  await Promise.all(load);
  for (const { child } of gateways) child.kill("SIGTERM");
  await Promise.all(gateways.map(({ ended }) => ended));
  const books = await openPostgresBooks(database.url);
  const [total] = await books.totals([], { outcome: "served" });
  expect(total?.served).toBeGreaterThanOrEqual(answered + alone.length);
  const [all] = await books.totals([]);
  // Whatever a provider answered is there, and nothing is there twice.
  expect((all?.costMicroUsd ?? 0) / COST).toBeGreaterThanOrEqual(completed());
  expect((await books.verify()).broken).toBeUndefined();
  await books.close();
});

test("a store that can not be had is a clear message", async () => {
  fleet = await startFleet();
  const wrong = await fleet.run(
    "keys",
    "list",
    "--store",
    // Where nobody listens.
    "postgres://someone:secret@127.0.0.1:1/none",
  );
  expect(wrong.code).toBe(2);
  expect(wrong.errors).toMatch(/^ledger\.cannot-open postgres:\/\/someone:…@/);
  expect(wrong.errors).not.toContain("secret");
  const nonsense = await fleet.run("ledger", "verify", "--store", "mysql://x");
  expect(nonsense.errors).toMatch(/^cli\.bad-option --store/);
});
