/** The end of a request that a deployment answers: pass it on, settle it, record it. */
import { formatUsd, type MicroUsd, ZERO_USD } from "../documents/money.ts";
import type { Candidate } from "../policy/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import { adapterForRequest } from "../providers/index.ts";
import type { Admitted } from "./admit.ts";
import type { AttemptOutcome } from "./attempt.ts";
import { recordedFailure } from "./attempt-record.ts";
import type { BrokenStream } from "./continuation.ts";
import type { Exchange } from "./exchange.ts";
import type { HealthTracker } from "./health.ts";
import type { Hold } from "./hold.ts";
import { settlementOf } from "./metering.ts";
import type { GatewayCall, GatewayOptions } from "./pipeline.ts";
import type { Responder } from "./responder.ts";

export interface DeliveryContext {
  exchange: Exchange;
  call: GatewayCall;
  responder: Responder;
  candidate: Candidate;
  hold: Hold;
  /** Monotonic milliseconds: when the attempt began. */
  startedAt: number;
  health: HealthTracker;
  options: GatewayOptions;
  /** The stream that this attempt takes up. */
  broken: BrokenStream | undefined;
  /**
   * Says what to ask for where the stream breaks off; undefined where nobody may take it up, at once for a stream that is
   * not to be. Where it is set, the stream is written and not passed through.
   */
  planRest: ((broken: BrokenStream) => Admitted | undefined) | undefined;
}

type Answered = Extract<AttemptOutcome, { kind: "answer" | "cancelled" }>;

export function noteAttempt(
  context: DeliveryContext,
  outcome: "ok" | "cancelled" | "failed",
  failure?: ProviderFailure,
): void {
  const { exchange, options, candidate } = context;
  options.observer.attempted(candidate.deployment.id, failure?.failure ?? outcome);
  exchange.attempts.push({
    deployment: candidate.deployment.id,
    startedMs: Math.round(context.startedAt - exchange.started),
    endedMs: Math.round(options.monotonic() - exchange.started),
    outcome,
    ...(failure ? recordedFailure(failure) : {}),
  });
}

/** Turns the reservation into spend and writes the record, in one step. */
export async function settle(context: DeliveryContext, outcome: string, status: number): Promise<void> {
  const { exchange, hold, options } = context;
  const record = exchange.record(outcome, status, options.monotonic());
  const cost: MicroUsd = exchange.settlement?.cost ?? ZERO_USD;
  await hold.settle(cost, record);
  options.observer.finished(record);
}

/** Ends a part of a request that is billed and does not answer it; the rest has a record of its own. */
export async function goOn(context: DeliveryContext, rest: Admitted): Promise<void> {
  context.exchange.goOn(rest);
  await settle(context, "continued", 200);
}

export function headersOf(context: DeliveryContext, upstreamId: string | undefined): Record<string, string> {
  const { exchange, candidate } = context;
  const headers: Record<string, string> = {
    "fairlead-decision": exchange.id,
    "fairlead-deployment": candidate.deployment.id,
    "fairlead-generation": exchange.admitted.policy.generation,
    "fairlead-attempts": String(exchange.attempts.length + 1),
  };
  if (upstreamId !== undefined) headers["fairlead-upstream-request"] = upstreamId;
  if (exchange.losses.length > 0) headers["fairlead-losses"] = exchange.losses.map(({ path }) => path).join(", ");
  const { stripped } = exchange.admitted;
  if (stripped.length > 0) headers["fairlead-stripped"] = stripped.join(", ");
  const warnings = exchange.decision?.warnings ?? [];
  if (warnings.length > 0) {
    headers["fairlead-budget-warning"] = warnings.map(({ budget, at }) => `${budget} past ${at}`).join(", ");
  }
  return headers;
}

export function took({ options, startedAt }: DeliveryContext): { at: number; totalMs: number } {
  return { at: options.now(), totalMs: options.monotonic() - startedAt };
}

/** Delivers a whole answer, or notes that the caller left while it was being made. */
export async function deliverAnswer(context: DeliveryContext, outcome: Answered): Promise<void> {
  const { exchange, call, responder, candidate, health } = context;
  const { deployment } = candidate;
  if (outcome.kind === "cancelled") {
    // Nobody knows what the provider made of it before it saw that nobody waits: the likely input is billed.
    exchange.settlement = settlementOf(exchange.admitted, candidate, undefined, 0);
    health.neutral(deployment.id);
    noteAttempt(context, "cancelled");
    await settle(context, "caller.left", 499);
    return;
  }
  exchange.settlement = settlementOf(exchange.admitted, candidate, outcome.usage, Math.ceil(outcome.body.length / 4));
  health.succeeded(deployment.id, undefined, took(context));
  const headers = headersOf(context, outcome.upstreamId);
  noteAttempt(context, "ok");
  await settle(context, "served", 200);
  const { cost } = exchange;
  if (cost !== undefined) headers["fairlead-cost-usd"] = formatUsd(cost);
  headers["content-type"] = "application/json";
  const { protocol } = exchange.admitted.request;
  const same = adapterForRequest(deployment, exchange.admitted.request).protocol === protocol;
  const body = same
    ? outcome.body
    : call.protocol.serialiseResponse(outcome.response, {
        id: outcome.response.id ?? exchange.id,
        model: deployment.model,
        created: Math.floor(exchange.at / 1000),
        request: exchange.admitted.request.body,
      });
  responder.send(200, headers, body);
}
