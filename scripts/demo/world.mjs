/** What the steps of the demo share: a copy of the sample workspace, the command, the running processes. */
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "../lib/command.mjs";
import { Failure } from "../lib/failure.mjs";
import { startGateway, startSimulator } from "../lib/gateway.mjs";
import { root } from "../lib/paths.mjs";
import { pause } from "../lib/process-group.mjs";
import { say } from "../lib/progress.mjs";
import { copySample } from "../lib/sample-workspace.mjs";

const command = path.join(root, "dist/fairlead.mjs");

export class DemoWorld {
  /** @type {{ url: string } | undefined} */
  #simulator;
  /** @type {{ url: string, key: string } | undefined} */
  #gateway;
  #copied = false;

  /** @param {string} folder Where the copy of the sample goes. */
  constructor(folder) {
    this.folder = folder;
  }

  /** The copy of the sample workspace, made when first asked for. */
  async workspace() {
    if (!this.#copied) await copySample(this.folder);
    this.#copied = true;
    return this.folder;
  }

  /** The simulator, started when first asked for. */
  async simulator() {
    this.#simulator ??= await startSimulator({ port: 0 });
    return this.#simulator;
  }

  /** The gateway in front of the simulator, started when first asked for. */
  async gateway() {
    if (!this.#gateway) {
      const simulator = await this.simulator();
      this.#gateway = await startGateway({ workspace: await this.workspace(), port: 0, simulator: simulator.url });
    }
    return this.#gateway;
  }

  /**
   * Shows and runs `fairlead …` in the copy of the sample.
   * @param {string[]} args
   * @param {{ exitCode?: number, env?: NodeJS.ProcessEnv }} [expected]
   */
  async fairlead(args, { exitCode = 0, env } = {}) {
    say(`$ fairlead ${args.join(" ")}`);
    return this.run([command, ...args], { exitCode, env });
  }

  /**
   * Runs a program of the sample with node.
   * @param {string[]} args
   * @param {{ exitCode?: number, env?: NodeJS.ProcessEnv }} [expected]
   */
  async run(args, { exitCode = 0, env } = {}) {
    const cwd = await this.workspace();
    const { code, output } = await runCommand(process.execPath, args, { cwd, env: { ...process.env, ...env } });
    if (code === exitCode) return output;
    throw new Failure(
      `The command ended with exit code ${code} instead of ${exitCode}.`,
      "Its output above says why. If you changed nothing, please report it.",
    );
  }

  /**
   * Writes a file of the copy.
   * @param {string} name
   * @param {string} text
   */
  async write(name, text) {
    say(`$ cat > ${name}\n${text.trimEnd().replace(/^/gm, "  ")}`);
    await writeFile(path.join(await this.workspace(), name), text);
  }

  /** Takes a file out of the copy again. @param {string} name */
  async remove(name) {
    await rm(path.join(await this.workspace(), name));
  }

  /** Waits until the gateway has another generation in force. @param {string | null} before */
  async untilGenerationAfter(before) {
    const gateway = await this.gateway();
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await fetch(`${gateway.url}/readyz`);
      const { generation } = /** @type {{ generation: string }} */ (await answer.json());
      if (generation !== before) return generation;
      await pause(100);
    }
    throw new Failure("The gateway did not reload its documents.", "Does the file system here report changes?");
  }

  /**
   * Changes how a simulated provider behaves.
   * @param {string} provider
   * @param {unknown} patch
   */
  async setProvider(provider, patch) {
    const simulator = await this.simulator();
    const answer = await fetch(`${simulator.url}/_simulator/providers/${provider}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(patch),
    });
    if (!answer.ok) throw new Failure(`The simulator refused: ${await answer.text()}`, "See docs/simulator.md.");
  }

  /** A simulated provider as it was at the start. @param {string} provider */
  async resetProvider(provider) {
    const simulator = await this.simulator();
    await fetch(`${simulator.url}/_simulator/providers/${provider}`, { method: "DELETE" });
  }

  /**
   * One request to the gateway.
   * @param {string} workload
   * @param {string} prompt
   */
  async ask(workload, prompt) {
    const gateway = await this.gateway();
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${gateway.key}`,
        "content-type": "application/json",
        "fairlead-workload": workload,
      },
      body: JSON.stringify({ model: "auto", messages: [{ role: "user", content: prompt }] }),
    });
    /** @type {any} */
    const body = await answer.json();
    return { status: answer.status, headers: answer.headers, body };
  }
}

/**
 * Ends the demo where something is not as it should be.
 * @param {boolean} condition
 * @param {string} what
 */
export function must(condition, what) {
  if (!condition) throw new Failure(`Expected: ${what}.`, "If you changed nothing, please report it.");
}
