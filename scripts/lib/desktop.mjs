/** An installed VS Code instead of the one in the browser. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "./command.mjs";
import { Failure } from "./failure.mjs";
import { startProcessGroup } from "./process-group.mjs";

const remedy =
  "Install VS Code with its `code` command (https://code.visualstudio.com), or run npm start without --desktop for VS Code in the browser.";

/**
 * Opens the workspace in a window with a profile of its own.
 * @param {{ profile: string, vsix: string, workspace: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<import("./process-group.mjs").ProcessGroup>}
 */
export async function startDesktop({ profile, vsix, workspace, env }) {
  const command = process.platform === "win32" ? "code.cmd" : "code";
  const flags = [
    ...["--user-data-dir", path.join(profile, "user-data")],
    ...["--extensions-dir", path.join(profile, "extensions")],
  ];
  await mkdir(profile, { recursive: true });
  const installed = await runCommand(command, [...flags, "--install-extension", vsix, "--force"], {
    quiet: true,
  }).catch(() => undefined);
  if (installed === undefined) throw new Failure("There is no `code` command on this machine.", remedy);
  if (installed.code !== 0) throw new Failure(`VS Code could not install the extension:\n${installed.output}`, remedy);
  return startProcessGroup("VS Code", command, [...flags, "--new-window", "--wait", workspace], {
    env: { ...process.env, ...env },
  });
}
