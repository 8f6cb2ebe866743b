/** The way to the gateway: one pool of connections for a run. */
import { Agent, type Dispatcher } from "undici";

export interface GatewayConnection {
  url: string;
  key: string;
  dispatcher: Dispatcher;
  /** Milliseconds on a clock that only goes forward. */
  clock: () => number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** So long may the gateway say nothing; its own deadlines are meant to be shorter. */
const SILENCE_MS = 120_000;

/** A pool with a connection for everything that is in flight at once. Close it after the run. */
export function createDispatcher(concurrency: number): Agent {
  return new Agent({ connections: concurrency + 1, headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS });
}
