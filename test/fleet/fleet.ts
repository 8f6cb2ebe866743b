/** Gateways as processes of their own, in front of one simulator, over documents of a folder. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "@fairlead/cli";
import { type Simulator, startSimulator } from "@fairlead/runtime/simulator";
import { spawnFairlead } from "../fairlead-command.ts";

/** How long what happens soon may take on a machine that is busy. */
export const SOON = { timeout: 25_000, interval: 50 };

/** An answer of 50 tokens costs 520 micro-USD with its 20 tokens of input; its reservation is higher. */
export const PROFILE = { ttftMs: 15, ttftSpread: 0, tokensPerSecond: 0, outputTokens: 50, inputTokens: 20 };
export const COST = 520;

/** What differs between tests: the limit of the budget, lines of the workload `x`, and lines of more budgets. */
export interface Documents {
  budget?: string;
  workload?: string;
  budgets?: string;
}

function documentsOf({ budget = "1000 USD", workload = "", budgets = "" }: Documents): string {
  return `apiVersion: fairlead/v1
kind: Catalog
providers:
  oa: { adapter: openai, jurisdiction: us, credentials: { env: OA } }
models:
  m: { supplier: acme, capabilities: [chat], contextWindow: 100000, maxOutputTokens: 8000 }
deployments:
  m@oa: { upstream: m-oa, price: { input: 1, output: 10 }, data: { retentionDays: 0, training: false, maxSensitivity: confidential } }
---
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: { owner: sales } }
workloads:
  x:
    businessUnit: sales
    sensitivity: public
    maxOutputTokens: 100
    route: { candidates: [m@oa] }
    fallback: { on: [outage, timeout], attempts: 2, deadlineMs: 40000 }
${workload}
  y:
    businessUnit: sales
    sensitivity: public
    maxOutputTokens: 100
    onStoreLoss: continue
    route: { candidates: [m@oa] }
    fallback: { on: [outage, timeout], attempts: 2, deadlineMs: 40000 }
budgets:
  month: { scope: { businessUnit: sales }, limit: ${budget}, window: month }
${budgets}`;
}

export interface GatewayProcess {
  child: ChildProcess;
  url: string;
  key: string;
  orphans: number;
  /** What it has written to standard error. */
  errors: () => string;
  /** Settles with the exit code when it has ended. */
  ended: Promise<number | null>;
}

export interface Fleet {
  folder: string;
  simulator: Simulator;
  /** Starts `fairlead serve` with more options. Rejects where it ends before it serves. */
  serve(...more: string[]): Promise<GatewayProcess>;
  /** Writes other documents, and has a gateway read them. Settles when it goes by them. */
  reload(gateway: GatewayProcess, documents: Documents): Promise<void>;
  /** Runs another command of `fairlead` in this process, and gives what it printed. */
  run(...args: string[]): Promise<{ code: number; output: string; errors: string }>;
  close(): Promise<void>;
}

function collect(child: ChildProcess): { output: () => string; errors: () => string; ended: Promise<number | null> } {
  let output = "";
  let errors = "";
  child.stdout?.on("data", (text) => {
    output += text;
  });
  child.stderr?.on("data", (text) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { output: () => output, errors: () => errors, ended };
}

/** Writes the documents, and starts the simulator. */
export async function startFleet(documents: Documents = {}): Promise<Fleet> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-fleet-"));
  writeFileSync(path.join(folder, "all.catalog.yaml"), documentsOf(documents));
  const simulator = await startSimulator({ profiles: { "*": PROFILE } });
  const children = new Set<{ child: ChildProcess; ended: Promise<number | null> }>();
  return {
    folder,
    simulator,
    async serve(...more) {
      const args = [
        "serve",
        "--workspace",
        ".",
        "--port",
        "0",
        "--dev-key",
        "--json",
        "--no-watch",
        "--simulator",
        simulator.url,
      ];
      const child = spawnFairlead([...args, ...more], folder);
      const { output, errors, ended } = collect(child);
      children.add({ child, ended });
      const line = await new Promise<string>((resolve, reject) => {
        child.stdout?.on("data", () => {
          if (output().includes("\n")) resolve(output());
        });
        void ended.then((code) => reject(new Error(`ended with ${code}: ${errors()}`)));
      });
      return { child, errors, ended, ...(JSON.parse(line) as { url: string; key: string; orphans: number }) };
    },
    async reload({ child, errors }, more) {
      writeFileSync(path.join(folder, "all.catalog.yaml"), documentsOf(more));
      const read = (): number => errors().split("is in force").length;
      const before = read();
      child.kill("SIGHUP");
      const until = Date.now() + SOON.timeout;
      while (read() === before && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, SOON.interval));
    },
    async run(...args) {
      const result = { code: 0, output: "", errors: "" };
      await run(args, {
        cwd: folder,
        env: {},
        now: Date.now,
        stdout: (text) => {
          result.output += text;
        },
        stderr: (text) => {
          result.errors += text;
        },
        setExitCode: (code) => {
          result.code = Math.max(result.code, code);
        },
        signal: new AbortController().signal,
      });
      return result;
    },
    async close() {
      for (const { child } of children) child.kill("SIGKILL");
      await Promise.all([...children].map(({ ended }) => ended));
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Asked {
  status: number | undefined;
  code: string | undefined;
  retryAfter: string | null;
}

/** Asks a gateway for an answer. The status is undefined where the connection broke, or a stream had no end. */
export async function ask(
  gateway: { url: string; key: string },
  { workload = "x", stream = false, key = gateway.key } = {},
): Promise<Asked> {
  try {
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "fairlead-workload": workload },
      body: JSON.stringify({ model: "auto", stream, messages: [{ role: "user", content: "Say something." }] }),
    });
    const text = await answer.text();
    const whole = !stream || answer.status !== 200 || text.includes("[DONE]");
    const code = answer.headers.get("fairlead-error") ?? undefined;
    return { status: whole ? answer.status : undefined, code, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return { status: undefined, code: undefined, retryAfter: null };
  }
}

/** What is spent and reserved in the budget, as a gateway sees it. Micro-USD. */
export async function spent({ url, key }: { url: string; key: string }): Promise<number | undefined> {
  const answer = await fetch(`${url}/fairlead/v1/spend`, { headers: { authorization: `Bearer ${key}` } });
  return ((await answer.json()) as { budgets: { spentMicroUsd: number }[] }).budgets[0]?.spentMicroUsd;
}
