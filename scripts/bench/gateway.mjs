/**
 * `npm run bench:gateway`: throughput and added latency of the gateway, with policy, metering and ledger on, beside the
 * mock upstream alone and a bare Node passthrough, interleaved in one run. `-- --seconds N` for each measurement,
 * `-- --rounds N`.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { runMain } from "../lib/failure.mjs";
import { root } from "../lib/paths.mjs";
import { startProcessGroup, stopAllGroups } from "../lib/process-group.mjs";
import { say, step } from "../lib/progress.mjs";
import { setUp } from "../setup.mjs";

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
  const group = startProcessGroup(name, process.execPath, args, { env: { ...process.env, ...env } });
  return { group, ...JSON.parse(await group.printed(/^\{.*"url".*\}$/, 30_000)) };
}

/** Resident memory of a process in MB; undefined where the system does not tell. @param {number | undefined} pid */
async function memory(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const match = /VmRSS:\s+(\d+) kB/.exec(status);
  return match ? Math.round(Number(match[1]) / 1024) : undefined;
}

async function main() {
  await setUp();
  // Needs the newer Node that the set-up starts this script with.
  const { load, percentile } = await import("./load.mjs");
  const median = (/** @type {number[]} */ figures) =>
    percentile(
      [...figures].sort((a, b) => a - b),
      0.5,
    );
  const { values } = parseArgs({
    options: { seconds: { type: "string", default: "3" }, rounds: { type: "string", default: "3" } },
  });
  await step("Building", build);
  const folder = await mkdtemp(path.join(os.tmpdir(), "fairlead-bench-"));
  try {
    await writeFile(path.join(folder, "bench.catalog.yaml"), documents);
    const upstream = await start("the upstream", [path.join(root, "scripts/bench/upstream.mjs")]);
    const bare = await start("the passthrough", [path.join(root, "scripts/bench/passthrough.mjs"), upstream.url]);
    const serve = [
      "serve",
      "--workspace",
      folder,
      "--port",
      "0",
      "--dev-key",
      "--json",
      "--endpoint",
      `upstream=${upstream.url}`,
    ];
    const gateway = await start("the gateway", [path.join(root, "dist/fairlead.mjs"), ...serve], {
      BENCH_KEY: "bench",
    });
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${gateway.key}`,
      "fairlead-workload": "bench",
    };
    const targets = [
      { name: "upstream alone", url: upstream.url },
      { name: "bare passthrough", url: bare.url },
      { name: "fairlead", url: gateway.url },
    ];
    const before = await memory(gateway.group.child.pid);
    for (const { url } of targets) await load({ url, headers, stream: false, connections: 8, durationMs: 1500 });

    say("\nmode    connections  target             req/s   p50 ms   p99 ms   first p50 ms  failed");
    let answered = 0;
    for (const stream of [false, true]) {
      for (const connections of [1, 32, 256]) {
        /** @type {Map<string, import("./load.mjs").LoadResult[]>} */
        const results = new Map(targets.map(({ name }) => [name, []]));
        for (let round = 0; round < Number(values.rounds); round += 1) {
          for (const { name, url } of targets) {
            const result = await load({ url, headers, stream, connections, durationMs: Number(values.seconds) * 1000 });
            results.get(name)?.push(result);
            if (name === "fairlead") answered += result.totalMs.length;
          }
        }
        for (const [name, rounds] of results) {
          const figures = [
            median(rounds.map(({ perSecond }) => perSecond))
              .toFixed(0)
              .padStart(8),
            median(rounds.map(({ totalMs }) => percentile(totalMs, 0.5)))
              .toFixed(3)
              .padStart(9),
            median(rounds.map(({ totalMs }) => percentile(totalMs, 0.99)))
              .toFixed(3)
              .padStart(9),
            median(rounds.map(({ firstMs }) => percentile(firstMs, 0.5)))
              .toFixed(3)
              .padStart(13),
            String(rounds.reduce((sum, { failed }) => sum + failed, 0)).padStart(8),
          ];
          say(
            `${(stream ? "stream" : "plain").padEnd(7)} ${String(connections).padEnd(12)} ${name.padEnd(17)}${figures.join("")}`,
          );
        }
      }
    }
    const after = await memory(gateway.group.child.pid);
    if (before !== undefined)
      say(`\nResident memory of the gateway: ${before} MB before, ${after} MB after ${answered} answers.`);
    say(
      `Node ${process.version}, ${os.cpus().length} cores, ${os.cpus()[0]?.model ?? "unknown processor"}; medians of ${values.rounds} rounds of ${values.seconds} s. The load comes from a process on the same machine.`,
    );
  } finally {
    await stopAllGroups();
    await rm(folder, { recursive: true, force: true });
  }
}

await runMain(main);
