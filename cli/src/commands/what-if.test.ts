import path from "node:path";
import { openSqliteLedger } from "@fairlead/runtime/ledger";
import { testRecord } from "@fairlead/runtime/ledger/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CATALOG, NOON, POLICY, TestWorkspace } from "../testing/workspace.ts";

let workspace: TestWorkspace;

beforeEach(async () => {
  workspace = new TestWorkspace();
  workspace.write("acme.catalog.yaml", CATALOG);
  workspace.write("acme.routing-policy.yaml", POLICY);
  const ledger = openSqliteLedger(path.join(workspace.root, ".fairlead", "ledger.sqlite"));
  const facts = { capabilities: [], choices: 1, inputTokens: 1000, inputTokensAtMost: 4000 };
  const used = { input: 1000, output: 100, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined };
  for (let n = 0; n < 4; n += 1) {
    const where = { workload: "chat", deployment: "large@north", provider: "north", businessUnit: "sales" };
    await ledger.record(testRecord(`dec_${n}`, { ...where, at: NOON + n, facts, usage: used, costMicroUsd: 8000 }));
  }
  await ledger.record(testRecord("dec_pinned", { workload: "chat", facts: { ...facts, pin: "large@south" } }));
  await ledger.record(testRecord("dec_gone", { workload: "gone", facts }));
  ledger.close();
});
afterEach(() => workspace.remove());

test("the ledger's requests without a provider", async () => {
  const { exit, out, err } = await workspace.run(["what-if", "--without-provider", "north"]);
  expect([exit, err]).toEqual([0, ""]);
  expect(out).toContain("4 requests from 2026-11-22 to 2026-11-22, as recorded -> under this policy");
  expect(out).toContain("money    0.032 USD -> 0.024 USD (-25.0 %)");
  expect(out).toContain("chat: large@north -> large@south, 4 requests");
  expect(out).toContain("  north: 100.0 % (0.032 USD) -> 0.0 % (0.00 USD)");
  expect(out).toContain("Not replayed: 1 request of gone, which the policy does not have.");
});

test("as JSON, filtered, and with nothing to replay", async () => {
  const { out } = await workspace.run(["what-if", "--json", "--since", "2026-11-22T12:00:00.002Z"]);
  expect(JSON.parse(out)).toMatchObject({ recorded: { requests: 2 }, replayed: { served: 2 }, moved: [] });
  const none = await workspace.run(["what-if", "--workload", "nobody"]);
  expect([none.exit, none.out]).toEqual([0, "No recorded request is of a workload of this policy.\n"]);
});

test("the answers of a benchmark instead of the ledger's requests", async () => {
  const arm = { arm: "large@north", requests: 1, ok: 1, errors: 0, blocked: 0, errorCodes: {}, passed: 0, judged: 0 };
  const percentiles = { n: 1, p50: 1, p95: 1, p99: 1 };
  workspace.write(
    "r.bench.json",
    JSON.stringify({
      ...{
        schema: "fairlead/bench-result/v1",
        run: "r",
        benchmark: "b",
        workload: "chat",
        seed: 1,
        status: "completed",
      },
      ...{ startedAt: "2026-11-20T10:00:00Z", endedAt: "2026-11-20T10:00:01Z", differences: [], verdict: [] },
      arms: [{ ...arm, ttftMs: percentiles, totalMs: percentiles }],
      records: [
        {
          ...{ arm: "large@north", caseIndex: 0, trial: 0, sentAt: NOON, outcome: "ok", assertions: [] },
          ...{ inputTokens: 1000, outputTokens: 100, costMicroUsd: 8000, deployment: "large@north" },
        },
      ],
    }),
  );
  const { out } = await workspace.run(["what-if", "--run", "r.bench.json", "--without-deployment", "large@north"]);
  expect(out).toContain("chat: large@north -> large@south, 1 request");
});

test("what failed for a request fails for it again, and the request goes on", async () => {
  const attempt = (deployment: string, outcome: "failed" | "ok") => ({ deployment, startedMs: 0, endedMs: 9, outcome });
  const ledger = openSqliteLedger(path.join(workspace.root, ".fairlead", "ledger.sqlite"));
  await ledger.record(
    testRecord("dec_fallen", {
      ...{ workload: "chat", at: NOON + 9, deployment: "large@south" },
      attempts: [{ ...attempt("large@north", "failed"), failure: "outage" }, attempt("large@south", "ok")],
    }),
  );
  ledger.close();
  const { out } = await workspace.run(["what-if"]);
  expect(out).toContain("failures 1 request would meet what failed for them; 1 of them another deployment serves");
  expect(out).not.toContain("Goes elsewhere");
});

test("a name that nothing has", async () => {
  expect(await workspace.run(["what-if", "--without-provider", "nroth"])).toMatchObject({
    exit: 2,
    err: 'cli.unknown-provider No deployment has provider "nroth". Did you mean "north"? There are: north, south.\n',
  });
});
