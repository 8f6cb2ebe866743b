/**
 * `npm run bench:gateway`: throughput and added latency of the gateway, with policy, metering and ledger on, beside the
 * mock upstream alone and a bare Node passthrough, interleaved in one run. `-- --seconds N` for each measurement,
 * `-- --rounds N`, `-- --connections 1,32,256`, `-- --modes plain,stream`; `-- --peers` beside Portkey's gateway,
 * which is downloaded once; `-- --memory 1000000` for the memory over so many requests instead; `-- --json FILE` writes
 * the figures for programs; `-- --command FILE` measures another build of the command.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { runMain } from "../lib/failure.mjs";
import { root } from "../lib/paths.mjs";
import { stopAllGroups } from "../lib/process-group.mjs";
import { say, step } from "../lib/progress.mjs";
import { setUp } from "../setup.mjs";
import { measure, memoryOver, tableHead, tableLine } from "./gateway-rounds.mjs";
import { residentMemory, startBare, startFairlead, startPeer, startUpstream } from "./gateway-targets.mjs";
import { load } from "./load.mjs";

/** @typedef {{ seconds: string, rounds: string, connections: string, modes: string, peers: boolean, memory?: string, json?: string, command?: string }} Options */

const machine = () => {
  const one = Math.round((os.loadavg()[0] ?? 0) * 10) / 10;
  return `Node ${process.version}, ${os.cpus().length} cores, ${os.cpus()[0]?.model ?? "unknown processor"}, load ${one}`;
};

/** @param {Options} options @param {string} folder @param {string} command */
async function compare(options, folder, command) {
  const upstream = await startUpstream();
  const fairlead = await startFairlead(upstream, folder, command);
  const targets = [upstream, await startBare(upstream), fairlead];
  if (options.peers) targets.push(await startPeer(upstream));
  const before = await residentMemory(fairlead.pid);
  const modes = options.modes.split(",");
  for (const { url, headers } of targets) {
    for (const mode of modes) await load({ url, headers, stream: mode === "stream", connections: 8, durationMs: 1500 });
  }
  say(`\n${tableHead}`);
  const rows = [];
  const memory = [{ at: "start", megabytes: before }];
  for (const mode of modes) {
    for (const connections of options.connections.split(",").map(Number)) {
      const plan = { connections, rounds: Number(options.rounds), durationMs: Number(options.seconds) * 1000 };
      const measured = await measure(targets, { ...plan, stream: mode === "stream" });
      for (const row of measured) say(tableLine(row));
      rows.push(...measured);
      memory.push({ at: `${mode} ${connections}`, megabytes: await residentMemory(fairlead.pid) });
    }
  }
  const answered = rows.reduce((sum, { target, answers }) => sum + (target === "fairlead" ? answers : 0), 0);
  const { readyMs = Number.NaN } = fairlead;
  say(`\nReady ${readyMs.toFixed(0)} ms after its start.`);
  say(
    `Resident memory of the gateway: ${memory.map(({ at, megabytes }) => `${megabytes ?? "?"} MB (${at})`).join(", ")}.`,
  );
  say(
    `${machine()}; medians of ${options.rounds} rounds of ${options.seconds} s, relative figures within each round. The load comes from a process on the same machine.`,
  );
  return { machine: machine(), rounds: options.rounds, seconds: options.seconds, rows, memory, answered, readyMs };
}

/** @param {number} requests @param {string} folder @param {string} command */
async function remember(requests, folder, command) {
  const upstream = await startUpstream();
  const fairlead = await startFairlead(upstream, folder, command);
  say("\n    answers   resident MB");
  const result = await memoryOver(fairlead, requests, (answered, megabytes) =>
    say(`${String(answered).padStart(11)}${String(megabytes ?? "?").padStart(14)}`),
  );
  say(`\n${result.failed} failed. ${machine()}.`);
  return { machine: machine(), ...result };
}

async function main() {
  await setUp();
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "3" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "1,32,256" },
      modes: { type: "string", default: "plain,stream" },
      peers: { type: "boolean", default: false },
      memory: { type: "string" },
      json: { type: "string" },
      command: { type: "string" },
    },
  });
  if (!values.command) await step("Building", build);
  const command = path.resolve(values.command ?? path.join(root, "dist/fairlead.mjs"));
  const folder = await mkdtemp(path.join(os.tmpdir(), "fairlead-bench-"));
  try {
    const result = values.memory
      ? await remember(Number(values.memory), folder, command)
      : await compare(values, folder, command);
    if (values.json) await writeFile(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
  } finally {
    await stopAllGroups();
    await rm(folder, { recursive: true, force: true });
  }
}

await runMain(main);
