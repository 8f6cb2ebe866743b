/** The commands that answer in the editor. */
import assert from "node:assert/strict";
import { ConfigurationTarget, commands, window, workspace } from "vscode";
import { eventually, open } from "./support.ts";

describe("commands", () => {
  it("explain a workload's route in a document", async () => {
    await open("policy/nordlys.routing-policy.yaml");
    await commands.executeCommand("fairlead.explainRoute", "ticket-summaries");
    const document = await eventually("the explanation", () =>
      window.visibleTextEditors.map((editor) => editor.document).find(({ uri }) => uri.scheme === "fairlead-explain"),
    );
    assert.match(document.getText(), /gpt-5\.5@azure-swedencentral/);
    await commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("scan the workspace, TypeScript and Python", async () => {
    const count = await commands.executeCommand<number>("fairlead.scanWorkspace");
    // A client and a call in each of two Python files and three in TypeScript, which an earlier suite may have migrated,
    // and a word on a model.
    assert.ok(count >= 4 && count <= 11, `${count} findings`);
  });

  it("start a gateway of the window's own, and stop it", async () => {
    const others = { url: process.env.FAIRLEAD_URL, key: process.env.FAIRLEAD_KEY };
    const settings = workspace.getConfiguration("fairlead.gateway");
    delete process.env.FAIRLEAD_URL;
    delete process.env.FAIRLEAD_KEY;
    try {
      await settings.update("providers", "simulated", ConfigurationTarget.Workspace);
      await settings.update("port", 0, ConfigurationTarget.Workspace);
      const url = await commands.executeCommand<string | undefined>("fairlead.startGateway");
      assert.ok(url && url !== others.url, `it has an address of its own: ${url}`);
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
      await commands.executeCommand("fairlead.stopGateway");
      await assert.rejects(fetch(`${url}/healthz`), "nothing listens any more");
    } finally {
      if (others.url) process.env.FAIRLEAD_URL = others.url;
      if (others.key) process.env.FAIRLEAD_KEY = others.key;
      await settings.update("providers", undefined, ConfigurationTarget.Workspace);
      await settings.update("port", undefined, ConfigurationTarget.Workspace);
    }
  });
});
