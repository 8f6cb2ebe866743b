import { mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { openSqliteLedger } from "@fairlead/runtime/ledger";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CATALOG, NOON, POLICY, TestWorkspace } from "../testing/workspace.ts";

let workspace: TestWorkspace;

beforeEach(() => {
  workspace = new TestWorkspace();
  workspace.write("policy/acme.catalog.yaml", CATALOG);
  workspace.write("policy/acme.routing-policy.yaml", POLICY);
});
afterEach(() => workspace.remove());

const onlyNorth = POLICY.replace("[large@north, large@south]", "[large@north]");
const onlySouth = POLICY.replace("[large@north, large@south]", "[large@south]");

test("nothing changed, then a second provider lost: the worst first, and the exit code where asked for", async () => {
  workspace.commit();
  expect(await workspace.run(["plan", "--fail-on", "worse"])).toMatchObject({ exit: 0, err: "" });
  workspace.write("policy/acme.routing-policy.yaml", onlyNorth.replaceAll("\n", "\r\n"));
  const found = await workspace.run(["plan"]);
  expect(found).toMatchObject({ exit: 0, err: "" });
  expect(found.out.split("\n").slice(1, 5)).toEqual([
    "1 thing becomes worse, 1 thing becomes better.",
    "",
    "Worse:",
    "  chat (critical): every candidate hangs on provider north and region eu-north-1 now  [plan.single-source]",
  ]);
  expect(await workspace.run(["plan", "--fail-on", "unserved,worse"])).toMatchObject({
    exit: 1,
    err: "plan.fails-on worse: 1 thing becomes worse.\n",
  });
});

test("revisions are compared with each other, and renamed files are no change", async () => {
  workspace.commit();
  workspace.write("policy/acme.routing-policy.yaml", onlySouth);
  renameSync(path.join(workspace.root, "policy"), path.join(workspace.root, "the policy"));
  workspace.commit();
  workspace.write("the policy/acme.routing-policy.yaml", "broken: [");
  const { out, exit } = await workspace.run(["plan", "--base", "HEAD~1", "--head", "HEAD", "--json"]);
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    names: { before: "HEAD~1", after: "HEAD" },
    workloads: [
      { workload: "chat", before: { order: ["large@north", "large@south"] }, after: { order: ["large@south"] } },
    ],
    entities: [{ kind: "workload", id: "chat", fields: [{ path: "route.candidates" }] }],
  });
});

test("a branch is compared with where it began, whatever has happened to the base since", async () => {
  workspace.commit();
  workspace.git("checkout", "-qb", "topic");
  workspace.write("policy/acme.routing-policy.yaml", onlyNorth);
  workspace.git("commit", "-qam", "topic");
  workspace.git("checkout", "-q", "main");
  workspace.write("policy/acme.catalog.yaml", CATALOG.replace("input: 4", "input: 3"));
  workspace.git("commit", "-qam", "main");
  workspace.git("checkout", "-q", "topic");
  const changed = async (...parameters: string[]) =>
    JSON.parse((await workspace.run(["plan", "--base", "main", "--json", ...parameters])).out).entities.map(
      ({ kind }: { kind: string }) => kind,
    );
  expect(await changed()).toEqual(["workload", "deployment"]);
  expect(await changed("--merge-base")).toEqual(["workload"]);
  expect(await changed("--merge-base", "--head", "topic")).toEqual(["workload"]);
});

test("from a sub-folder, and with a folder named", async () => {
  workspace.commit();
  workspace.write("policy/acme.routing-policy.yaml", onlyNorth);
  mkdirSync(path.join(workspace.root, "empty"));
  expect((await workspace.run(["plan"], "policy")).out).toContain("plan.single-source");
  expect((await workspace.run(["plan", "--workspace", "policy"])).out).toContain("plan.single-source");
  expect((await workspace.run(["plan", "--workspace", "../policy"], "empty")).out).toContain("plan.single-source");
  expect(await workspace.run(["plan"], "empty")).toMatchObject({
    exit: 2,
    err: expect.stringContaining("cli.no-documents"),
  });
  expect(await workspace.run(["plan", "--workspace", "gone"])).toMatchObject({
    exit: 2,
    err: expect.stringContaining("cli.no-such-folder"),
  });
});

test("documents that are new, and documents that are gone", async () => {
  rmSync(path.join(workspace.root, "policy"), { recursive: true });
  workspace.commit();
  workspace.write("acme.catalog.yaml", CATALOG);
  workspace.write("acme.routing-policy.yaml", POLICY);
  expect((await workspace.run(["plan"])).out).toContain("chat (critical, confidential) added");
  workspace.commit();
  rmSync(path.join(workspace.root, "acme.routing-policy.yaml"));
  const { out } = await workspace.run(["plan"]);
  expect(out).toContain("chat (critical, confidential) removed");
});

