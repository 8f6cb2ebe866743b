/** The way of a request through the gateway: authenticate, admit, decide, dispatch, meter, record. */
import { ZERO_USD } from "../documents/money.ts";
import type { LedgerStore } from "../ledger/types.ts";
import { decide } from "../policy/decide.ts";
import type { CompiledPolicy, Decision, DecisionRequest, DeploymentHealth } from "../policy/types.ts";
import type { CallerProtocol, PathFacts } from "../protocols/caller.ts";
import { UNKNOWN_USAGE } from "../protocols/shared/usage.ts";
import { admit } from "./admit.ts";
import { answerError } from "./answer-error.ts";
import { authenticate, type RequestHeaders } from "./authenticate.ts";
import { BudgetClaims } from "./budget-claims.ts";
import type { CredentialResolver } from "./credentials.ts";
import { CallerLeft, Dispatch } from "./dispatch.ts";
import { GatewayError } from "./errors.ts";
import { Exchange, newDecisionId } from "./exchange.ts";
import type { Generations } from "./generations.ts";
import { HealthTracker } from "./health.ts";
import type { GatewayObserver } from "./observer.ts";
import { type Correction, RateLimits } from "./rate-limits.ts";
import { Reservations } from "./reservations.ts";
import type { Departure, Responder } from "./responder.ts";
import type { Services } from "./services.ts";
import { SharedRateLimits } from "./shared-rate-limits.ts";
import { Upstream } from "./upstream.ts";

/** How long stopping waits for requests whose connections are gone already. Milliseconds. */
const STOP_MS = 2_000;

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
  callerLeft: Departure;
}

export class Gateway {
  readonly options: GatewayOptions;
  readonly health = new HealthTracker();
  readonly claims = new BudgetClaims();
  readonly reservations: Reservations;
  readonly limits: RateLimits | SharedRateLimits;
  readonly #upstream = new Upstream();
  readonly #services: Services;
  #underWay = 0;

  constructor(options: GatewayOptions) {
    this.options = options;
    const { shared } = options.ledger;
    this.limits = shared ? new SharedRateLimits(shared, options.monotonic) : new RateLimits();
    this.reservations = new Reservations(options.ledger, options.now);
    const { health, claims, reservations } = this;
    const decide: Services["decide"] = (policy, request) => this.#decide(policy, request, true);
    this.#services = { options, health, claims, reservations, upstream: this.#upstream, decide };
    options.generations.onSwap((policy) => this.health.keepOnly(policy.deployments));
    options.ledger.shareHealth?.(
      () => this.health.hints(options.now()),
      (hints) => this.health.hear(hints),
    );
  }

  /** Serves one call. What goes wrong is answered in the caller's protocol. */
  async handle(call: GatewayCall, responder: Responder): Promise<void> {
    const { now, monotonic, generations, ledger } = this.options;
    const at = now();
    const id = newDecisionId(at);
    let exchange: Exchange | undefined;
    let count: Correction | undefined;
    this.#underWay += 1;
    try {
      const policy = generations.current;
      const key = authenticate(call.headers, ledger);
      const admitted = admit(call.protocol, call.headers, call.text, call.path, key, policy);
      exchange = new Exchange(id, admitted, at, monotonic());
      const taken = this.limits.take(admitted, at);
      count = taken instanceof Promise ? await taken : taken;
      await new Dispatch(this.#services, exchange, call).run(responder);
    } catch (error) {
      await this.#fail(error, id, exchange?.latest, call, responder);
    } finally {
      count?.(exchange?.latest.usedTokens ?? 0);
      this.#underWay -= 1;
    }
  }

  /** Decides about a request as the gateway would now, without any effect. */
  decideNow(policy: CompiledPolicy, request: DecisionRequest): Decision {
    return this.#decide(policy, request, false);
  }

  /** Waits for what is under way, a while, and ends the connections to providers. */
  async close(): Promise<void> {
    const until = this.options.monotonic() + STOP_MS;
    while (this.#underWay > 0 && this.options.monotonic() < until)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await this.reservations.writeLate();
    await this.#upstream.close();
  }

  #decide(policy: CompiledPolicy, request: DecisionRequest, isServed: boolean): Decision {
    const workload = policy.workloads.get(request.workload);
    if (!workload) throw new RangeError(`workload ${request.workload} is not in the policy`);
    const businessUnit = request.businessUnit ?? workload.businessUnit;
    const { ledger } = this.options;
    const now = this.options.now();
    const pinned = request.pin === undefined ? undefined : policy.deploymentById.get(request.pin);
    const health: (DeploymentHealth | undefined)[] = [];
    for (const { id, index } of pinned ? [pinned] : workload.candidates) health[index] = this.health.at(id, now);
    return decide(policy, request, {
      health,
      spent: this.claims.spent(policy, workload, businessUnit, request.pin, request.at, ledger, isServed),
    });
  }

  async #fail(
    error: unknown,
    id: string,
    exchange: Exchange | undefined,
    call: GatewayCall,
    responder: Responder,
  ): Promise<void> {
    if (error instanceof CallerLeft && exchange) return this.#conclude(exchange, "caller.left", 499);
    const told = error instanceof GatewayError ? error : this.#internal(id, error);
    const generation = exchange?.admitted.policy.generation ?? this.options.generations.current.generation;
    if (exchange) await this.#conclude(exchange, told.code, statusSeen(told, exchange, call));
    else this.options.observer.refused(told.code);
    if (exchange?.breakOff) return exchange.breakOff(told);
    answerError(call.protocol, responder, told, {
      id: exchange?.id ?? id,
      generation,
      attempts: exchange?.attempts.length ?? 0,
    });
  }

  #internal(id: string, error: unknown): GatewayError {
    this.options.observer.fault(id, error);
    return new GatewayError("gateway.internal", `The gateway failed. Its log says more under ${id}.`);
  }

  /** Writes the record of a request that ended without an answer of a provider, and ends what it still holds. */
  async #conclude(exchange: Exchange, outcome: string, status: number): Promise<void> {
    const { ledger, monotonic, observer } = this.options;
    const { hold } = exchange;
    const owes = hold?.state === "open" || hold?.state === "unsettled";
    // Nobody knows any more what the provider made of it: the most that it can have cost is billed.
    if (owes && !exchange.settlement) {
      const { candidate } = hold;
      const { price, reservation } = candidate;
      exchange.settlement = {
        candidate,
        price,
        usage: UNKNOWN_USAGE,
        usageBasis: "reservation",
        cost: reservation,
      };
    }
    const record = exchange.record(outcome, status, monotonic());
    try {
      if (owes) await hold.settle(exchange.settlement?.cost ?? ZERO_USD, record);
      else await ledger.record(record);
    } catch (error) {
      observer.fault(exchange.id, error);
    }
    for (const part of exchange.parts)
      if (part.hold && part.hold.state !== "ended") this.reservations.keepForLater(part.hold);
    observer.finished(record);
  }
}

/** The status that the caller got: of a stream that had begun, the one that it began with. */
function statusSeen({ status }: GatewayError, { hasBegun }: Exchange, { callerLeft }: GatewayCall): number {
  if (callerLeft.aborted) return 499;
  return hasBegun ? 200 : status;
}
