/** The way of a request through the gateway: authenticate, admit, decide, dispatch, meter, record. */
import { ZERO_USD } from "../documents/money.ts";
import type { LedgerStore } from "../ledger/types.ts";
import { decide } from "../policy/decide.ts";
import type { Candidate, CompiledPolicy, Decision, DecisionRequest } from "../policy/types.ts";
import type { CallerProtocol, PathFacts } from "../protocols/caller.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import { MalformedRequestError, UntranslatableError } from "../protocols/neutral.ts";
import { ProviderConfigurationError, type UpstreamRequest } from "../providers/adapter.ts";
import { adapterFor } from "../providers/index.ts";
import { type Admitted, admit, malformed } from "./admit.ts";
import { answerError } from "./answer-error.ts";
import { type AttemptOutcome, attempt } from "./attempt.ts";
import { authenticate, type RequestHeaders } from "./authenticate.ts";
import { BudgetClaims } from "./budget-claims.ts";
import { type CredentialResolver, MissingCredentialsError } from "./credentials.ts";
import { deliverAnswer, deliverStream } from "./deliver.ts";
import { drawFor } from "./draw.ts";
import { GatewayError } from "./errors.ts";
import { Exchange, newDecisionId } from "./exchange.ts";
import { mayFallBack, noteHealth } from "./fallback.ts";
import type { Generations } from "./generations.ts";
import { HealthTracker } from "./health.ts";
import type { GatewayObserver } from "./observer.ts";
import { failureOf, onlyMoneyIsMissing, refusalOf } from "./refusal.ts";
import { Reservations } from "./reservations.ts";
import type { Responder } from "./responder.ts";
import { Upstream } from "./upstream.ts";

/** Waiting for a second try at the same deployment: doubles each time, with up to as much again at random. */
const BACKOFF_MS = 100;

export interface GatewayOptions {
  generations: Generations;
  ledger: LedgerStore;
  credentials: CredentialResolver;
  /** Base URLs that replace the providers' own, by provider id. */
  endpointOverrides: Readonly<Record<string, string>>;
  observer: GatewayObserver;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds that only grow. */
  monotonic: () => number;
  /** From 0 up to 1. */
  random: () => number;
}

/** One call as the HTTP server hands it over. */
export interface GatewayCall {
  protocol: CallerProtocol;
  /** The body. */
  text: string;
  /** What the path says, in protocols that say it there. */
  path: PathFacts | undefined;
  headers: RequestHeaders;
  /** Aborted when the caller leaves before the answer is complete. */
  callerLeft: AbortSignal;
}

/** Why a candidate is passed over for this request: it was tried, or the request can not be said to it. */
type PassedOver = Map<string, "tried" | "untranslatable">;

export class Gateway {
  readonly options: GatewayOptions;
  readonly health = new HealthTracker();
  readonly claims = new BudgetClaims();
  readonly reservations: Reservations;
  readonly #upstream = new Upstream();

  constructor(options: GatewayOptions) {
    this.options = options;
    this.reservations = new Reservations(options.ledger);
    options.generations.onSwap((policy) => this.health.keepOnly(policy.deployments));
  }

  /** Serves one call. What goes wrong is answered in the caller's protocol; never throws. */
  async handle(call: GatewayCall, responder: Responder): Promise<void> {
    const { now, monotonic, observer, generations, ledger } = this.options;
    const at = now();
    const id = newDecisionId(at);
    let exchange: Exchange | undefined;
    try {
      const policy = generations.current;
      const key = authenticate(call.headers, ledger);
      const admitted = admit(call.protocol, call.headers, call.text, call.path, key, policy);
      exchange = new Exchange(id, admitted, at, monotonic());
      await this.#serve(exchange, call, responder);
    } catch (error) {
      const told = error instanceof GatewayError ? error : this.#internal(id, error);
      const generation = exchange?.admitted.policy.generation ?? generations.current.generation;
      if (exchange) {
        const record = exchange.record(told.code, call.callerLeft.aborted ? 499 : told.status, monotonic());
        await ledger.record(record);
        observer.finished(record);
      } else observer.refused(told.code);
      answerError(call.protocol, responder, told, { id, generation, attempts: exchange?.attempts.length ?? 0 });
    }
  }

  /** Decides about a request as the gateway would now, without any effect. */
  decideNow(policy: CompiledPolicy, request: DecisionRequest): Decision {
    const workload = policy.workloads.get(request.workload);
    if (!workload) throw new RangeError(`workload ${request.workload} is not in the policy`);
    const businessUnit = request.businessUnit ?? workload.businessUnit;
    const now = this.options.now();
    return decide(policy, request, {
      health: policy.deployments.map((deployment) => this.health.at(deployment.id, now)),
      spent: this.claims.spent(policy, workload, businessUnit, request.pin, request.at, this.options.ledger),
    });
  }