describe("what can not be planned", () => {
  test("errors on either side are told with their places", async () => {
    workspace.commit();
    workspace.write("policy/acme.routing-policy.yaml", POLICY.replace("large@south", "large@sooth"));
    const found = await workspace.run(["plan"]);
    expect(found).toMatchObject({ exit: 2, out: "" });
    expect(found.err).toMatch(/^policy\/acme\.routing-policy\.yaml:10:40 link\.unknown-id /);
    expect(found.err).toContain("cli.invalid-documents Documents with errors can not be compared: working tree.");
    workspace.commit();
    workspace.write("policy/acme.routing-policy.yaml", POLICY);
    expect((await workspace.run(["plan"])).err).toMatch(
      /^HEAD:policy\/acme\.routing-policy\.yaml:10:40 link\.unknown-id [\s\S]*--base/,
    );
    expect(await workspace.run(["plan", "--base", "HEAD~1"])).toMatchObject({ exit: 0 });
  });

  test("no repository, no such revision, no such ledger, bad options", async () => {
    expect(await workspace.run(["plan"])).toMatchObject({
      exit: 2,
      err: expect.stringContaining("git.not-a-repository"),
    });
    workspace.commit();
    for (const [parameters, code] of [
      [["--base", "gone"], "git.unknown-revision"],
      [["--head", "-x"], "git.unknown-revision"],
      [["--ledger", "gone.sqlite"], "ledger.not-found"],
      [["--at", "someday"], "cli.bad-date"],
      [["--fail-on", "worse,better"], "is no condition"],
      [["--tolerance", "much"], "percentage"],
      [["--horizon", "0"], "whole number"],
    ] as const) {
      const found = await workspace.run(["plan", ...parameters]);
      expect(found, parameters.join(" ")).toMatchObject({ exit: 2, out: "" });
      expect(found.err).toContain(code);
    }
  });
});

test("a notice shows on its date, and at once with --at", async () => {
  workspace.commit();
  const notice =
    "notices:\n  end: { provider: north, kind: retirement, affects: [large@north], announced: 2026-10-01, effective: 2027-01-15 }\n";
  workspace.write("policy/acme.catalog.yaml", CATALOG + notice);
  expect((await workspace.run(["plan"])).out).toContain("\nFrom 2027-01-15, notice end (retirement):\n  chat");
  expect((await workspace.run(["plan", "--horizon", "30"])).out).not.toContain("2027-01-15");
  expect((await workspace.run(["plan", "--at", "2027-02-01"])).out).toContain(
    "out          large@north: retired since 2027-01-15 (notice end)",
  );
});

test("the ledger's traffic is priced on both sides", async () => {
  workspace.commit();
  const ledger = openSqliteLedger(path.join(workspace.root, "ledger.sqlite"));
  await ledger.record({
    id: "dec_1",
    at: NOON,
    key: "key_1",
    businessUnit: "sales",
    workload: "chat",
    sensitivity: "confidential",
    generation: "gen_0",
    protocol: "openai-chat",
    stream: false,
    outcome: "served",
    status: 200,
    deployment: "large@north",
    provider: "north",
    model: "large",
    candidates: [],
    rejected: [],
    attempts: [],
    usage: { input: 1_000_000, output: 100_000, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined },
    usageBasis: "provider",
    costMicroUsd: 8_000_000,
    reservedMicroUsd: null,
    priceBasis: "catalog",
    ttftMs: null,
    totalMs: 1,
    trace: null,
    warnings: [],
  });
  ledger.close();
  workspace.write("policy/acme.routing-policy.yaml", onlySouth);
  const json = async (...more: string[]) =>
    JSON.parse((await workspace.run(["plan", "--json", "--ledger", "ledger.sqlite", ...more])).out).money;
  expect(await json()).toEqual({ basis: "recorded", before: 8_000_000, after: 6_000_000 });
  expect(await json("--since", "2026-11-23")).toEqual({ basis: "recorded", before: 0, after: 0 });
});

test("Markdown is a heading, tables and folded parts; what documents say is text in it", async () => {
  workspace.commit();
  workspace.write(
    "policy/acme.routing-policy.yaml",
    onlyNorth.replace("owner: sales-team", 'owner: "<img src=x> | `a` [b](http://c) @everyone *d*"'),
  );
  const { out } = await workspace.run(["plan", "--format", "markdown"]);
  expect(out.split("\n")[0]).toBe("### Fairlead plan: 1 thing becomes worse, 1 thing becomes better");
  expect(out).toContain("| workload | serves | ordinary request | first token |");
  expect(out.match(/<details>/g)?.length).toBe(out.match(/<\/details>/g)?.length);
  expect(out).toContain("&lt;img src=x&gt; \\| \\`a\\` \\[b\\](http://c) @\u2060everyone \\*d\\*");
});
