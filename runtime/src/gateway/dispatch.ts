/** From an admitted request to its answer: decide, prepare, reserve, attempt, and again after each failure. */
import type { Candidate, Decision, DecisionRequest } from "../policy/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import type { UntranslatableError } from "../protocols/neutral.ts";
import type { UpstreamRequest } from "../providers/adapter.ts";
import { adapterForRequest } from "../providers/index.ts";
import type { Admitted } from "./admit.ts";
import { type AttemptOutcome, attempt } from "./attempt.ts";
import { recordedFailure } from "./attempt-record.ts";
import { type BrokenStream, mayBeContinued, restOf } from "./continuation.ts";
import { decisionRequest } from "./decision-request.ts";
import { type DeliveryContext, deliverAnswer, goOn } from "./deliver.ts";
import { deliverStream, endBroken } from "./deliver-stream.ts";
import { drawFor } from "./draw.ts";
import { GatewayError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { mayFallBack, noteHealth } from "./fallback.ts";
import { FILTERED, isFiltered, usageOfFiltered } from "./filter-verdict.ts";
import type { Hold } from "./hold.ts";
import { settlementOf } from "./metering.ts";
import type { GatewayCall } from "./pipeline.ts";
import { prepare } from "./prepare.ts";
import { ableToServe, failureOf, refusalNow, tooLate } from "./refusal.ts";
import { moneyComesFree, reserve, type Waiting, yieldTo } from "./reserve.ts";
import type { Responder } from "./responder.ts";
import { pause, Retries } from "./retries.ts";
import type { Services } from "./services.ts";

/** A timeout after less than this part of the workload's deadline says nothing of the deployment's health. */
const FAIR_PART = 1 / 5;

/** The caller left before anything was sent for it. */
export class CallerLeft extends Error {}

export class Dispatch {
  readonly #services: Services;
  /** The part of the request that is under way. */
  #exchange: Exchange;
  readonly #call: GatewayCall;
  readonly #draw: number;
  /** Set where a stream has begun, broke off, and is to be taken up. */
  #broken: BrokenStream | undefined;
  /** Candidates that are passed over for this request: tried, or the request can not be said to them. */
  readonly #passedOver = new Map<string, "tried" | "untranslatable" | "broken">();
  #last: { failure: ProviderFailure; deployment: string } | undefined;
  #untranslatable: UntranslatableError | undefined;
  /** What could have served it, had others not taken the money first. */
  #outrun: Candidate | undefined;
  readonly #retries = new Retries();

  constructor(services: Services, exchange: Exchange, call: GatewayCall) {
    this.#services = services;
    this.#exchange = exchange;
    this.#call = call;
    this.#draw = drawFor(exchange.admitted.session, services.options.random);
  }

  /** Throws a GatewayError where nobody may or can serve the request, and CallerLeft. */
  async run(responder: Responder): Promise<void> {
    const { workload } = this.#exchange.admitted;
    for (;;) {
      if (this.#call.callerLeft.aborted) throw new CallerLeft();
      const decision = this.#decide();
      if (this.#exchange.attempts.length >= workload.attempts || this.#remaining() <= 0) this.#throwLast();
      const open = this.#open(decision);
      const candidate = open[0];
      if (!candidate) {
        await this.#searchOn(decision);
        continue;
      }
      if (this.#remaining() <= 0) throw tooLate(workload, this.#outrun);
      const upstream = await this.#prepare(candidate, open.length > 1);
      if (!upstream) continue;
      if (this.#services.reservations.waiting > 0) {
        await yieldTo(this.#services, candidate, this.#waiting());
        if (this.#call.callerLeft.aborted) throw new CallerLeft();
      }
      const hold = await reserve(this.#services, candidate, this.#exchange);
      // Somebody else was quicker: the next decision sees what they hold.
      if (!hold) {
        this.#outrun = candidate;
        continue;
      }
      if (this.#call.callerLeft.aborted) {
        await hold.release();
        throw new CallerLeft();
      }
      if (await this.#attempt(decision, open, candidate, upstream, hold, responder)) return;
    }
  }

  /** The candidates of a decision that are not passed over. */
  #open({ candidates }: Decision): readonly Candidate[] {
    if (this.#passedOver.size === 0) return candidates;
    return candidates.filter(({ deployment }) => !this.#passedOver.has(deployment.id));
  }

  /** Milliseconds of the workload's deadline that are left. */
  #remaining(): number {
    const { admitted, started } = this.#exchange;
    return admitted.workload.deadlineMs - (this.#services.options.monotonic() - started);
  }

  #waiting(): Waiting {
    return { exchange: this.#exchange, callerLeft: this.#call.callerLeft, timeLimitMs: this.#remaining() };
  }

  #requestOf(admitted: Admitted): DecisionRequest {
    return decisionRequest(admitted, this.#services.options.now(), this.#draw);
  }

  #decide(): Decision {
    const exchange = this.#exchange;
    const { admitted } = exchange;
    const decision = this.#services.decide(admitted.policy, this.#requestOf(admitted));
    // The record keeps the decision that found candidates; a later one without any only ends the search.
    if (!exchange.decision || decision.candidates.length > 0 || exchange.attempts.length === 0)
      exchange.decision = decision;
    return decision;
  }

  #throwLast(): void {
    if (this.#last) throw failureOf(this.#last.failure, this.#last.deployment, this.#exchange.attempts.length);
  }

  /** Nobody is left to try: waits for what may change soon, or throws what the caller is told. */
  async #searchOn(decision: Decision): Promise<void> {
    if (await this.#pauseForRetry(decision)) return;
    this.#throwLast();
    if (this.#untranslatable) {
      const { message, path } = this.#untranslatable;
      throw new GatewayError("request.untranslatable", message, { details: { path } });
    }
    if (await moneyComesFree(this.#services, decision, this.#waiting())) return;
    if (this.#call.callerLeft.aborted) throw new CallerLeft();
    throw refusalNow(this.#services, this.#exchange, decision);
  }

  /** Waits until a deployment that failed may be asked again; false where none may in the time that is left. */
  async #pauseForRetry(decision: Decision): Promise<boolean> {
    const failure = this.#last?.failure.failure;
    if (failure !== "outage" && failure !== "rate-limit") return false;
    const { health, options } = this.#services;
    const at = options.now();
    const pausedForMs = (id: string): number => (health.at(id, at)?.until ?? at) - at;
    const retry = this.#retries.next(decision, pausedForMs, options.monotonic(), this.#remaining(), options.random());
    if (!retry) return false;
    await pause(retry.pauseMs, this.#call.callerLeft);
    for (const id of retry.deployments) this.#passedOver.delete(id);
    return true;
  }

  /** What to send; undefined where this candidate is out. */
  async #prepare(candidate: Candidate, hasNext: boolean): Promise<UpstreamRequest | undefined> {
    const { health, options } = this.#services;
    // The next one must have time enough, as after an attempt that hangs.
    const timeLimitMs = hasNext ? this.#remaining() / 2 : this.#remaining();
    const refuses = health.refusesStreamUsage(candidate.deployment.id);
    const prepared = await prepare(this.#exchange.admitted.request, candidate, options, timeLimitMs, refuses);
    switch (prepared.kind) {
      case "ready":
        this.#exchange.losses = prepared.upstream.losses;
        return prepared.upstream;
      case "untranslatable":
        this.#untranslatable = prepared.error;
        this.#passedOver.set(candidate.deployment.id, "untranslatable");
        return undefined;
      case "failed":
        this.#moveOn(candidate, prepared.failure, options.monotonic(), true);
        return undefined;
    }
  }

  /** True where the request has its answer; false where the next candidate's turn has come. */
  async #attempt(
    decision: Decision,
    open: readonly Candidate[],
    candidate: Candidate,
    prepared: UpstreamRequest,
    hold: Hold,
    responder: Responder,
  ): Promise<boolean> {
    const { health, options, upstream } = this.#services;
    const { admitted, attempts } = this.#exchange;
    const { deployment } = candidate;
    const { workload } = admitted;
    const adapter = adapterForRequest(deployment, admitted.request);
    const isWritten = this.#broken !== undefined || mayBeContinued(this.#exchange, this.#call);
    // A deployment that hangs must leave the next one time enough, if there may be a next one.
    const hasOther = open.length > 1 && attempts.length + 1 < workload.attempts;
    const patienceMs = hasOther && workload.fallbackOn.has("timeout") ? this.#remaining() / 2 : this.#remaining();
    const startedAt = options.monotonic();
    health.began(deployment.id, options.now(), patienceMs);
    const outcome = await attempt({
      adapter,
      upstream,
      prepared,
      timeouts: deployment.timeouts,
      stream: admitted.request.stream,
      translate: isWritten || adapter.protocol !== admitted.request.protocol,
      patienceMs,
      callerLeft: this.#call.callerLeft,
      monotonic: options.monotonic,
      now: options.now,
    });
    if (outcome.kind !== "failed") {
      const context: DeliveryContext = {
        exchange: this.#exchange,
        call: this.#call,
        responder,
        candidate,
        hold,
        startedAt,
        health,
        options,
        broken: this.#broken,
        planRest: isWritten && !this.#broken ? (broken) => this.#planRest(broken) : undefined,
      };
      if (isFiltered(outcome) && hasOther && workload.fallbackOn.has("content-filter")) {
        await this.#setAside(context, outcome);
        return false;
      }
      return this.#deliver(context, outcome);
    }
    await hold.release();
    if (outcome.failure.refusesStreamUsage && health.learnRefusalOfStreamUsage(deployment.id)) {
      this.#note(deployment.id, outcome.failure, startedAt);
      return false;
    }
    const wasFair = outcome.failure.failure !== "timeout" || patienceMs >= workload.deadlineMs * FAIR_PART;
    this.#moveOn(candidate, outcome.failure, startedAt, wasFair);
    if (outcome.failure.failure === "context-length") this.#passOverSmaller(decision, candidate);
    return false;
  }

  /** Bills what a provider took for refusing the content, and goes on with the next. */
  async #setAside(context: DeliveryContext, outcome: Parameters<typeof usageOfFiltered>[0]): Promise<void> {
    const { exchange, candidate } = context;
    const { usage, written } = await usageOfFiltered(outcome);
    exchange.settlement = settlementOf(exchange.admitted, candidate, usage, written);
    this.#moveOn(candidate, FILTERED, context.startedAt, true);
    await goOn(context, exchange.admitted);
    this.#exchange = exchange.latest;
  }

  /** True where the request has come to its end; false where a stream broke off and its rest is to be found. */
  async #deliver(context: DeliveryContext, outcome: Exclude<AttemptOutcome, { kind: "failed" }>): Promise<boolean> {
    this.#broken = undefined;
    context.exchange.breakOff = undefined;
    if (outcome.kind !== "stream") {
      await deliverAnswer(context, outcome);
      return true;
    }
    const broken = await deliverStream(context, outcome);
    if (!broken) return true;
    this.#broken = broken;
    const { id } = context.candidate.deployment;
    this.#exchange = this.#exchange.latest;
    this.#exchange.breakOff = (why) => endBroken(broken, why, context.responder);
    this.#passedOver.set(id, "broken");
    this.#retries.drop(id);
    this.#last = undefined;
    return false;
  }

  /** The request for the rest of a stream that broke off; undefined where nobody may take it up. */
  #planRest(broken: BrokenStream): Admitted | undefined {
    const rest = this.#remaining() > 0 ? restOf(this.#call, broken) : undefined;
    const decision = rest && this.#services.decide(rest.policy, this.#requestOf(rest));
    const isLeft = (id: string): boolean => id !== broken.deployment && !this.#passedOver.has(id);
    return decision && ableToServe(decision).some(({ id }) => isLeft(id)) ? rest : undefined;
  }

  /** Notes a failure, and throws it where the policy lets no other candidate have a turn. */
  #moveOn(candidate: Candidate, failure: ProviderFailure, startedAt: number, saysHealth: boolean): void {
    const { health, options } = this.#services;
    const { id } = candidate.deployment;
    if (saysHealth) noteHealth(health, id, failure, options.now());
    else health.neutral(id);
    this.#note(id, failure, startedAt);
    this.#last = { failure, deployment: id };
    this.#retries.note(id, failure, options.monotonic());
    this.#passedOver.set(id, "tried");
    if (!mayFallBack(this.#exchange.admitted.workload, failure)) this.#throwLast();
  }

  #note(deployment: string, failure: ProviderFailure, startedAt: number): void {
    const { monotonic, observer } = this.#services.options;
    const { attempts, started } = this.#exchange;
    observer.attempted(deployment, failure.failure);
    const [startedMs, endedMs] = [startedAt, monotonic()].map((at) => Math.round(at - started)) as [number, number];
    attempts.push({ deployment, startedMs, endedMs, outcome: "failed", ...recordedFailure(failure) });
  }

  /** After an answer that was too long for one deployment, none with the same or a smaller window is tried. */
  #passOverSmaller(decision: Decision, failed: Candidate): void {
    for (const { deployment } of decision.candidates) {
      if (deployment.contextWindow > failed.deployment.contextWindow) continue;
      this.#passedOver.set(deployment.id, "tried");
      this.#retries.drop(deployment.id);
    }
  }
}
