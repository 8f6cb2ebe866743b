/** The end of a request that a deployment answers: pass it on, settle it, record it. */
import { formatUsd, type MicroUsd, ZERO_USD } from "../documents/money.ts";
import type { Candidate } from "../policy/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import type { CallerStreamWriter } from "../protocols/stream.ts";
import { adapterServing } from "../providers/index.ts";
import type { AttemptOutcome, StreamOutcome } from "./attempt.ts";
import { recordedFailure } from "./attempt-record.ts";
import type { GatewayErrorCode } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { noteHealth } from "./fallback.ts";
import type { HealthTracker } from "./health.ts";
import type { Hold } from "./hold.ts";
import { settlementOf } from "./metering.ts";
import type { GatewayCall, GatewayOptions } from "./pipeline.ts";
import { failureOf } from "./refusal.ts";
import { joined, relay } from "./relay.ts";
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
}

type Answered = Extract<AttemptOutcome, { kind: "answer" | "cancelled" }>;

function noteAttempt(
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
async function settle(context: DeliveryContext, outcome: string, status: number): Promise<void> {
  const { exchange, hold, options } = context;
  const record = exchange.record(outcome, status, options.monotonic());
  const cost: MicroUsd = exchange.settlement?.cost ?? ZERO_USD;
  await hold.settle(cost, record);
  options.observer.finished(record);
}

function headersOf(context: DeliveryContext, upstreamId: string | undefined): Record<string, string> {
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

function took({ options, startedAt }: DeliveryContext): { at: number; totalMs: number } {
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
  const same = adapterServing(deployment, protocol).protocol === protocol;
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

/** Delivers a stream whose first content is there. */
export async function deliverStream(context: DeliveryContext, outcome: StreamOutcome): Promise<void> {
  const { exchange, call, responder, candidate } = context;
  const { deployment } = candidate;
  const { facts } = exchange.admitted;
  exchange.ttftMs = context.startedAt - exchange.started + outcome.ttftMs;
  let made: CallerStreamWriter | undefined;
  // Where the bytes pass through, only a stream that breaks needs one.
  const writer = (): CallerStreamWriter => {
    made ??= call.protocol.createStreamWriter({
      model: deployment.model,
      id: exchange.id,
      created: Math.floor(exchange.at / 1000),
      includeUsage: facts.includeUsage,
      request: exchange.admitted.request.body,
    });
    return made;
  };
  const headers = headersOf(context, outcome.upstreamId);
  headers["content-type"] = call.protocol.streamContentType;
  headers["cache-control"] = "no-cache";
  // What it cost is known only at the end.
  headers.trailer = "fairlead-cost-usd";
  responder.begin(200, headers);
  try {
    await passOn(context, outcome, writer);
  } catch (error) {
    // It may not end as if it were complete: the spend could not be settled, or the gateway itself failed.
    const message = `The gateway failed. Its log says more under ${exchange.id}.`;
    await responder.write(writer().fail({ code: "gateway.internal", message, status: 500, decision: exchange.id }));
    responder.end({});
    throw error;
  }
}

async function passOn(
  context: DeliveryContext,
  outcome: StreamOutcome,
  writer: () => CallerStreamWriter,
): Promise<void> {
  const { exchange, call, responder, candidate, health, options } = context;
  const { deployment } = candidate;
  const { facts, request } = exchange.admitted;
  const same = adapterServing(deployment, request.protocol).protocol === request.protocol;
  const result = await relay({
    content: outcome.content,
    writer: same ? undefined : writer(),
    passUsage: facts.includeUsage,
    responder,
    callerLeft: call.callerLeft,
  });
  exchange.settlement = settlementOf(exchange.admitted, candidate, result.usage, result.contentPieces);

  if (call.callerLeft.aborted) {
    health.neutral(deployment.id);
    noteAttempt(context, "cancelled");
    await settle(context, "caller.left", 499);
    responder.end({});
    return;
  }
  if (result.failure || !result.complete) {
    const failure = result.failure ?? CUT;
    noteHealth(health, deployment.id, failure, options.now());
    noteAttempt(context, "failed", failure);
    const code = streamErrorCode(failure);
    await settle(context, code, 200);
    const message = `${deployment.id}: the stream broke off after its beginning: ${failure.message}`;
    await responder.write(writer().fail({ code, message, status: 502, decision: exchange.id }));
    responder.end({});
    return;
  }
  health.succeeded(deployment.id, outcome.ttftMs, took(context));
  noteAttempt(context, "ok");
  try {
    await settle(context, "served", 200);
  } catch (error) {
    // Content may be passed on all the same; only its end may not.
    if (result.last) await responder.write(result.last);
    throw error;
  }
  const ending = joined(result.last ? [result.last, ...result.ending] : result.ending);
  const written = ending && responder.write(ending);
  if (written) await written;
  const { cost } = exchange;
  responder.end(cost === undefined ? {} : { "fairlead-cost-usd": formatUsd(cost) });
}

const CUT: ProviderFailure = {
  failure: "outage",
  message: "it ended before it was complete",
  providerCode: "stream.cut",
  status: undefined,
  retryAfterMs: undefined,
};

/** Within a stream that has begun, an outage is a cut; other failures keep their own code. */
function streamErrorCode(failure: ProviderFailure): GatewayErrorCode {
  return failure.failure === "outage" ? "upstream.cut" : failureOf(failure, "", 1).code;
}
