/** `npm run test:desktop`: the suites inside the extension host of a desktop VS Code, which @vscode/test-electron downloads. */
import path from "node:path";
import { build } from "./build.mjs";
import { bundleEditorSuites } from "./lib/editor-suites.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { startGateway, startSimulator } from "./lib/gateway.mjs";
import { dataFolder, root } from "./lib/paths.mjs";
import { anyFreePort } from "./lib/ports.mjs";
import { stopAllGroups } from "./lib/process-group.mjs";
import { step } from "./lib/progress.mjs";
import { sampleCopy } from "./lib/sample-workspace.mjs";
import { setUp } from "./setup.mjs";

await runMain(async () => {
  await setUp();
  // Only now is it sure to be installed.
  const { runTests } = await import("@vscode/test-electron");
  await step("Building", build);
  const suites = await bundleEditorSuites();
  const workspace = await sampleCopy({ fresh: true, name: "desktop-tests" });
  try {
    const simulator = await startSimulator({ port: await anyFreePort() });
    const gateway = await startGateway({ workspace, port: await anyFreePort(), simulator: simulator.url });
    const profile = path.join(dataFolder, "desktop-tests-profile");
    return await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: suites,
      launchArgs: [workspace, "--disable-workspace-trust", "--user-data-dir", profile],
      extensionTestsEnv: {
        FAIRLEAD_URL: gateway.url,
        FAIRLEAD_KEY: gateway.key,
        FAIRLEAD_ROOT: root,
        FAIRLEAD_NODE: process.execPath,
      },
    }).catch((error) => {
      throw new Failure(
        `The tests in a desktop VS Code failed: ${error instanceof Error ? error.message : error}`,
        "Without a network or a display use npm test, which runs the same suites in VS Code in a browser.",
      );
    });
  } finally {
    await stopAllGroups();
  }
});
