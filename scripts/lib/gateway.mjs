/** Starts the provider simulators and a gateway in front of them. */
import path from "node:path";
import { Failure } from "./failure.mjs";
import { root } from "./paths.mjs";
import { startProcessGroup } from "./process-group.mjs";

/** @typedef {import("./process-group.mjs").ProcessGroup} ProcessGroup */

const command = path.join(root, "dist/fairlead.mjs");
const patienceMs = 30_000;

/**
 * Starts `fairlead simulate` and waits until it listens.
 * @param {{ port: number }} options
 * @returns {Promise<{ url: string, group: ProcessGroup }>}
 */
export async function startSimulator({ port }) {
  // Providers that differ, so that a benchmark has something to find.
  const profiles = path.join(root, "test/sample-workspace/simulation/profiles.json");
  const args = ["simulate", "--json", "--port", String(port), "--profiles", profiles];
  const { group, ready } = await startFairlead("the simulator", args, root);
  return { url: String(ready.url), group };
}

/**
 * Starts `fairlead serve` on a workspace and waits until it listens. Its key lives as long as it does.
 * @param {{ workspace: string, port: number, simulator: string }} options
 * @returns {Promise<{ url: string, key: string, group: ProcessGroup }>}
 */
export async function startGateway({ workspace, port, simulator }) {
  const args = ["serve", "--json", "--dev-key", "--workspace", workspace];
  args.push("--port", String(port), "--simulator", simulator);
  const { group, ready } = await startFairlead("the gateway", args, workspace);
  return { url: String(ready.url), key: String(ready.key), group };
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<{ group: ProcessGroup, ready: Record<string, unknown> }>}
 */
async function startFairlead(name, args, cwd) {
  const group = startProcessGroup(name, process.execPath, [command, ...args], { cwd });
  try {
    const line = await group.printed(/^\{.*"url".*\}$/, patienceMs);
    return { group, ready: JSON.parse(line) };
  } catch (error) {
    await group.stop();
    throw new Failure(
      `${name[0]?.toUpperCase()}${name.slice(1)} did not start. ${error instanceof Error ? error.message : error}`,
      "Put right what it says above; `npx fairlead check test/sample-workspace` checks the documents.",
    );
  }
}
