/** The language server on one connection. */
import type { Connection } from "vscode-languageserver";
import { diagnosticsLoop } from "./diagnostics-loop.ts";
import { registerLifecycle } from "./lifecycle.ts";
import { featureGroups } from "./requests/feature-groups.ts";
import { registerRequests } from "./requests/register.ts";
import { ServerContext } from "./server-context.ts";

export interface ServerOptions {
  /** Milliseconds since 1970; a test may have its own. */
  now?: () => number;
}

/** Serves a client over a connection until it is closed. Starts listening. */
export function startServer(connection: Connection, { now = () => Date.now() }: ServerOptions = {}): void {
  const context = new ServerContext(connection, now);
  registerLifecycle(context, diagnosticsLoop(context));
  for (const group of featureGroups) group.register(context);
  registerRequests(context);
  context.open.listen(connection);
  connection.listen();
}
