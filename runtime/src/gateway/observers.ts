import type { GatewayObserver } from "./observer.ts";

/** One observer that tells several. One that throws is a fault of its own and silences no other. */
export function allOf(observers: readonly GatewayObserver[]): GatewayObserver {
  const tell = (what: (observer: GatewayObserver) => void): void => {
    for (const observer of observers) {
      try {
        what(observer);
      } catch {
        // What is only told of requests must not break them.
      }
    }
  };
  return {
    finished: (record) => tell((observer) => observer.finished(record)),
    refused: (code) => tell((observer) => observer.refused(code)),
    attempted: (deployment, outcome) => tell((observer) => observer.attempted(deployment, outcome)),
    fault: (decision, error) => tell((observer) => observer.fault(decision, error)),
  };
}
