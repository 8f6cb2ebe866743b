/** Starts the editor's server. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "./command.mjs";
import { Failure } from "./failure.mjs";
import { pause, startProcessGroup } from "./process-group.mjs";

/**
 * @typedef {object} EditorOptions
 * @property {string} serverMain The entry of code-server's server.
 * @property {string} profile A folder for settings, extensions and state; nothing outside of it is touched.
 * @property {number} port
 * @property {NodeJS.ProcessEnv} [env] What the extensions shall find in their environment.
 * @property {string} [token] What the page's address must carry; without one, any program of this machine may connect.
 * @property {Record<string, unknown>} [settings] On top of those of a newcomer's editor.
 * @property {boolean} [testDriver] Lets the page run tests inside the extension host.
 */

/** @param {string} profile */
function folders(profile) {
  return [
    ...["--user-data-dir", path.join(profile, "user-data")],
    ...["--extensions-dir", path.join(profile, "extensions")],
    ...["--server-data-dir", path.join(profile, "server-data")],
  ];
}

/** No gallery: the editor must work without a network. @param {NodeJS.ProcessEnv} [more] @returns {NodeJS.ProcessEnv} */
function environment(more = {}) {
  return { ...process.env, EXTENSIONS_GALLERY: "{}", ...more };
}

/** What a newcomer's editor opens with: the workspace, and nothing that asks for attention or an account. */
const calm = {
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "readme",
  "telemetry.telemetryLevel": "off",
  // The copy of the sample lies inside the clone, whose history is not what the person came for.
  "git.openRepositoryInParentFolders": "never",
};

/** Installs a VSIX into a profile. @param {{ serverMain: string, profile: string, vsix: string }} options */
export async function installExtension({ serverMain, profile, vsix }) {
  await mkdir(profile, { recursive: true });
  const { code, output } = await runCommand(
    process.execPath,
    [serverMain, "--install-extension", vsix, "--force", ...folders(profile)],
    { env: environment(), quiet: true },
  );
  if (code !== 0) throw new Failure(`The editor could not install the extension:\n${output}`, "Run the command again.");
}

/**
 * Starts the server and waits until it answers.
 * @param {EditorOptions} options
 * @returns {Promise<{ url: string, group: import("./process-group.mjs").ProcessGroup }>}
 */
export async function startEditor({ serverMain, profile, port, env, token, settings = {}, testDriver = false }) {
  const machineSettings = path.join(profile, "user-data/Machine/settings.json");
  await mkdir(path.dirname(machineSettings), { recursive: true });
  await writeFile(machineSettings, JSON.stringify({ ...calm, ...settings }, undefined, 2));
  const group = startProcessGroup(
    "the editor",
    process.execPath,
    [
      serverMain,
      ...["--host", "127.0.0.1", "--port", String(port)],
      ...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]),
      "--accept-server-license-terms",
      ...["--telemetry-level", "off"],
      "--disable-workspace-trust",
      ...(testDriver ? ["--enable-smoke-test-driver"] : []),
      ...folders(profile),
    ],
    { env: environment(env) },
  );
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${url}/version`).catch(() => undefined);
    if (answer?.ok) return { url, group };
    const ended = await Promise.race([group.exited, pause(200)]);
    if (ended !== undefined || Date.now() > deadline) {
      await group.stop();
      throw new Failure(`The editor did not start. It said:\n${group.log()}`, "Run the command again.");
    }
  }
}

/** The address that opens a folder. @param {string} url @param {string} folder @param {string} [token] */
export function folderAddress(url, folder, token) {
  const query = new URLSearchParams({ ...(token === undefined ? {} : { tkn: token }), folder });
  return `${url}/?${query.toString().replaceAll("%2F", "/")}`;
}
