/** Sends traces and metrics to an OpenTelemetry collector over HTTP, in JSON. */
import { randomBytes } from "node:crypto";
import type { GatewayObserver } from "../gateway/observer.ts";
import type { DecisionRecord } from "../ledger/types.ts";
import { Histograms } from "./histograms.ts";
import { otlpResource, type Span } from "./otlp.ts";
import { endedWell, operationName, providerName, spansOf, type TracedDeployment } from "./spans.ts";

export interface ExporterOptions {
  /** The collector: `http://host:4318`. */
  endpoint: string;
  /** Sent with every report: authorization, mostly. */
  headers: Readonly<Record<string, string>>;
  service: string;
  describe: (deployment: string) => TracedDeployment | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told once when reports begin to fail, and once when they work again. */
  say: (words: string) => void;
}

const EVERY_MS = 5_000;
const TIMEOUT_MS = 10_000;
/** Spans wait for a collector that does not answer; more than this are dropped, the oldest first. */
const MOST_SPANS = 20_000;
const AT_ONCE = 2_000;

export class TelemetryExporter implements GatewayObserver {
  readonly #options: ExporterOptions;
  readonly #histograms: Histograms;
  readonly #timer: NodeJS.Timeout;
  #spans: Span[] = [];
  #failing = false;
  #underWay: Promise<void> = Promise.resolve();

  constructor(options: ExporterOptions) {
    this.#options = options;
    this.#histograms = new Histograms(options.now());
    this.#timer = setInterval(() => void this.flush(), EVERY_MS);
    this.#timer.unref();
  }

  finished(record: DecisionRecord): void {
    const { describe } = this.#options;
    const spans = spansOf(record, { describe, randomHex: (bytes) => randomBytes(bytes).toString("hex") });
    if (spans) this.#spans.push(...spans);
    // Many at once, since each time moves all the others.
    if (this.#spans.length > MOST_SPANS) this.#spans.splice(0, AT_ONCE);
    this.#measure(record);
  }

  refused(): void {}
  attempted(): void {}
  fault(): void {}

  /** Sends what waits. Never rejects. */
  flush(): Promise<void> {
    this.#underWay = this.#underWay.then(() => this.#send());
    return this.#underWay;
  }

  /** Sends what waits, and ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  #measure(record: DecisionRecord): void {
    const { deployment, usage } = record;
    const known = deployment === null ? undefined : this.#options.describe(deployment);
    const common = {
      "gen_ai.operation.name": operationName(record),
      "gen_ai.provider.name": deployment === null ? "none" : providerName(deployment, known?.adapter),
      "gen_ai.request.model": known?.upstream ?? record.model ?? undefined,
      "fairlead.workload": record.workload,
    };
    const failed = endedWell(record) ? {} : { "error.type": record.outcome };
    this.#histograms.observe("gen_ai.client.operation.duration", record.totalMs / 1000, { ...common, ...failed });
    if (record.ttftMs !== null)
      this.#histograms.observe("gen_ai.server.time_to_first_token", record.ttftMs / 1000, common);
    for (const [type, count] of [
      ["input", usage?.input],
      ["output", usage?.output],
    ] as const) {
      if (count !== undefined)
        this.#histograms.observe("gen_ai.client.token.usage", count, { ...common, "gen_ai.token.type": type });
    }
  }

  async #send(): Promise<void> {
    const resource = otlpResource(this.#options.service);
    const scope = { name: "fairlead" };
    try {
      while (this.#spans.length > 0) {
        const spans = this.#spans.slice(0, AT_ONCE);
        await this.#post("/v1/traces", { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] });
        const sent = new Set(spans);
        this.#spans = this.#spans.filter((span) => !sent.has(span));
      }
      const metrics = this.#histograms.metrics(this.#options.now());
      if (metrics.length > 0)
        await this.#post("/v1/metrics", { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] });
      if (this.#failing) this.#options.say(`Telemetry reaches ${this.#options.endpoint} again.`);
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) {
        const words = error instanceof Error ? error.message : String(error);
        this.#options.say(
          `Telemetry does not reach ${this.#options.endpoint}: ${words}. Requests are served all the same.`,
        );
      }
      this.#failing = true;
    }
  }

  async #post(path: string, body: unknown): Promise<void> {
    const answer = await fetch(`${this.#options.endpoint.replace(/\/+$/, "")}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...this.#options.headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  }
}
