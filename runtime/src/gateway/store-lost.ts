import { StoreLostError } from "../ledger/store-lost.ts";
import { GatewayError } from "./errors.ts";

/** Seconds: a database that was restarted is back by then. */
const RETRY_AFTER_SECONDS = 2;

/** What a caller is told where the shared store is away; other errors stay as they are. */
export function toldOfStore(error: unknown): unknown {
  if (!(error instanceof StoreLostError)) return error;
  return new GatewayError(
    "store.unavailable",
    "The gateways' store can not be reached now, and without it nobody knows what may still be spent.",
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}
