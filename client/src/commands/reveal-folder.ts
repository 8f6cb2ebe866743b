/** Shows a folder in the explorer. Links to the code of a workload call it. */
import { commands, Uri } from "vscode";
import type { Command } from "./services.ts";

export const revealFolder: Command = {
  id: "fairlead.revealFolder",
  run: (_services, uri) => commands.executeCommand("revealInExplorer", Uri.parse(String(uri))),
};
