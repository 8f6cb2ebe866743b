/** Who is told what happens: metrics and log. */
import type { DecisionRecord } from "../ledger/types.ts";

export interface GatewayObserver {
  /** A request that was decided about has ended. */
  finished(record: DecisionRecord): void;
  /** A request was refused before it could be decided about. */
  refused(code: string): void;
  /** One attempt ended: `ok`, `cancelled`, or the class of failure. */
  attempted(deployment: string, outcome: string): void;
  /** A fault of the gateway itself. */
  fault(decision: string, error: unknown): void;
}
