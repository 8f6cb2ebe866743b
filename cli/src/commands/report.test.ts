import { readFileSync } from "node:fs";
import path from "node:path";
import { openSqliteLedger } from "@fairlead/runtime/ledger";
import { testRecord } from "@fairlead/runtime/ledger/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CATALOG, NOON, POLICY, TestWorkspace } from "../testing/workspace.ts";

const DAY = 86_400_000;
const TERMS = `contracts:
  north-ea:
    provider: north
    owner: legal
    document: contracts/<north>.pdf
    renews: 2027-01-21
    noticeToTerminateDays: 90
notices:
  north-ends:
    provider: north
    kind: retirement
    affects: [large@north]
    announced: 2026-11-01
    effective: 2026-12-22
    replacement: large@south
`;
const ALONE = `  alone:
    businessUnit: sales
    criticality: high
    sensitivity: internal
    route: { candidates: [large@north] }
`;

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = new TestWorkspace();
  workspace.write(
    "acme.catalog.yaml",
    CATALOG.replace("credentials: { env: NORTH_KEY }", "credentials: { env: NORTH_KEY }, contract: north-ea") + TERMS,
  );
  workspace.write("acme.routing-policy.yaml", POLICY + ALONE);
});
afterEach(() => workspace.remove());

test("the documents alone: paths on one provider, contracts, what is announced", async () => {
  const { out, exit, err } = await workspace.run(["report", "--json"]);
  expect([exit, err]).toEqual([0, ""]);
  const found = JSON.parse(out);
  expect(found).toMatchObject({
    counts: { workloads: 2, vital: 2, deployments: 2, providers: 2, suppliers: 1 },
    findings: { unserved: [], vitalOnOneProvider: ["alone"], providersThatMustNotFail: ["north"] },
    outages: [
      { provider: "north", stranded: ["alone"], vital: ["alone"] },
      { provider: "south", stranded: [], vital: [] },
    ],
    uncontracted: [{ deployment: "large@south", workloads: ["chat"] }],
    ledger: null,
  });
  expect(found.contracts).toMatchObject([
    {
      ...{ contract: "north-ea", owner: "legal", terminateBy: "2026-10-23", daysToTerminate: -30, daysToRenewal: 60 },
      ...{ workloads: ["alone", "chat"], spentMicroUsd: null },
      open: expect.arrayContaining(["audit of safety", "portability", "training on data"]),
    },
  ]);
  expect(found.coming).toMatchObject([
    { id: "north-ends", days: 30, workloads: ["alone", "chat"], unserved: ["alone"], replacement: "large@south" },
  ]);
  const measures = found.concentrations.map(({ measure }: { measure: string }) => measure);
  expect(new Set(measures)).toEqual(new Set(["workloads"]));
});

test("the ledger adds requests, money, and whether its records are whole", async () => {
  const ledger = openSqliteLedger(path.join(workspace.root, ".fairlead", "ledger.sqlite"));
  const usage = { input: 1000, output: 100, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined };
  const where = { workload: "chat", businessUnit: "sales", provider: "north", deployment: "large@north", usage };
  await ledger.record(testRecord("dec_old", { ...where, at: NOON - 40 * DAY, costMicroUsd: 1 }));
  await ledger.record(testRecord("dec_one", { ...where, at: NOON - DAY, costMicroUsd: 8000 }));
  await ledger.record(testRecord("dec_two", { ...where, at: NOON - DAY, costMicroUsd: 8000 }));
  ledger.close();
  const found = JSON.parse((await workspace.run(["report", "--json"])).out);
  expect(found.ledger).toMatchObject({
    byProvider: [{ id: "north", requests: 2, served: 2, costMicroUsd: 16_000 }],
    byBusinessUnit: [{ id: "sales", costMicroUsd: 16_000 }],
    chain: { records: 3, broken: null },
  });
  expect(found.contracts[0].spentMicroUsd).toBe(16_000);
  expect(found.concentrations).toContainEqual(
    expect.objectContaining({ dimension: "provider", measure: "requests", hhi: 10_000 }),
  );
  const { out } = await workspace.run(["report", "--since", "2026-10-01"]);
  expect(out).toContain("money from 2026-10-01 to 2026-11-22");
  expect(out).toContain("3 records, each as it was written, none missing.");
});

test("as text, Markdown and one HTML file, in which names of documents stay text", async () => {
  const { out } = await workspace.run(["report"]);
  expect(out).toContain("Critical or high, and on one provider alone: alone.");
  expect(out).toContain("Contracts that can not be ended before they renew: north-ea.");
  expect(out).toContain("Announced changes that leave a workload without a provider: north-ends (2026-12-22).");
  expect((await workspace.run(["report", "--format", "markdown"])).out).toContain("| north | alone | alone |");
  workspace.write(
    "acme.catalog.yaml",
    readFileSync(path.join(workspace.root, "acme.catalog.yaml"), "utf8").replaceAll(
      "owner: legal",
      'owner: "<b>legal</b>"',
    ),
  );
  expect((await workspace.run(["report", "--format", "html", "--out", "r.html"])).out).toBe("");
  const page = readFileSync(path.join(workspace.root, "r.html"), "utf8");
  expect(page).toContain("<td>&lt;b&gt;legal&lt;/b&gt;</td>");
  expect(page).not.toMatch(/<script|https?:|<b>/);
});

test("another moment: what is announced has come", async () => {
  const found = JSON.parse((await workspace.run(["report", "--json", "--at", "2027-02-01"])).out);
  expect(found).toMatchObject({ findings: { unserved: ["alone"] }, coming: [] });
  const { out } = await workspace.run(["report", "--at", "2027-02-01"]);
  expect(out).toContain("Contracts whose day of renewal is past, as the catalog has it: north-ea.");
  expect(out).not.toContain("can not be ended before");
});
