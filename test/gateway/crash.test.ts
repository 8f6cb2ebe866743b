/** The gateway as a process of its own: killed under load, restarted, reloaded, refused a port. */
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openSqliteLedger } from "@fairlead/runtime/ledger";
import { type Simulator, startSimulator } from "@fairlead/runtime/simulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spawnFairlead } from "../fairlead-command.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const LIMIT = 50_000;
const PROVIDER = "azure-swedencentral";
/** What an answer costs at most. Micro-USD. */
const COST = 2_000;

let folder: string;
let simulator: Simulator;
const processes: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-crash-"));
  cpSync(path.join(repository, "test/sample-workspace/policy"), path.join(folder, "policy"), { recursive: true });
  const file = path.join(folder, "policy/nordlys.routing-policy.yaml");
  const text = readFileSync(file, "utf8")
    .replace("limit: 2500 USD", "limit: 0.05 USD")
    .replace(/at: "95%", do: prefer-cheapest/, 'at: "95%", do: warn');
  writeFileSync(file, text);
  simulator = await startSimulator({
    profiles: {
      "*": {
        ttftMs: 20,
        ttftSpread: 0,
        tokensPerSecond: 2000,
        outputTokens: 50,
        inputTokens: 20,
        price: { input: 5, output: 30 },
      },
    },
  });
});
afterEach(async () => {
  for (const child of processes.splice(0)) child.kill("SIGKILL");
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  child: ChildProcess;
  url: string;
  key: string;
  orphans: number;
  errors: () => string;
}

function spawnServe(...more: string[]): ChildProcess {
  const args = ["serve", "--workspace", folder, "--dev-key", "--json", "--simulator", simulator.url];
  const child = spawnFairlead([...args, ...more]);
  processes.push(child);
  return child;
}

async function serve(...more: string[]): Promise<Running> {
  const child = spawnServe("--port", "0", ...more);
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += text;
  });
  const line = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (text) => {
      output += text;
      if (output.includes("\n")) resolve(output);
    });
    child.once("close", (code) => reject(new Error(`ended with ${code}: ${errors}`)));
  });
  return { child, ...JSON.parse(line), errors: () => errors };
}

async function ask(gateway: Running, workload = "ticket-summaries", stream = false): Promise<number | undefined> {
  try {
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.key}`, "fairlead-workload": workload },
      body: JSON.stringify({
        model: "auto",
        max_tokens: 50,
        stream,
        messages: [{ role: "user", content: "Summarise: late." }],
      }),
    });
    const text = await answer.text();
    return stream && answer.status === 200 && !text.includes("[DONE]") ? undefined : answer.status;
  } catch {
    return undefined;
  }
}

test("killed under load three times: the ledger opens, no answered request is missing, no budget is passed", async () => {
  let answered = 0;
  const provider = simulator.hold(PROVIDER);
  for (let round = 0; round < 3; round += 1) {
    const gateway = await serve();
    const exit = new Promise((resolve) => gateway.child.once("close", resolve));
    let stop = false;
    const load = Array.from({ length: 5 }, async (_, index) => {
      while (!stop) {
        const status = await ask(gateway, "ticket-summaries", index % 2 === 0);
        if (status === 200) answered += 1;
        if (status === undefined) return;
      }
    });
    const before = answered;
    for (const count of [1, 2]) {
      await expect.poll(() => provider.waiting).toBe(5);
      provider.release(1);
      await expect.poll(() => answered).toBe(before + count);
    }
    await expect.poll(() => provider.waiting).toBe(5);
    // The first dies while all of its requests are at the provider, the others while answers come.
    if (round > 0) provider.release();
    gateway.child.kill("SIGKILL");
    await exit;
    stop = true;
    await Promise.all(load);
  }
  provider.end();
  const last = await serve();
  const more = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(last, undefined, index % 2 === 0)));
  answered += more.filter((status) => status === 200).length;
  expect(new Set(more)).toEqual(new Set([200, 429]));
  last.child.kill("SIGTERM");
  await new Promise((resolve) => last.child.once("close", resolve));
  const ledger = openSqliteLedger(path.join(folder, ".fairlead/ledger.sqlite"));
  // No development key outlives its process, however that ended.
  expect(await ledger.keys()).toEqual([]);
  const records = await ledger.decisions(10_000);
  const [total] = await ledger.totals([]);
  ledger.close();
  const served = records.filter(({ outcome }) => outcome === "served").length;
  const orphaned = records.filter(({ outcome }) => outcome === "orphaned").length;
  expect(served).toBeGreaterThanOrEqual(answered);
  expect(orphaned).toBeGreaterThanOrEqual(5);
  expect(total?.costMicroUsd).toBeLessThanOrEqual(LIMIT);
  // And all of it was there to be spent.
  expect(total?.costMicroUsd).toBeGreaterThan(LIMIT - 2 * COST);
  // Whatever a provider answered wholly is in the ledger, settled or at its reservation.
  expect(served + orphaned).toBeGreaterThanOrEqual(
    simulator.counts().reduce((sum, { completed }) => sum + completed, 0),
  );
});

test("a changed document is in force without a restart; a broken one is refused and says where", async () => {
  const gateway = await serve();
  const file = path.join(folder, "policy/nordlys.routing-policy.yaml");
  const text = readFileSync(file, "utf8");
  const generation = async (): Promise<string> => {
    const answer = await fetch(`${gateway.url}/readyz`);
    return ((await answer.json()) as { generation: string }).generation;
  };
  const before = await generation();
  writeFileSync(file, text.replace("sensitivity: public", "sensitivity: pubic"));
  await expect.poll(gateway.errors).toMatch(/nordlys\.routing-policy\.yaml:\d+:\d+ document\.wrong-value/);
  await expect.poll(gateway.errors).toContain(`reload.refused Generation ${before} stays in force`);
  expect(await generation()).toBe(before);
  writeFileSync(file, text.replace("sensitivity: public", "sensitivity: internal"));
  await expect.poll(generation).not.toBe(before);
  const after = await generation();
  renameSync(path.join(folder, "policy"), path.join(folder, "..", `${path.basename(folder)}-away`));
  await expect.poll(gateway.errors).toContain("reload.refused There are no documents");
  expect(await generation()).toBe(after);
  renameSync(path.join(folder, "..", `${path.basename(folder)}-away`), path.join(folder, "policy"));
});

test("stops cleanly: streams under way end well, the key is gone, the exit code is 0", async () => {
  const gateway = await serve();
  const provider = simulator.hold(PROVIDER);
  const slow = ask(gateway, "ticket-summaries", true);
  await expect.poll(() => provider.waiting).toBe(1);
  const exit = new Promise((resolve) => gateway.child.once("close", resolve));
  gateway.child.kill("SIGTERM");
  const isOpen = (): Promise<boolean> =>
    fetch(`${gateway.url}/healthz`).then(
      () => true,
      () => false,
    );
  await expect.poll(isOpen).toBe(false);
  provider.end();
  expect(await slow).toBe(200);
  expect(await exit).toBe(0);
  const ledger = openSqliteLedger(path.join(folder, ".fairlead/ledger.sqlite"));
  expect(await ledger.keys()).toEqual([]);
  expect(ledger.orphans).toBe(0);
  ledger.close();
});

test("a taken port is a clear message and exit code 2", async () => {
  const { port } = new URL((await serve()).url);
  const second = spawnServe("--port", port);
  let errors = "";
  second.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  expect(await new Promise((resolve) => second.once("close", resolve))).toBe(2);
  expect(errors).toMatch(new RegExp(`^serve\\.port-in-use Port ${port} .*--port`));
});
