/** Logs, and the way out when the language server misbehaves. */
import type { Command } from "./services.ts";

export const showLogs: Command = { id: "fairlead.showLogs", run: ({ log }) => log.show() };

export const restartServer: Command = { id: "fairlead.restartServer", run: ({ server }) => server.restart() };
