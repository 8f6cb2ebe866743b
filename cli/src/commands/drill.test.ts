import { afterEach, beforeEach, expect, test } from "vitest";
import { CATALOG, POLICY, TestWorkspace } from "../testing/workspace.ts";

let workspace: TestWorkspace;

beforeEach(() => {
  workspace = new TestWorkspace();
  workspace.write("acme.catalog.yaml", CATALOG);
  workspace.write("acme.routing-policy.yaml", POLICY);
});
afterEach(() => workspace.remove());

test("without one of two providers the other serves, at its own price", async () => {
  const found = await workspace.run(["drill", "--provider", "north"]);
  expect(found).toMatchObject({ exit: 0, err: "" });
  expect(found.out).toBe(`Without provider north, 2026-11-22: large@north

Served by something else, or with fewer fallbacks:
  chat (critical)
    serves       large@north -> large@south
    request      0.01502 USD -> 0.01068 USD
    first token  unknown
    left         large@south
`);
});

test("a critical workload that is stranded exits with 1, one of standard criticality with 0", async () => {
  const found = await workspace.run(["drill", "--supplier", "acme"]);
  expect(found).toMatchObject({ exit: 1 });
  expect(found.out).toContain("Stranded:\n  chat (critical): nothing is left of large@north, large@south\n");
  expect(await workspace.run(["drill", "--region", "eu-north-1", "--jurisdiction", "us"])).toMatchObject({ exit: 1 });
  workspace.write("acme.routing-policy.yaml", POLICY.replace("criticality: critical", "criticality: standard"));
  expect(await workspace.run(["drill", "--supplier", "acme"])).toMatchObject({ exit: 0 });
});

test("JSON says null where something is unknown", async () => {
  const { out } = await workspace.run(["drill", "--deployment", "large@south", "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    deployments: ["large@south"],
    workloads: [{ workload: "chat", stranded: false, lost: ["large@south"], ttftMs: { before: null, after: null } }],
  });
});

test("names that nothing has, and nothing at all", async () => {
  expect(await workspace.run(["drill", "--provider", "nroth"])).toMatchObject({
    exit: 2,
    err: 'cli.unknown-provider No deployment has provider "nroth". Did you mean "north"? There are: north, south.\n',
  });
  expect(await workspace.run(["drill", "--contract", "x"])).toMatchObject({
    exit: 2,
    err: 'cli.unknown-contract No deployment has contract "x".\n',
  });
  expect(await workspace.run(["drill"])).toMatchObject({ exit: 2, err: expect.stringContaining("cli.nothing-away") });
});
