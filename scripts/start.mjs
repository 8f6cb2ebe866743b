/**
 * `npm start`: the whole product on this machine, with simulated providers: gateway, editor, sample workspace.
 * `-- --no-editor` leaves the editor out, `-- --desktop` uses an installed VS Code, `-- --fresh` begins with a new copy
 * of the sample workspace, `-- --no-open` opens no browser. Ports: --port (gateway), --editor-port, --simulator-port, or
 * FAIRLEAD_PORT, FAIRLEAD_EDITOR_PORT, FAIRLEAD_SIMULATOR_PORT.
 */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { startDesktop } from "./lib/desktop.mjs";
import { folderAddress, installExtension, startEditor } from "./lib/editor.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { startGateway, startSimulator } from "./lib/gateway.mjs";
import { openInBrowser } from "./lib/open-in-browser.mjs";
import { dataFolder } from "./lib/paths.mjs";
import { choosePort } from "./lib/ports.mjs";
import { stopAllGroups } from "./lib/process-group.mjs";
import { elapsed, say, step } from "./lib/progress.mjs";
import { sampleCopy } from "./lib/sample-workspace.mjs";
import { packageExtension } from "./package.mjs";
import { setUp } from "./setup.mjs";

/** @typedef {import("./lib/process-group.mjs").ProcessGroup} ProcessGroup */

function readFlags() {
  try {
    return parseArgs({
      options: {
        "no-editor": { type: "boolean", default: false },
        desktop: { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        "no-open": { type: "boolean", default: false },
        port: { type: "string" },
        "editor-port": { type: "string" },
        "simulator-port": { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new Failure(
      error instanceof Error ? error.message : String(error),
      "npm start -- [--no-editor | --desktop] [--fresh] [--no-open] [--port N] [--editor-port N] [--simulator-port N]",
    );
  }
}

/** Resolves when the person, or the system, asks for the end. @returns {Promise<string>} */
function askedToEnd() {
  return new Promise((resolve) => {
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
      // A second signal changes nothing: the end is under way, and bounded.
      process.on(signal, () => resolve("Stopping …"));
    }
  });
}

async function main() {
  const flags = readFlags();
  const started = Date.now();
  const browserEditor = !flags["no-editor"] && !flags.desktop;
  const { editor } = await setUp({ editor: browserEditor });
  const ports = {
    gateway: await choosePort({
      what: "the gateway",
      flag: "--port",
      variable: "FAIRLEAD_PORT",
      value: flags.port,
      fallback: 4180,
    }),
    simulator: await choosePort({
      what: "the simulator",
      flag: "--simulator-port",
      variable: "FAIRLEAD_SIMULATOR_PORT",
      value: flags["simulator-port"],
      fallback: 4100,
    }),
    editor: browserEditor
      ? await choosePort({
          what: "the editor",
          flag: "--editor-port",
          variable: "FAIRLEAD_EDITOR_PORT",
          value: flags["editor-port"],
          fallback: 4181,
        })
      : 0,
  };
  const vsix = await step("Building", async () => {
    if (!flags["no-editor"]) return packageExtension();
    await build();
    return undefined;
  });
  const workspace = await sampleCopy({ fresh: flags.fresh });

  const end = askedToEnd();
  const running = startEverything({ ports, vsix, editor, workspace, opens: !flags["no-open"] }).then((groups) => {
    say(`\nReady after ${elapsed(started)}. Ctrl-C ends everything.`);
    return Promise.race(groups.map(unexpectedEnd));
  });
  // What fails because everything is being stopped is no failure; the race below has been decided by then.
  running.catch(() => undefined);
  try {
    say(await Promise.race([end, running]));
  } finally {
    await stopAllGroups();
  }
  say("Stopped.");
  // Timers and sockets of libraries must not keep a stopped product alive.
  process.exit(process.exitCode ?? 0);
}

/**
 * @param {object} plan
 * @param {{ gateway: number, simulator: number, editor: number }} plan.ports
 * @param {string | undefined} plan.vsix The extension; undefined leaves the editor out.
 * @param {string | undefined} plan.editor The entry of the editor's server; undefined takes the desktop's.
 * @param {string} plan.workspace
 * @param {boolean} plan.opens Whether a browser is opened.
 * @returns {Promise<ProcessGroup[]>}
 */
async function startEverything({ ports, vsix, editor, workspace, opens }) {
  const simulator = await startSimulator({ port: ports.simulator });
  const gateway = await startGateway({ workspace, port: ports.gateway, simulator: simulator.url });
  const groups = [simulator.group, gateway.group];
  const env = { FAIRLEAD_URL: gateway.url, FAIRLEAD_KEY: gateway.key, FAIRLEAD_SIMULATED: "1" };
  let editorLine = "none (--no-editor)";
  if (vsix && editor) {
    const profile = path.join(dataFolder, "editor");
    const token = randomBytes(12).toString("hex");
    await step("Starting the editor", async () => {
      await installExtension({ serverMain: editor, profile, vsix });
      const { url, group } = await startEditor({ serverMain: editor, profile, port: ports.editor, env, token });
      groups.push(group);
      editorLine = folderAddress(url, workspace, token);
    });
    if (opens) openInBrowser(editorLine);
  } else if (vsix) {
    groups.push(await startDesktop({ profile: path.join(dataFolder, "desktop"), vsix, workspace, env }));
    editorLine = "the VS Code window that has just opened";
  }
  describe({ editorLine, workspace, gateway, simulator: simulator.url, hasEditor: vsix !== undefined });
  return groups;
}

/** @param {ProcessGroup} group */
async function unexpectedEnd(group) {
  const code = await group.exited;
  process.exitCode = 1;
  return `${group.name} ended by itself with exit code ${code}. It said:\n${group.log().trim().split("\n").slice(-20).join("\n")}`;
}

/** @param {{ editorLine: string, workspace: string, gateway: { url: string, key: string }, simulator: string, hasEditor: boolean }} place */
function describe({ editorLine, workspace, gateway, simulator, hasEditor }) {
  const curl = `curl ${gateway.url}/v1/chat/completions -H 'authorization: Bearer ${gateway.key}' -H 'fairlead-workload: ticket-summaries' -H 'content-type: application/json' -d '{"model":"auto","messages":[{"role":"user","content":"Summarise: the printer on floor 3 is broken."}]}' -i`;
  say(`
Editor      ${editorLine}
Gateway     ${gateway.url}   key ${gateway.key}
Simulator   ${simulator}   (every provider of the catalog, simulated)
Workspace   ${workspace}   (a copy; --fresh makes a new one)

Three things to try:`);
  const inEditor = [
    "Open policy/nordlys.routing-policy.yaml, delete a candidate and press Ctrl+Space; misspell one and press Ctrl+. on it.",
    "Open services/support/src/summarise.ts and press Ctrl+. on the underlined client: it migrates to the gateway.",
    "F1, “Fairlead: Run Benchmark…”, Run: two deployments side by side through the gateway.",
  ];
  const onTerminal = [
    `Call the gateway, and read which deployment answered in the headers:\n     ${curl}`,
    `See where a request goes and why: npx fairlead explain ticket-summaries --workspace ${workspace}`,
    `Find direct vendor calls: npx fairlead scan ${workspace}`,
  ];
  for (const [index, text] of (hasEditor ? inEditor : onTerminal).entries()) say(`  ${index + 1}. ${text}`);
}

await runMain(main);
