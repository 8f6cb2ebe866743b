/** A line of JSON for each request and each fault. No prompt, no completion, no key. */
import type { GatewayObserver } from "../gateway/observer.ts";
import type { DecisionRecord } from "../ledger/types.ts";
import { maskSecrets } from "../protocols/shared/mask-secrets.ts";

export interface RequestLogOptions {
  /** Takes one line, its line feed included. */
  write: (line: string) => void;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** `info` where the caller was served, `warn` where not, `error` where the gateway itself failed. */
function levelOf({ outcome }: DecisionRecord): "info" | "warn" | "error" {
  if (outcome === "served" || outcome === "caller.left") return "info";
  return outcome === "gateway.internal" ? "error" : "warn";
}

export class RequestLog implements GatewayObserver {
  readonly #options: RequestLogOptions;

  constructor(options: RequestLogOptions) {
    this.#options = options;
  }

  finished(record: DecisionRecord): void {
    const { usage, attempts } = record;
    this.#write(levelOf(record), "request", {
      decision: record.id,
      outcome: record.outcome,
      status: record.status,
      key: record.key,
      businessUnit: record.businessUnit,
      workload: record.workload,
      sensitivity: record.sensitivity,
      detected: record.detected,
      deployment: record.deployment,
      generation: record.generation,
      stream: record.stream,
      attempts: attempts.length,
      failures: attempts.flatMap(({ deployment, failure }) => (failure ? [`${deployment} ${failure}`] : [])),
      inputTokens: usage?.input,
      outputTokens: usage?.output,
      costMicroUsd: record.costMicroUsd,
      ttftMs: record.ttftMs,
      totalMs: record.totalMs,
      trace: record.trace === null ? undefined : maskSecrets(record.trace),
    });
  }

  refused(code: string): void {
    this.#write("warn", "refused", { outcome: code });
  }

  attempted(): void {
    // The line of the request says it.
  }

  fault(decision: string, error: unknown): void {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#write("error", "fault", { decision, message: maskSecrets(words) });
  }

  #write(level: string, event: string, rest: Record<string, unknown>): void {
    const time = new Date(this.#options.now()).toISOString();
    // JSON leaves out what is undefined, and escapes line feeds: one event is one line, whatever it says.
    this.#options.write(`${JSON.stringify({ time, level, event, ...rest })}\n`);
  }
}
