/** Publishes all diagnostics, a while after the last change, to clients that do not ask for them. */
import type { ServerContext } from "../server-context.ts";
import type { CurrentDiagnostics } from "./current.ts";
import { debounce } from "./debounce.ts";
import type { Delivery } from "./delivery.ts";
import { AT_MOST } from "./pace.ts";
import { Publisher } from "./publisher.ts";

/** A delivery that makes the client show, soon after each change, just what is wrong then. */
export function pushDiagnostics(context: ServerContext, current: CurrentDiagnostics): Delivery {
  const { connection } = context;
  const publisher = new Publisher((uri, version, diagnostics) => {
    const sent = connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
    context.detached("sending diagnostics", sent);
  });
  let latest = 0;
  const publish = async () => {
    latest += 1;
    const mine = latest;
    // Where another change comes in between, another run is already waiting for its time.
    const reports = await current.all(() => mine !== latest);
    if (reports) publisher.publish(reports);
  };
  const run = debounce(() => context.detached("diagnostics", publish()), {
    quiet: () => current.pace.quiet,
    atMost: AT_MOST,
  });
  return { textChanged: run.schedule, worldChanged: run.schedule, stop: run.cancel };
}
