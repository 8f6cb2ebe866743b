/** What the gateway's benchmark measures: processes on this machine, all in front of the same mock upstream. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { npm } from "../lib/npm.mjs";
import { root } from "../lib/paths.mjs";
import { startProcessGroup } from "../lib/process-group.mjs";
import { ensureTool } from "../lib/tools.mjs";

/**
 * `readyMs`: from the start of the process to its word that it listens.
 * @typedef {{ name: string, url: string, headers: Record<string, string>, pid: number | undefined, readyMs?: number }} Target
 */

const PEER = "@portkey-ai/gateway";
const PEER_VERSION = "1.15.2";
const JSON_BODY = { "content-type": "application/json" };

const documents = `apiVersion: fairlead/v1
kind: Catalog
providers:
  upstream: { adapter: openai, jurisdiction: eu, credentials: { env: BENCH_KEY } }
models:
  m: { supplier: acme, capabilities: [chat], contextWindow: 100000, maxOutputTokens: 4000 }
deployments:
  m@upstream: { upstream: m, price: { input: 1, output: 2 }, data: { training: false, retentionDays: 0, maxSensitivity: confidential } }
---
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { bench: { owner: bench } }
workloads:
  bench: { businessUnit: bench, sensitivity: internal, needs: { capabilities: [chat], residency: [eu] }, route: { candidates: [m@upstream] } }
rules:
  no-training: { require: { training: false } }
budgets:
  month: { scope: { businessUnit: bench }, limit: 1000000 USD, window: month, timezone: Europe/Stockholm }
`;

/** @param {string} name @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
async function start(name, args, env) {
  const started = performance.now();
  const group = startProcessGroup(name, process.execPath, args, { env: { ...process.env, ...env } });
  const line = await group.printed(/^\{.*"url".*\}$/, 30_000);
  return { pid: group.child.pid, readyMs: performance.now() - started, ...JSON.parse(line) };
}

/** The mock upstream alone. @returns {Promise<Target>} */
export async function startUpstream() {
  const { url, pid } = await start("the upstream", [path.join(root, "scripts/bench/upstream.mjs")]);
  return { name: "upstream alone", url, pid, headers: JSON_BODY };
}

/** node:http and undici, and nothing else. @param {Target} upstream @returns {Promise<Target>} */
export async function startBare(upstream) {
  const args = [path.join(root, "scripts/bench/passthrough.mjs"), upstream.url];
  const { url, pid } = await start("the passthrough", args);
  return { name: "bare passthrough", url, pid, headers: JSON_BODY };
}

/**
 * The gateway with policy, metering and ledger on.
 * @param {Target} upstream @param {string} folder For its documents and ledger. @param {string} command The built command.
 * @param {string[]} [options] More options of `fairlead serve`.
 * @returns {Promise<Target>}
 */
export async function startFairlead(upstream, folder, command, options = []) {
  await writeFile(path.join(folder, "bench.catalog.yaml"), documents);
  const at = options.indexOf("--store");
  const store = at < 0 ? [] : options.slice(at, at + 2);
  const create = [command, "keys", "create", "--workspace", folder, "--business-unit", "bench", "--json", ...store];
  const { secret } = JSON.parse(execFileSync(process.execPath, create, { encoding: "utf8" }));
  const endpoint = `upstream=${upstream.url}`;
  const more = ["--workspace", folder, "--port", "0", "--json", "--endpoint", endpoint, ...options];
  const { url, pid, readyMs } = await start("the gateway", [command, "serve", ...more], { BENCH_KEY: "bench" });
  const headers = { ...JSON_BODY, authorization: `Bearer ${secret}`, "fairlead-workload": "bench" };
  return { name: "fairlead", url, pid, readyMs, headers };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Portkey's gateway, downloaded once; it only passes on, without policy, budgets or records. @param {Target} upstream @returns {Promise<Target>} */
export async function startPeer(upstream) {
  const folder = await ensureTool({
    name: "portkey-gateway",
    version: PEER_VERSION,
    title: `Downloading ${PEER} ${PEER_VERSION} (once)`,
    install: (cwd) => npm(["install", "--ignore-scripts", `${PEER}@${PEER_VERSION}`], { cwd, what: PEER }),
  });
  const port = await freePort();
  const entry = path.join(folder, "node_modules", PEER, "build/start-server.js");
  const group = startProcessGroup("the peer", process.execPath, [entry, `--port=${port}`, "--headless"], {
    // It refuses addresses of this machine otherwise.
    env: { ...process.env, NODE_ENV: "production", TRUSTED_CUSTOM_HOSTS: "127.0.0.1" },
  });
  await group.printed(/Ready for connections/, 30_000);
  const headers = { ...JSON_BODY, authorization: "Bearer bench", "x-portkey-provider": "openai" };
  return {
    name: "portkey",
    url: `http://127.0.0.1:${port}`,
    pid: group.child.pid,
    headers: { ...headers, "x-portkey-custom-host": `${upstream.url}/v1` },
  };
}

/** Resident memory of a process in MB; undefined where the system does not tell. @param {number | undefined} pid */
export async function residentMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const match = /VmRSS:\s+(\d+) kB/.exec(status);
  return match ? Math.round(Number(match[1]) / 1024) : undefined;
}

/** Milliseconds in a tick of Linux's process times. */
const TICK_MS = 10;

/** The processor time that a process has used, all threads, milliseconds; undefined where the system does not tell. @param {number | undefined} pid */
export async function processorTime(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name of the program, in parentheses, may hold anything; user and system time are the 12th and 13th behind it.
  const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ");
  return fields.length > 12 ? (Number(fields[11]) + Number(fields[12])) * TICK_MS : undefined;
}
