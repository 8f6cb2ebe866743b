/** The extension itself: it is there, it starts, and what its manifest promises is registered. */
import assert from "node:assert/strict";
import { commands, extensions } from "vscode";
import { open } from "./support.ts";

const id = "fairlead.fairlead";

describe("extension", () => {
  it("activates on a document and registers every command of its manifest", async () => {
    await open("policy/nordlys.routing-policy.yaml");
    const extension = extensions.getExtension(id);
    assert.ok(extension, `${id} is installed`);
    await extension.activate();
    const registered = new Set(await commands.getCommands(true));
    const promised: { command: string }[] = extension.packageJSON.contributes.commands;
    assert.deepEqual(
      promised.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
