/** Budgets whose scopes overlap, on several gateways: floods, callers who leave, and limits that change meanwhile. */
import { openPostgresBooks } from "@fairlead/runtime/ledger/postgres";
import { startTestDatabase, type TestDatabase } from "@fairlead/runtime/ledger/postgres/testing";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Asked, ask, type Documents, type Fleet, type GatewayProcess, SOON, startFleet } from "./fleet.ts";

let database: TestDatabase;
let fleet: Fleet;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await fleet.close();
  await database.close();
});

/** `month` counts all, `x-day` what workload x spends, `y-hour` what y spends at the one provider. */
function documents(month: string, x: string, y: string): Documents {
  return {
    budget: `${month} USD`,
    budgets: `  x-day: { scope: { workload: x }, limit: ${x} USD, window: day, timezone: Europe/Stockholm }
  y-hour: { scope: { businessUnit: sales, provider: oa, workload: y, model: m }, limit: ${y} USD, window: hour }
  soft: { scope: { provider: oa }, limit: 0.001 USD, window: week, thresholds: [{ at: 50%, do: warn }] }
`,
  };
}

/** Begins a stream and leaves it at its first bytes. */
async function leave({ url, key }: GatewayProcess): Promise<Asked> {
  const caller = new AbortController();
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "fairlead-workload": "x" },
    body: JSON.stringify({ model: "auto", stream: true, messages: [{ role: "user", content: "Say something." }] }),
    signal: caller.signal,
  });
  const code = answer.headers.get("fairlead-error") ?? undefined;
  await answer.body?.getReader().read();
  caller.abort();
  return { status: answer.status, code, retryAfter: null };
}

test(
  "what is spent is exact in each of them, and never above a limit that held",
  async () => {
    fleet = await startFleet(documents("0.08", "0.05", "0.05"));
    fleet.simulator.setProfile("oa", { tokensPerSecond: 1000 });
    const serve = (): Promise<GatewayProcess> => fleet.serve("--store", database.url);
    const gateways = await Promise.all([serve(), serve()]);
    const flood = (count: number): Promise<Asked[]> =>
      Promise.all(
        Array.from({ length: count }, (_, at) => {
          const gateway = gateways[at % 2] as GatewayProcess;
          return at % 5 === 0 ? leave(gateway) : ask(gateway, { stream: at % 4 < 2, workload: at % 3 ? "x" : "y" });
        }),
      );
    const first = flood(60);
    // While they are answered, less may be spent than some of them have seen; then more again.
    const lowered = Promise.all(gateways.map((gateway) => fleet.reload(gateway, documents("0.06", "0.04", "0.02"))));
    const second = flood(40);
    const answers = [...(await first), ...(await second)];
    await lowered;
    await Promise.all(gateways.map((gateway) => fleet.reload(gateway, documents("0.09", "0.07", "0.03"))));
    answers.push(...(await flood(100)));
    const told = new Set(answers.map(({ status, code }) => code ?? status));
    expect([...told].filter((one) => one !== 200 && one !== "budget.exhausted")).toEqual([]);
    for (const { child } of gateways) child.kill("SIGTERM");
    expect(await Promise.all(gateways.map(({ ended }) => ended))).toEqual([0, 0]);

    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ name: string; settled: number }>(
      "SELECT split_part(budget, ' ', 1) AS name, settled::integer FROM fairlead.budget_windows",
    );
    const { rows: reserved } = await client.query("SELECT * FROM fairlead.reservations");
    await client.end();
    const books = await openPostgresBooks(database.url);
    const costs = Object.fromEntries(
      (await books.totals(["workload"])).map(({ group, costMicroUsd }) => [group.workload, costMicroUsd]),
    );
    const [x = 0, y = 0] = [costs.x, costs.y];
    expect(Object.fromEntries(rows.map(({ name, settled }) => [name, settled]))).toEqual({
      ...{ month: x + y, "x-day": x, "y-hour": y, soft: x + y },
    });
    expect(x + y).toBeLessThanOrEqual(90_000);
    expect(x).toBeLessThanOrEqual(70_000);
    expect(y).toBeLessThanOrEqual(50_000);
    // The limits that were raised again were used.
    expect(x + y).toBeGreaterThan(60_000);
    expect(reserved).toEqual([]);
    expect(await books.verify()).toMatchObject({ records: 200, broken: undefined });
    await books.close();
  },
  SOON.timeout * 4,
);
