/** Prometheus metrics. Labels are ids of the policy and stable codes, so their number is bounded. */
import { AggregatorRegistry, Registry } from "prom-client";
import type { GatewayObserver } from "../gateway/observer.ts";
import type { DecisionRecord } from "../ledger/types.ts";
import { Bars, type MetricValue } from "./bars.ts";

interface Metric {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  values: MetricValue[];
  /** How those of several processes become one. */
  aggregator: "sum" | "max";
}

/** The metrics of one process, as they can be handed to another. */
export type ProcessMetrics = readonly Metric[];

/** The media type of what `addUpMetrics` gives. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Adds up the metrics of several processes that serve on one port. Gives the text that Prometheus reads. */
export function addUpMetrics(processes: readonly ProcessMetrics[]): Promise<string> {
  // The library's types have numbers where its values have words.
  return AggregatorRegistry.aggregate(processes as unknown as object[]).metrics();
}

/** What one workload had of one deployment. */
interface Service {
  workload: string;
  deployment: string;
  outcomes: Counts;
  tokens: Counts;
  /** Micro-USD by business unit. */
  costs: Counts;
  duration: Bars;
  firstToken: Bars;
}

/**
 * Counts as it comes, without a look at labels: every request is counted in several metrics, and what Prometheus reads
 * is made when it asks.
 */
export class GatewayMetrics implements GatewayObserver {
  readonly #fault: (decision: string, error: unknown) => void;
  /** By workload, then deployment. */
  readonly #services = new Map<string, Map<string, Service>>();
  /** By deployment, then outcome. */
  readonly #attempts = new Map<string, Counts>();
  readonly #refused = new Counts();
  readonly #overReservation = new Counts();
  #generation = "";

  /** `fault` is told of the gateway's own faults. */
  constructor(fault: (decision: string, error: unknown) => void) {
    this.#fault = fault;
  }

  finished(record: DecisionRecord): void {
    const { usage, costMicroUsd } = record;
    const service = this.#service(record.workload, record.deployment ?? "none");
    service.outcomes.add(record.outcome, 1);
    service.duration.add(record.totalMs);
    if (record.ttftMs !== null) service.firstToken.add(record.ttftMs);
    if (usage) {
      service.tokens.add("input", usage.input ?? 0);
      service.tokens.add("output", usage.output ?? 0);
    }
    if ((costMicroUsd ?? 0) > (record.reservedMicroUsd ?? Number.POSITIVE_INFINITY))
      this.#overReservation.add(service.deployment, 1);
    if (costMicroUsd) service.costs.add(record.businessUnit, costMicroUsd);
  }

  refused(code: string): void {
    this.#refused.add(code, 1);
  }

  attempted(deployment: string, outcome: string): void {
    let outcomes = this.#attempts.get(deployment);
    if (!outcomes) {
      outcomes = new Counts();
      this.#attempts.set(deployment, outcomes);
    }
    outcomes.add(outcome, 1);
  }

  fault(decision: string, error: unknown): void {
    this.#fault(decision, error);
  }

  /** Says which generation is in force. */
  generation(name: string): void {
    this.#generation = name;
  }

  /** All of them, as they are now. */
  read(): ProcessMetrics {
    const services = [...this.#services.values()].flatMap((byDeployment) => [...byDeployment.values()]);
    const of = (values: (service: Service, labels: Record<string, string>) => MetricValue[]) =>
      services.flatMap((service) => {
        const { workload, deployment } = service;
        return values(service, { workload, deployment });
      });
    const attempts = [...this.#attempts].flatMap(([deployment, outcomes]) =>
      outcomes.values((outcome) => ({ deployment, outcome })),
    );
    return [
      counter(
        "fairlead_requests_total",
        "Requests that were decided about, by workload, deployment and outcome.",
        of(({ outcomes }, labels) => outcomes.values((outcome) => ({ ...labels, outcome }))),
      ),
      counter(
        "fairlead_refused_total",
        "Requests refused before a decision, by code.",
        this.#refused.values((code) => ({ code })),
      ),
      counter("fairlead_attempts_total", "Upstream attempts, by deployment and outcome.", attempts),
      counter(
        "fairlead_tokens_total",
        "Tokens of served requests.",
        of(({ tokens }, labels) => tokens.values((type) => ({ ...labels, type }))),
      ),
      counter(
        "fairlead_cost_micro_usd_total",
        "Settled spend in micro-USD.",
        of(({ costs }, labels) => costs.values((unit) => ({ ...labels, business_unit: unit }))),
      ),
      counter(
        "fairlead_over_reservation_total",
        "Requests that cost more than was reserved for them: a bound on tokens that did not hold.",
        this.#overReservation.values((deployment) => ({ deployment })),
      ),
      histogram("fairlead_request_duration_seconds", "From admission to the end of the answer.", (name) =>
        of(({ duration }, labels) => duration.values(name, labels)),
      ),
      histogram("fairlead_time_to_first_token_seconds", "From admission to the first content of a stream.", (name) =>
        of(({ firstToken }, labels) => firstToken.values(name, labels)),
      ),
      {
        type: "gauge",
        name: "fairlead_generation_info",
        help: "The generation in force.",
        values: [{ labels: { generation: this.#generation }, value: 1 }],
        aggregator: "max",
      },
    ];
  }

  #service(workload: string, deployment: string): Service {
    let byDeployment = this.#services.get(workload);
    if (!byDeployment) {
      byDeployment = new Map();
      this.#services.set(workload, byDeployment);
    }
    let service = byDeployment.get(deployment);
    if (!service) {
      const counts = { outcomes: new Counts(), tokens: new Counts(), costs: new Counts() };
      service = { workload, deployment, ...counts, duration: new Bars(), firstToken: new Bars() };
      byDeployment.set(deployment, service);
    }
    return service;
  }
}

/** Sums by one label. */
class Counts {
  readonly #sums = new Map<string, number>();

  add(label: string, by: number): void {
    this.#sums.set(label, (this.#sums.get(label) ?? 0) + by);
  }

  values(labels: (label: string) => Record<string, string>): MetricValue[] {
    return [...this.#sums].map(([label, value]) => ({ labels: labels(label), value }));
  }
}

function counter(name: string, help: string, values: MetricValue[]): Metric {
  return { type: "counter", name, help, values, aggregator: "sum" };
}

function histogram(name: string, help: string, values: (name: string) => MetricValue[]): Metric {
  return { type: "histogram", name, help, values: values(name), aggregator: "sum" };
}
