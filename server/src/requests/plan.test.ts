import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { Session } from "../testing/session.ts";
import type { PlanAnswer } from "./protocol.ts";

const CATALOG = `apiVersion: fairlead/v1
kind: Catalog
providers:
  north: { adapter: openai, jurisdiction: eu, credentials: { env: NORTH_KEY } }
  south: { adapter: openai, jurisdiction: eu, credentials: { env: SOUTH_KEY } }
models:
  large: { supplier: acme, capabilities: [chat], contextWindow: 100000, maxOutputTokens: 8000 }
deployments:
  large@north: { upstream: a, price: { input: 5, output: 30 }, data: { residency: eu, maxSensitivity: restricted } }
  large@south: { upstream: b, price: { input: 4, output: 20 }, data: { residency: eu, maxSensitivity: restricted } }
`;
const POLICY = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: { owner: sales } }
workloads:
  chat:
    businessUnit: sales
    criticality: critical
    route: { candidates: [large@north, large@south] }
`;
const FILES = { "a.catalog.yaml": CATALOG, "b.routing-policy.yaml": POLICY };
const ONLY_NORTH = POLICY.replace("[large@north, large@south]", "[large@north]");

let session: Session;
afterEach(() => session.stop());

function git(...parameters: string[]): void {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...parameters], { cwd: session.folder });
}

function commit(): void {
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "x");
}

const ask = (file = "b.routing-policy.yaml", base?: string): Promise<PlanAnswer> =>
  session.custom<PlanAnswer>("fairlead/plan", { uri: session.uri(file), ...(base && { base }) });

test("unsaved texts are compared with HEAD, and with what HEAD is after a commit", async () => {
  session = await Session.start(FILES);
  commit();
  expect((await ask()).summary).toEqual({
    text: "nothing becomes better or worse",
    changed: false,
    first: false,
    worse: 0,
    better: 0,
  });
  await session.open("b.routing-policy.yaml", ONLY_NORTH);
  const found = await ask("a.catalog.yaml");
  expect(found.summary).toEqual({ text: "1 thing becomes worse", changed: true, first: false, worse: 1, better: 0 });
  expect(found.markdown).toContain("**chat (critical)**: every candidate hangs on provider north now");
  expect(found.routes?.before).toContain("  2. large@south");
  expect(found.routes?.after).not.toContain("large@south");
  session.write("b.routing-policy.yaml", ONLY_NORTH);
  commit();
  expect((await ask()).summary?.changed).toBe(false);
  expect((await ask("b.routing-policy.yaml", "HEAD~1")).summary?.worse).toBe(1);
});

test("where nothing is committed yet, that is said", async () => {
  session = await Session.start({ "notes.txt": "x" });
  commit();
  session.write("a.catalog.yaml", CATALOG);
  session.write("b.routing-policy.yaml", POLICY);
  await session.open("a.catalog.yaml", CATALOG);
  await session.open("b.routing-policy.yaml", POLICY);
  expect((await ask()).summary).toMatchObject({ changed: true, first: true });
});

test("why there is no plan is said in words", async () => {
  session = await Session.start(FILES);
  expect(await ask()).toMatchObject({
    summary: null,
    plan: null,
    markdown: expect.stringContaining("is in no git repository"),
  });
  commit();
  await session.open("b.routing-policy.yaml", POLICY.replace("large@south", "large@sooth"));
  const broken = await ask();
  expect(broken.summary).toBeNull();
  expect(broken.markdown).toContain(
    "the working documents have an error:\n\n- `b.routing-policy.yaml:8:40` `link.unknown-id`",
  );
  const outside = path.join(path.dirname(session.folder), "elsewhere.catalog.yaml");
  expect((await session.custom<PlanAnswer>("fairlead/plan", { uri: `file://${outside}` })).markdown).toContain(
    "no open folder",
  );
  expect((await ask("b.routing-policy.yaml", "gone")).markdown).toContain('git knows no revision "gone"');
});
