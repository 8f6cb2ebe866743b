/** The language server on one connection. */
import type { Connection } from "vscode-languageserver";
import { CurrentDiagnostics } from "./diagnostics/current.ts";
import { deliverDiagnostics } from "./diagnostics/delivery.ts";
import { registerLifecycle } from "./lifecycle.ts";
import { pulledDiagnostics } from "./requests/diagnostics.ts";
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
  const delivery = deliverDiagnostics(context, new CurrentDiagnostics(context));
  const groups = [...featureGroups, pulledDiagnostics(delivery)];
  const tellGroups = (what: "text" | "world") => {
    for (const group of groups) group.changed?.(context, what);
  };
  const told = {
    ...delivery,
    textChanged: () => {
      delivery.textChanged();
      tellGroups("text");
    },
    worldChanged: () => {
      delivery.worldChanged();
      tellGroups("world");
    },
  };
  registerLifecycle(context, told, groups);
  for (const group of groups) group.register(context);
  registerRequests(context);
  context.open.listen(connection);
  connection.listen();
}
