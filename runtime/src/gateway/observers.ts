import type { DecisionRecord } from "../ledger/types.ts";
import type { GatewayObserver } from "./observer.ts";

/** One observer that tells several. One that throws is a fault of its own and silences no other. */
export function allOf(observers: readonly GatewayObserver[]): GatewayObserver {
  const tell = <A, B>(what: (observer: GatewayObserver, a: A, b: B) => void, a: A, b: B): void => {
    for (const observer of observers) {
      try {
        what(observer, a, b);
      } catch {
        // What is only told of requests must not break them.
      }
    }
  };
  return {
    finished: (record) => tell(finished, record, undefined),
    refused: (code) => tell(refused, code, undefined),
    attempted: (deployment, outcome) => tell(attempted, deployment, outcome),
    fault: (decision, error) => tell(fault, decision, error),
  };
}

const finished = (observer: GatewayObserver, record: DecisionRecord): void => observer.finished(record);
const refused = (observer: GatewayObserver, code: string): void => observer.refused(code);
const attempted = (observer: GatewayObserver, deployment: string, outcome: string): void =>
  observer.attempted(deployment, outcome);
const fault = (observer: GatewayObserver, decision: string, error: unknown): void => observer.fault(decision, error);
