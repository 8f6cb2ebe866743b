/** Shows places beside the one that names them, as the editor does for references. Lenses call it. */
import { commands } from "vscode";
import type { Location, Position } from "vscode-languageclient";
import type { Command } from "./services.ts";

export const showReferences: Command = {
  id: "fairlead.showReferences",
  async run({ server }, uri, position, locations) {
    const { protocol2CodeConverter: convert } = server.client;
    // The editor takes its own objects only, and what comes from the server is plain data.
    await commands.executeCommand(
      "editor.action.showReferences",
      convert.asUri(String(uri)),
      convert.asPosition(position as Position),
      (locations as Location[]).map((location) => convert.asLocation(location)),
    );
  },
};
