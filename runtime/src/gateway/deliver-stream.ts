/** Passes a stream on until its end; one that breaks off ends in the protocol's error, or waits for its rest. */
import { formatUsd } from "../documents/money.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import { addUsage, UNKNOWN_USAGE } from "../protocols/shared/usage.ts";
import type { CallerStreamWriter } from "../protocols/stream.ts";
import { adapterForRequest } from "../providers/index.ts";
import type { StreamOutcome } from "./attempt.ts";
import type { BrokenStream } from "./continuation.ts";
import { type DeliveryContext, goOn, headersOf, noteAttempt, settle, took } from "./deliver.ts";
import type { GatewayError, GatewayErrorCode } from "./errors.ts";
import { noteHealth } from "./fallback.ts";
import { Beginning, Rest } from "./joined-stream.ts";
import { settlementOf } from "./metering.ts";
import { failureOf } from "./refusal.ts";
import { joined, type RelayInput, relay } from "./relay.ts";
import type { Responder } from "./responder.ts";

/** Delivers a stream whose first content is there. Returns it where it broke off and another is to take it up. */
export async function deliverStream(
  context: DeliveryContext,
  outcome: StreamOutcome,
): Promise<BrokenStream | undefined> {
  const { exchange, call, responder, candidate, broken } = context;
  const { deployment } = candidate;
  const { facts } = exchange.admitted;
  let made = broken?.writer;
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
  if (!broken) {
    exchange.ttftMs = context.startedAt - exchange.started + outcome.ttftMs;
    exchange.hasBegun = true;
    const headers = headersOf(context, outcome.upstreamId);
    headers["content-type"] = call.protocol.streamContentType;
    headers["cache-control"] = "no-cache";
    // What it cost is known only at the end, and who else had a part in it.
    headers.trailer = context.planRest ? "fairlead-cost-usd, fairlead-continued-by" : "fairlead-cost-usd";
    responder.begin(200, headers);
  }
  try {
    return await passOn(context, outcome, writer);
  } catch (error) {
    // It may not end as if it were complete: the spend could not be settled, or the gateway itself failed.
    const decision = idOf(context);
    const message = `The gateway failed. Its log says more under ${decision}.`;
    await responder.write(writer().fail({ code: "gateway.internal", message, status: 500, decision }));
    responder.end({});
    throw error;
  }
}

/** The decision that the caller was told of when the stream began. */
function idOf({ exchange, broken }: DeliveryContext): string {
  return broken?.exchange.id ?? exchange.id;
}

/** How events are changed on their way, where the stream has a part before or may have one after it. */
function rewriting(context: DeliveryContext, beginning: Beginning): RelayInput["rewrite"] {
  const { broken, exchange, candidate, planRest } = context;
  if (broken) {
    const rest = new Rest(broken.beginning.text, candidate.deployment.prefill === "prefix");
    const before = broken.exchange.settlement?.usage ?? UNKNOWN_USAGE;
    return (events, { usage, contentPieces }) =>
      rest.events(events, () =>
        addUsage(before, settlementOf(exchange.admitted, candidate, usage, contentPieces).usage),
      );
  }
  if (!planRest) return undefined;
  return (events) => {
    beginning.note(events);
    return events;
  };
}

async function passOn(
  context: DeliveryContext,
  outcome: StreamOutcome,
  writer: () => CallerStreamWriter,
): Promise<BrokenStream | undefined> {
  const { exchange, call, responder, candidate, health, options } = context;
  const { deployment } = candidate;
  const { facts, request } = exchange.admitted;
  const beginning = new Beginning();
  const rewrite = rewriting(context, beginning);
  const same = adapterForRequest(deployment, request).protocol === request.protocol;
  const result = await relay({
    content: outcome.content,
    writer: same && !rewrite ? undefined : writer(),
    rewrite,
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
    return undefined;
  }
  if (result.failure || !result.complete) {
    const failure = result.failure ?? CUT;
    noteHealth(health, deployment.id, failure, options.now());
    noteAttempt(context, "failed", failure);
    const cut: BrokenStream = { exchange, deployment: deployment.id, failure, writer: writer(), beginning };
    const rest = context.planRest?.(cut);
    if (rest) {
      await goOn(context, rest);
      return cut;
    }
    const code = streamErrorCode(failure);
    await settle(context, code, 200);
    await responder.write(writer().fail({ code, message: wordsOf(cut), status: 502, decision: idOf(context) }));
    responder.end({});
    return undefined;
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
  responder.end({
    ...(cost === undefined ? {} : { "fairlead-cost-usd": formatUsd(cost) }),
    ...(context.broken ? { "fairlead-continued-by": deployment.id } : {}),
  });
  return undefined;
}

function wordsOf({ deployment, failure }: BrokenStream): string {
  return `${deployment}: the stream broke off after its beginning: ${failure.message}`;
}

/** Ends a stream that broke off and that nobody took up, as one ends that nobody was to take up. */
export async function endBroken(broken: BrokenStream, why: GatewayError, responder: Responder): Promise<void> {
  const { exchange, failure, writer } = broken;
  const message = `${wordsOf(broken)}; it could not be taken up: ${why.message}`;
  const error = { code: streamErrorCode(failure), message, status: 502 };
  await responder.write(writer.fail({ ...error, decision: exchange.id }));
  responder.end({});
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
