/** How diagnostics come to a client: pulled by those that can, pushed to the others, never both. */
import type { ServerContext } from "../server-context.ts";
import type { CurrentDiagnostics } from "./current.ts";
import { PullDiagnostics } from "./pull.ts";
import { pushDiagnostics } from "./push.ts";

export interface Delivery {
  /** The text of an open document is another one. */
  textChanged(): void;
  /** Something else has changed that diagnostics depend on: settings, schemas, files, folders. */
  worldChanged(): void;
  stop(): void;
}

export interface ChosenDelivery extends Delivery {
  pull: PullDiagnostics;
}

/** The delivery that fits the client, which is known from its first message on. */
export function deliverDiagnostics(context: ServerContext, current: CurrentDiagnostics): ChosenDelivery {
  const push = pushDiagnostics(context, current);
  const pull = new PullDiagnostics(context, current);
  const chosen = () => (context.client.pullsDiagnostics ? pull : push);
  return {
    pull,
    textChanged: () => chosen().textChanged(),
    worldChanged: () => chosen().worldChanged(),
    stop: () => {
      push.stop();
      pull.stop();
    },
  };
}
