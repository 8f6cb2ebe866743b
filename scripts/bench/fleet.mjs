/**
 * `npm run bench:fleet`: throughput and latency of one gateway process with the embedded ledger, of two workers, and of
 * one and two processes on a PostgreSQL of its own whose commits wait for the disk, interleaved in one run.
 * `-- --seconds N` for each measurement, `-- --rounds N`, `-- --connections N`.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { runMain } from "../lib/failure.mjs";
import { root } from "../lib/paths.mjs";
import { stopAllGroups } from "../lib/process-group.mjs";
import { say, step } from "../lib/progress.mjs";
import { setUp } from "../setup.mjs";
import { startFairlead, startUpstream } from "./gateway-targets.mjs";
import { load, percentile } from "./load.mjs";

/** @typedef {import("./gateway-targets.mjs").Target} Target */
/** @typedef {{ perSecond: number, p50: number, p99: number, failed: number }} Figures */

/**
 * Several gateways get the same number of connections each.
 * @param {readonly Target[]} gateways @param {{ stream: boolean, connections: number, durationMs: number }} plan
 * @returns {Promise<Figures>}
 */
async function measure(gateways, plan) {
  const connections = Math.ceil(plan.connections / gateways.length);
  const results = await Promise.all(gateways.map(({ url, headers }) => load({ ...plan, url, headers, connections })));
  const total = results.flatMap(({ totalMs }) => totalMs).sort((a, b) => a - b);
  return {
    perSecond: results.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p50: percentile(total, 0.5),
    p99: percentile(total, 0.99),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** @param {number[]} values */
const median = (values) =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

async function main() {
  await setUp();
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "32" },
    },
  });
  await step("Building", () => build());
  const { startTestDatabase } = await import("@fairlead/runtime/ledger/postgres/testing");
  const folder = await mkdtemp(path.join(os.tmpdir(), "fairlead-bench-"));
  const database = await startTestDatabase({ fsync: true });
  try {
    const upstream = await startUpstream();
    const command = path.join(root, "dist/fairlead.mjs");
    /** @param {string} name @param {string[]} options */
    const start = async (name, options) => {
      await mkdir(path.join(folder, name), { recursive: true });
      return startFairlead(upstream, path.join(folder, name), command, options);
    };
    const store = ["--store", database.url];
    const [first, second] = [await start("postgres-1", store), await start("postgres-2", store)];
    /** @type {{ name: string, gateways: Target[] }[]} */
    const subjects = [
      { name: "SQLite, 1 process", gateways: [await start("sqlite", [])] },
      { name: "SQLite, 2 workers", gateways: [await start("workers", ["--workers", "2"])] },
      { name: "PostgreSQL, 1 process", gateways: [first] },
      { name: "PostgreSQL, 2 processes", gateways: [first, second] },
    ];
    const durationMs = Number(values.seconds) * 1000;
    const connections = Number(values.connections);
    for (const { gateways } of subjects) await measure(gateways, { stream: false, connections: 8, durationMs: 1500 });
    say(
      `\nmode    store                       req/s   of 1 process   p50 ms   p99 ms  failed   (${connections} connections)`,
    );
    for (const stream of [false, true]) {
      /** @type {Map<string, (Figures & { part: number })[]>} */
      const figures = new Map(subjects.map(({ name }) => [name, []]));
      for (let round = 0; round < Number(values.rounds); round += 1) {
        let base = Number.NaN;
        for (const { name, gateways } of subjects) {
          const figure = await measure(gateways, { stream, connections, durationMs });
          if (Number.isNaN(base)) base = figure.perSecond;
          figures.get(name)?.push({ ...figure, part: figure.perSecond / base });
        }
      }
      for (const [name, rounds] of figures) {
        const cells = [
          median(rounds.map(({ perSecond }) => perSecond))
            .toFixed(0)
            .padStart(8),
          `${(100 * median(rounds.map(({ part }) => part))).toFixed(0)} %`.padStart(15),
          median(rounds.map(({ p50 }) => p50))
            .toFixed(2)
            .padStart(9),
          median(rounds.map(({ p99 }) => p99))
            .toFixed(2)
            .padStart(9),
          String(rounds.reduce((sum, { failed }) => sum + failed, 0)).padStart(8),
        ];
        say(`${(stream ? "stream" : "plain").padEnd(7)} ${name.padEnd(25)}${cells.join("")}`);
      }
    }
    const busy = Math.round((os.loadavg()[0] ?? 0) * 10) / 10;
    say(
      `Node ${process.version}, ${os.cpus().length} cores, load ${busy}; medians of ${values.rounds} rounds of ${values.seconds} s. Load, upstream and database run on the same cores.`,
    );
  } finally {
    await stopAllGroups();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

await runMain(main);