  async close(): Promise<void> {
    await this.#upstream.close();
  }

  #internal(id: string, error: unknown): GatewayError {
    this.options.observer.fault(id, error);
    return new GatewayError("gateway.internal", `The gateway failed. Its log says more under ${id}.`);
  }

  #request(admitted: Admitted, at: number, draw: number): DecisionRequest {
    const { facts } = admitted;
    return {
      workload: admitted.workload.id,
      businessUnit: admitted.businessUnit,
      inputTokens: facts.inputTokens,
      capabilities: facts.capabilities,
      choices: facts.choices,
      at,
      draw,
      ...(admitted.sensitivity === undefined ? {} : { sensitivity: admitted.sensitivity }),
      ...(facts.model === undefined ? {} : { model: facts.model }),
      ...(admitted.pin === undefined ? {} : { pin: admitted.pin }),
      ...(facts.maxOutputTokens === undefined ? {} : { maxOutputTokens: facts.maxOutputTokens }),
    };
  }

  async #serve(exchange: Exchange, call: GatewayCall, responder: Responder): Promise<void> {
    const { admitted } = exchange;
    const { now, monotonic, random } = this.options;
    const { workload, policy } = admitted;
    const draw = drawFor(admitted.session, random);
    const passedOver: PassedOver = new Map();
    let last: { failure: ProviderFailure; deployment: string } | undefined;
    let untranslatable: UntranslatableError | undefined;
    let backoff = BACKOFF_MS;

    for (;;) {
      const remaining = workload.deadlineMs - (monotonic() - exchange.started);
      const decision = this.decideNow(policy, this.#request(admitted, now(), draw));
      // The record keeps the decision that found candidates; a later one without any only ends the search.
      if (!exchange.decision || decision.candidates.length > 0 || exchange.attempts.length === 0)
        exchange.decision = decision;
      if (last && (exchange.attempts.length >= workload.attempts || remaining <= 0))
        throw failureOf(last.failure, last.deployment, exchange.attempts.length);

      const open = decision.candidates.filter(({ deployment }) => !passedOver.has(deployment.id));
      const candidate = open[0];
      if (!candidate) {
        if (last?.failure.failure === "outage" && this.#mayRetry(decision, passedOver)) {
          const pause = Math.min(remaining, backoff * (1 + random()));
          backoff *= 2;
          await new Promise((resolve) => setTimeout(resolve, pause));
          for (const [id, why] of passedOver) if (why === "tried") passedOver.delete(id);
          if (call.callerLeft.aborted) throw failureOf(last.failure, last.deployment, exchange.attempts.length);
          continue;
        }
        if (last) throw failureOf(last.failure, last.deployment, exchange.attempts.length);
        if (untranslatable) throw untranslatableError(untranslatable);
        // Money that others hold reserved may come free again: what is refused too early is refused falsely.
        if (onlyMoneyIsMissing(decision) && (await this.reservations.someEnded(remaining, call.callerLeft))) continue;
        throw this.#refusal(decision, admitted);
      }

      const prepared = await this.#prepare(exchange, candidate);
      if (prepared instanceof UntranslatableError) {
        untranslatable = prepared;
        passedOver.set(candidate.deployment.id, "untranslatable");
        continue;
      }
      if ("failure" in prepared) {
        last = { failure: prepared, deployment: candidate.deployment.id };
        this.#noteFailure(exchange, candidate, prepared, monotonic());
        passedOver.set(candidate.deployment.id, "tried");
        if (!mayFallBack(workload, prepared))
          throw failureOf(prepared, candidate.deployment.id, exchange.attempts.length);
        continue;
      }

      const reservation = await this.#reserve(exchange, candidate);
      // Somebody else was quicker: the next decision sees what they hold.
      if (reservation === undefined) continue;

      // A deployment that hangs must leave the next one time enough.
      const patienceMs = open.length > 1 ? remaining / 2 : remaining;
      const startedAt = monotonic();
      this.health.began(candidate.deployment.id, now(), patienceMs);
      const outcome = await attempt({
        adapter: adapterFor(candidate.deployment.adapter),
        upstream: this.#upstream,
        prepared,
        timeouts: candidate.deployment.timeouts,
        stream: admitted.request.stream,
        translate: adapterFor(candidate.deployment.adapter).protocol !== admitted.request.protocol,
        patienceMs,
        callerLeft: call.callerLeft,
        monotonic,
        now,
      });
      if (outcome.kind === "failed") {
        await this.#release(reservation);
        last = { failure: outcome.failure, deployment: candidate.deployment.id };
        this.#noteFailure(exchange, candidate, outcome.failure, startedAt);
        passedOver.set(candidate.deployment.id, "tried");
        if (!mayFallBack(workload, outcome.failure))
          throw failureOf(outcome.failure, candidate.deployment.id, exchange.attempts.length);
        if (outcome.failure.failure === "context-length") passOverSmaller(decision, candidate, passedOver);
        continue;
      }
      await this.#deliver(exchange, call, responder, candidate, outcome, reservation, startedAt);
      return;
    }
  }

  /** Whether some deployment that was tried is still allowed by the latest decision. */
  #mayRetry(decision: Decision, passedOver: PassedOver): boolean {
    return decision.candidates.some(({ deployment }) => passedOver.get(deployment.id) === "tried");
  }

  #refusal(decision: Decision, admitted: Admitted): GatewayError {
    const { policy } = admitted;
    const now = this.options.now();
    const until = decision.rejected.map(
      ({ deployment }) => this.health.at(deployment.id, now)?.until ?? Number.POSITIVE_INFINITY,
    );
    const soonest = Math.min(...until);
    return refusalOf(
      decision,
      policy.budgets,
      (budget) => this.claims.claim(budget, now).windowEnd,
      Number.isFinite(soonest) ? soonest : undefined,
      now,
    );
  }

  async #prepare(
    exchange: Exchange,
    candidate: Candidate,
  ): Promise<UpstreamRequest | UntranslatableError | ProviderFailure> {
    const { deployment } = candidate;
    const { credentials, endpointOverrides, now } = this.options;
    try {
      const prepared = await adapterFor(deployment.adapter).prepare({
        request: exchange.admitted.request,
        deployment,
        endpointOverride: endpointOverrides[deployment.provider],
        credentials: await credentials(deployment),
        maxOutputTokens: candidate.maxOutputTokens,
        now: now(),
      });
      exchange.losses = prepared.losses;
      return prepared;
    } catch (error) {
      if (error instanceof UntranslatableError) return error;
      if (error instanceof MalformedRequestError) throw malformed(error);
      if (!(error instanceof MissingCredentialsError || error instanceof ProviderConfigurationError)) throw error;
      return {
        failure: "credentials",
        message: error.message,
        providerCode: undefined,
        status: undefined,
        retryAfterMs: undefined,
      };
    }
  }

  async #reserve(exchange: Exchange, candidate: Candidate): Promise<string | undefined> {
    const { admitted } = exchange;
    const { deployment, budgets } = candidate;
    const now = this.options.now();
    const result = await this.reservations.reserve(
      {
        decision: exchange.id,
        at: exchange.at,
        key: admitted.key.id,
        businessUnit: admitted.businessUnit,
        workload: admitted.workload.id,
        sensitivity: exchange.decision?.sensitivity ?? admitted.workload.sensitivity,
        generation: admitted.policy.generation,
        deployment: deployment.id,
        provider: deployment.provider,
        model: deployment.model,
      },
      candidate.reservation ?? ZERO_USD,
      budgets.map((budget) => this.claims.claim(budget, now)),
    );
    return result.ok ? result.reservation : undefined;
  }

  async #release(reservation: string): Promise<void> {
    await this.options.ledger.release(reservation);
    this.reservations.ended();
  }

  #noteFailure(exchange: Exchange, candidate: Candidate, failure: ProviderFailure, startedAt: number): void {
    const { monotonic, now, observer } = this.options;
    const { id } = candidate.deployment;
    noteHealth(this.health, id, failure, now());
    observer.attempted(id, failure.failure);
    exchange.attempts.push({
      deployment: id,
      startedMs: Math.round(startedAt - exchange.started),
      endedMs: Math.round(monotonic() - exchange.started),
      outcome: "failed",
      failure: failure.failure,
      message: failure.message,
      ...(failure.status === undefined ? {} : { status: failure.status }),
      ...(failure.providerCode === undefined ? {} : { providerCode: failure.providerCode }),
    });
  }

  async #deliver(
    exchange: Exchange,
    call: GatewayCall,
    responder: Responder,
    candidate: Candidate,
    outcome: Exclude<AttemptOutcome, { kind: "failed" }>,
    reservation: string,
    startedAt: number,
  ): Promise<void> {
    const context = {
      exchange,
      call,
      responder,
      candidate,
      reservation,
      startedAt,
      health: this.health,
      reservations: this.reservations,
      options: this.options,
    };
    if (outcome.kind === "stream") return deliverStream(context, outcome);
    return deliverAnswer(context, outcome);
  }
}

/** After an answer that was too long for one deployment, none with the same or a smaller window is tried. */
function passOverSmaller(decision: Decision, failed: Candidate, passedOver: PassedOver): void {
  for (const { deployment } of decision.candidates) {
    if (deployment.contextWindow <= failed.deployment.contextWindow) passedOver.set(deployment.id, "tried");
  }
}

function untranslatableError(error: UntranslatableError): GatewayError {
  return new GatewayError("request.untranslatable", error.message, { details: { path: error.path } });
}
