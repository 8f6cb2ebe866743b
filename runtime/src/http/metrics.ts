/** Prometheus metrics. Labels are ids of the policy and stable codes, so their number is bounded. */
import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from "prom-client";
import type { GatewayObserver } from "../gateway/observer.ts";
import type { DecisionRecord } from "../ledger/types.ts";

const SECONDS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 60, 120];

/** The metrics of one process, as they can be handed to another. */
export type ProcessMetrics = MetricObjectWithValues<MetricValue<string>>[];

/** Adds up the metrics of several processes that serve on one port. Gives the text that Prometheus reads. */
export function addUpMetrics(processes: readonly ProcessMetrics[]): Promise<string> {
  return AggregatorRegistry.aggregate([...processes]).metrics();
}

export class GatewayMetrics implements GatewayObserver {
  readonly registry = new Registry();
  readonly #fault: (decision: string, error: unknown) => void;
  readonly #requests = new Counter({
    name: "fairlead_requests_total",
    help: "Requests that were decided about, by workload, deployment and outcome.",
    labelNames: ["workload", "deployment", "outcome"],
    registers: [this.registry],
  });
  readonly #refused = new Counter({
    name: "fairlead_refused_total",
    help: "Requests refused before a decision, by code.",
    labelNames: ["code"],
    registers: [this.registry],
  });
  readonly #attempts = new Counter({
    name: "fairlead_attempts_total",
    help: "Upstream attempts, by deployment and outcome.",
    labelNames: ["deployment", "outcome"],
    registers: [this.registry],
  });
  readonly #tokens = new Counter({
    name: "fairlead_tokens_total",
    help: "Tokens of served requests.",
    labelNames: ["workload", "deployment", "type"],
    registers: [this.registry],
  });
  readonly #cost = new Counter({
    name: "fairlead_cost_micro_usd_total",
    help: "Settled spend in micro-USD.",
    labelNames: ["workload", "deployment", "business_unit"],
    registers: [this.registry],
  });
  readonly #overReservation = new Counter({
    name: "fairlead_over_reservation_total",
    help: "Requests that cost more than was reserved for them: a bound on tokens that did not hold.",
    labelNames: ["deployment"],
    registers: [this.registry],
  });
  readonly #duration = new Histogram({
    name: "fairlead_request_duration_seconds",
    help: "From admission to the end of the answer.",
    labelNames: ["workload", "deployment"],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #firstToken = new Histogram({
    name: "fairlead_time_to_first_token_seconds",
    help: "From admission to the first content of a stream.",
    labelNames: ["workload", "deployment"],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #generation = new Gauge({
    name: "fairlead_generation_info",
    help: "The generation in force.",
    labelNames: ["generation"],
    aggregator: "max",
    registers: [this.registry],
  });

  /** `fault` is told of the gateway's own faults. */
  constructor(fault: (decision: string, error: unknown) => void) {
    this.#fault = fault;
  }

  finished(record: DecisionRecord): void {
    const { workload } = record;
    const deployment = record.deployment ?? "none";
    this.#requests.inc({ workload, deployment, outcome: record.outcome });
    this.#duration.observe({ workload, deployment }, record.totalMs / 1000);
    if (record.ttftMs !== null) this.#firstToken.observe({ workload, deployment }, record.ttftMs / 1000);
    if (record.usage) {
      this.#tokens.inc({ workload, deployment, type: "input" }, record.usage.input ?? 0);
      this.#tokens.inc({ workload, deployment, type: "output" }, record.usage.output ?? 0);
    }
    if ((record.costMicroUsd ?? 0) > (record.reservedMicroUsd ?? Number.POSITIVE_INFINITY))
      this.#overReservation.inc({ deployment });
    if (record.costMicroUsd)
      this.#cost.inc({ workload, deployment, business_unit: record.businessUnit }, record.costMicroUsd);
  }

  refused(code: string): void {
    this.#refused.inc({ code });
  }

  attempted(deployment: string, outcome: string): void {
    this.#attempts.inc({ deployment, outcome });
  }

  fault(decision: string, error: unknown): void {
    this.#fault(decision, error);
  }

  /** Says which generation is in force. */
  generation(name: string): void {
    this.#generation.reset();
    this.#generation.set({ generation: name }, 1);
  }
}
