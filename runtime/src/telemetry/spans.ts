/** A request's spans, made of its record: one of the gateway, and one for each attempt at a provider. */
import type { AdapterName } from "../documents/vocabulary.ts";
import type { AttemptRecord, DecisionRecord } from "../ledger/types.ts";
import { nanoseconds, otlpAttributes, otlpError, SPAN_KIND, type Span } from "./otlp.ts";
import { parseTraceparent } from "./trace-context.ts";

/** What the catalog says of a deployment. */
export interface TracedDeployment {
  adapter: AdapterName;
  upstream: string;
}

export interface SpanOptions {
  describe: (deployment: string) => TracedDeployment | undefined;
  /** So many random bytes as hexadecimal digits. */
  randomHex: (bytes: number) => string;
}

/** The GenAI conventions' names of providers. */
const PROVIDERS: Partial<Record<AdapterName, string>> = {
  openai: "openai",
  "azure-openai": "azure.ai.openai",
  anthropic: "anthropic",
  bedrock: "aws.bedrock",
  gemini: "gcp.gemini",
};

/** What a request does, by the GenAI conventions. */
export function operationName({ protocol }: DecisionRecord): string {
  return protocol === "openai-embeddings" ? "embeddings" : "chat";
}

/** The name of a deployment's provider as the GenAI conventions have it; its own id where they have none. */
export function providerName(deployment: string, adapter: AdapterName | undefined): string {
  return (adapter && PROVIDERS[adapter]) ?? deployment.slice(deployment.lastIndexOf("@") + 1);
}

function modelOf(deployment: string): string {
  const at = deployment.lastIndexOf("@");
  return at < 0 ? deployment : deployment.slice(0, at);
}

function attemptSpan(
  record: DecisionRecord,
  attempt: AttemptRecord,
  isLast: boolean,
  parent: Span,
  options: SpanOptions,
): Span {
  const { deployment } = attempt;
  const known = options.describe(deployment);
  const model = known?.upstream ?? modelOf(deployment);
  // Only the last attempt can have been metered.
  const usage = isLast && record.deployment === deployment ? record.usage : null;
  return {
    traceId: parent.traceId,
    spanId: options.randomHex(8),
    parentSpanId: parent.spanId,
    name: `${operationName(record)} ${model}`,
    kind: SPAN_KIND.client,
    startTimeUnixNano: nanoseconds(record.at + attempt.startedMs),
    endTimeUnixNano: nanoseconds(record.at + Math.max(attempt.startedMs, attempt.endedMs)),
    attributes: otlpAttributes({
      "gen_ai.operation.name": operationName(record),
      "gen_ai.provider.name": providerName(deployment, known?.adapter),
      "gen_ai.request.model": model,
      "gen_ai.response.model": usage ? model : undefined,
      "gen_ai.usage.input_tokens": usage?.input,
      "gen_ai.usage.output_tokens": usage?.output,
      "fairlead.deployment": deployment,
      "http.response.status_code": attempt.status,
      "error.type": attempt.outcome === "failed" ? attempt.failure : undefined,
    }),
    ...(attempt.outcome === "failed" ? { status: otlpError(attempt.failure) } : {}),
  };
}

/** Whether a request was served, or goes on in another record, which tells how it ended. */
export function endedWell({ outcome }: DecisionRecord): boolean {
  return outcome === "served" || outcome === "continued";
}

/**
 * The spans of a request, the gateway's own first. They continue the caller's trace where it sent a `traceparent`;
 * undefined where the caller said that it does not record its own.
 */
export function spansOf(record: DecisionRecord, options: SpanOptions): Span[] | undefined {
  const context = record.trace === null ? undefined : parseTraceparent(record.trace);
  if (context && !context.sampled) return undefined;
  const well = endedWell(record);
  const request: Span = {
    traceId: context?.traceId ?? options.randomHex(16),
    spanId: options.randomHex(8),
    ...(context ? { parentSpanId: context.spanId } : {}),
    name: `fairlead ${record.workload}`,
    kind: SPAN_KIND.server,
    startTimeUnixNano: nanoseconds(record.at),
    endTimeUnixNano: nanoseconds(record.at + record.totalMs),
    attributes: otlpAttributes({
      "fairlead.decision": record.id,
      "fairlead.generation": record.generation,
      "fairlead.workload": record.workload,
      "fairlead.business_unit": record.businessUnit,
      "fairlead.sensitivity": record.sensitivity,
      "fairlead.deployment": record.deployment ?? undefined,
      "fairlead.outcome": record.outcome,
      "fairlead.continued_from": record.continuedFrom,
      "fairlead.cost_micro_usd": record.costMicroUsd ?? undefined,
      "fairlead.time_to_first_token_ms": record.ttftMs ?? undefined,
      "http.response.status_code": record.status,
      "error.type": well ? undefined : record.outcome,
    }),
    ...(well ? {} : { status: otlpError(record.outcome) }),
  };
  // Those of the parts before it have their spans with these.
  const attempts = record.attempts.filter(({ recordedIn }) => recordedIn === undefined);
  const last = attempts.length - 1;
  return [request, ...attempts.map((one, index) => attemptSpan(record, one, index === last, request, options))];
}
