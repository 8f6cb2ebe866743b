/**
 * `npm run soak:fleet`: gateways on one PostgreSQL under load for minutes, while gateways and the database are killed
 * and stopped at random; then the ledger is held against the simulator's own count. `-- --minutes N`,
 * `-- --gateways N`, `-- --seed N`. Exits with 1 where something does not add up.
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { openPostgresBooks } from "@fairlead/runtime/ledger/postgres";
import { startTestDatabase } from "@fairlead/runtime/ledger/postgres/testing";
import pg from "pg";
import { ask, COST, type GatewayProcess, startFleet } from "./fleet.ts";

const LEASE_SECONDS = 3;
const CONNECTIONS = 24;

/** mulberry32: a small generator, so that a run can be repeated. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "3" },
    gateways: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
  },
});
const random = generator(Number(values.seed));
const database = await startTestDatabase();
const fleet = await startFleet({ budget: "2000 USD" });
const serve = (): Promise<GatewayProcess> =>
  fleet.serve("--store", database.url, "--lease-seconds", String(LEASE_SECONDS));
const gateways: GatewayProcess[] = [];
for (let count = 0; count < Number(values.gateways); count += 1) gateways.push(await serve());

let answered = 0;
let refused = 0;
let broken = 0;
let isOver = false;
const load = Array.from({ length: CONNECTIONS }, async (_, at) => {
  while (!isOver) {
    const gateway = gateways[(at + answered) % gateways.length] as GatewayProcess;
    const { status } = await ask(gateway, { stream: at % 2 === 0, workload: at % 3 === 0 ? "y" : "x" });
    if (status === 200) answered += 1;
    else if (status === undefined) broken += 1;
    else refused += 1;
    if (status !== 200) await pause(50);
  }
});

const events: Record<string, number> = {};
const end = performance.now() + Number(values.minutes) * 60_000;
while (performance.now() < end) {
  await pause(500 + random() * 3_000);
  const at = Math.floor(random() * gateways.length);
  const gateway = gateways[at] as GatewayProcess;
  const what = random();
  const name = what < 0.4 ? "gateway killed" : what < 0.7 ? "database killed" : "gateway stopped for a while";
  events[name] = (events[name] ?? 0) + 1;
  if (what < 0.4) {
    gateway.child.kill("SIGKILL");
    await gateway.ended;
    gateways[at] = await serve();
  } else if (what < 0.7) {
    await database.kill();
    await pause(random() * 4_000);
    await database.restart();
  } else {
    // Sometimes for longer than its lease lasts.
    gateway.child.kill("SIGSTOP");
    await pause(random() * 2 * LEASE_SECONDS * 1000);
    gateway.child.kill("SIGCONT");
  }
}
isOver = true;
await Promise.all(load);
// Whoever is left buries those who are gone.
await pause(3 * LEASE_SECONDS * 1000);
for (const { child } of gateways) child.kill("SIGTERM");
await Promise.all(gateways.map(({ ended }) => ended));

const books = await openPostgresBooks(database.url);
const [total] = await books.totals([]);
const byOutcome = await books.totals(["outcome"]);
const { broken: wrong, records } = await books.verify();
await books.close();
const client = new pg.Client(database.url);
await client.connect();
const { rows } = await client.query<{ settled: string; left: string }>(
  `SELECT (SELECT sum(settled) FROM fairlead.budget_windows) + (SELECT coalesce(sum(settled), 0) FROM fairlead.leases)
     AS settled, (SELECT count(*) FROM fairlead.reservations) AS left`,
);
await client.end();
const completed = fleet.simulator.counts().reduce((sum, count) => sum + count.completed, 0);
await fleet.close();
await database.close();

const count = (name: string): number => byOutcome.find(({ group }) => group.outcome === name)?.requests ?? 0;
const [served, orphaned, cost] = [count("served"), count("orphaned"), total?.costMicroUsd ?? 0];
const paid = byOutcome.reduce((sum, row) => sum + (row.costMicroUsd > 0 ? row.requests : 0), 0);
const checks: [string, boolean][] = [
  [`every answer is recorded: ${answered} answered, ${served} served`, served >= answered],
  [
    `whatever the provider answered is paid: ${completed} answered by it, ${paid} paid, ${orphaned} orphaned`,
    paid >= completed,
  ],
  [`records and budget agree: ${cost} and ${rows[0]?.settled} micro-USD`, String(cost) === rows[0]?.settled],
  [`nothing is reserved any more: ${rows[0]?.left}`, rows[0]?.left === "0"],
  [`the chains are whole: ${records} records${wrong ? `, ${wrong.reason}` : ""}`, wrong === undefined],
  [`an answer costs ${COST}: ${served} cost ${cost} with what was orphaned`, cost >= served * COST],
];
const happened = Object.entries(events).map(([name, times]) => `${name} ${times} times`);
process.stdout.write(`${happened.join(", ")}; ${refused} refused, ${broken} connections broken\n`);
for (const [words, isFine] of checks) process.stdout.write(`${isFine ? "ok   " : "WRONG"} ${words}\n`);
process.exitCode = checks.every(([, isFine]) => isFine) ? 0 : 1;
