/** Starts all that the tests need, once: simulator, gateway, editor servers. Stops it afterwards. */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { TestProject } from "vitest/node";
import { installExtension, startEditor } from "../../../scripts/lib/editor.mjs";
import { bundleEditorSuites } from "../../../scripts/lib/editor-suites.mjs";
import { startGateway, startSimulator } from "../../../scripts/lib/gateway.mjs";
import { dataFolder, resultsFolder, root } from "../../../scripts/lib/paths.mjs";
import { anyFreePort } from "../../../scripts/lib/ports.mjs";
import { stopAllGroups } from "../../../scripts/lib/process-group.mjs";
import { packageExtension } from "../../../scripts/package.mjs";
import { setUp } from "../../../scripts/setup.mjs";
import { freshWorkspace } from "./workspace.ts";

export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  process.once("SIGTERM", () => void stopAllGroups().finally(() => process.exit(143)));
  try {
    await start(project);
  } catch (error) {
    await stopAllGroups();
    throw error;
  }
  return stopAllGroups;
}

async function start(project: TestProject): Promise<void> {
  const { editor: serverMain, browser } = await setUp({ editor: true, browser: true });
  if (serverMain === undefined || browser === undefined) throw new Error("The set-up found no editor or no browser.");
  const vsix = await packageExtension();
  const suiteEntry = await bundleEditorSuites();

  const folder = path.join(dataFolder, "editor-tests");
  await rm(folder, { recursive: true, force: true });
  await mkdir(resultsFolder, { recursive: true });
  const workspaces = path.join(folder, "workspaces");
  const simulator = await startSimulator({ port: await anyFreePort() });
  const gateway = await startGateway({
    workspace: await freshWorkspace(workspaces, "gateway"),
    port: await anyFreePort(),
    simulator: simulator.url,
  });

  const reportFile = path.join(folder, "suite-report.json");
  const env = {
    FAIRLEAD_URL: gateway.url,
    FAIRLEAD_KEY: gateway.key,
    FAIRLEAD_SIMULATED: "1",
    FAIRLEAD_TEST_REPORT: reportFile,
    FAIRLEAD_ROOT: root,
    FAIRLEAD_NODE: process.execPath,
    // A home of its own: what a person keeps in theirs must not decide over a test.
    HOME: path.join(folder, "home"),
  };
  await mkdir(env.HOME, { recursive: true });
  // A test sees what it opened itself, and saves when it means to.
  const settings = { "workbench.startupEditor": "none", "files.autoSave": "off" };
  const installed = path.join(folder, "installed");
  await installExtension({ serverMain, profile: installed, vsix });
  const [asInstalled, forDevelopment] = await Promise.all([
    startEditor({ serverMain, profile: installed, port: await anyFreePort(), env, settings }),
    startEditor({
      serverMain,
      profile: path.join(folder, "development"),
      port: await anyFreePort(),
      env,
      settings,
      testDriver: true,
    }),
  ]);
  project.provide("editor", {
    installedUrl: asInstalled.url,
    developmentUrl: forDevelopment.url,
    suiteEntry,
    reportFile,
    chromium: {
      executable: browser.executable,
      env: Object.fromEntries(Object.entries(browser.env).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    },
    workspaces,
  });
}
