/** The money of one attempt: whose turn it is to take it, and taking it. */
import type { ReservationFacts } from "../ledger/types.ts";
import type { Candidate, Decision } from "../policy/types.ts";
import { GatewayError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { Hold } from "./hold.ts";
import { criticalityRank } from "./rate-ask.ts";
import { wantsOf } from "./refusal.ts";
import type { Departure } from "./responder.ts";
import type { Services } from "./services.ts";

export interface Waiting {
  exchange: Exchange;
  callerLeft: Departure;
  /** The longest to wait, in milliseconds. */
  timeLimitMs: number;
}

/**
 * Lets those go first who are more critical and wait for the same money. Throws `budget.exhausted` where the time is
 * over before they have gone; returns where the caller has left.
 */
export async function yieldTo(services: Services, candidate: Candidate, waiting: Waiting): Promise<void> {
  const { claims, options, reservations } = services;
  const { admitted, started: since } = waiting.exchange;
  if (candidate.reservation === undefined) return;
  const rank = criticalityRank(admitted.workload.criticality);
  const wanted = candidate.budgets.map((budget) => claims.claim(budget, options.now()));
  if (!reservations.keepsFrom(rank, wanted)) return;
  const want = { amount: candidate.reservation, claims: wanted };
  if (await reservations.wait([want], { rank, since }, waiting.timeLimitMs, waiting.callerLeft)) return;
  if (waiting.callerLeft.aborted) return;
  const ids = candidate.budgets.filter(({ blockAt }) => blockAt !== undefined).map(({ id }) => id);
  throw new GatewayError(
    "budget.exhausted",
    `What is left of budget ${ids.join(", ")} is kept for requests that are more critical than ${admitted.workload.criticality} and wait for it.`,
    { retryAfterSeconds: 1, details: { budgets: ids } },
  );
}

/**
 * Waits for money that others hold reserved and that may come free again: what is refused too early is refused falsely.
 * False where it can not help, the time is over, or the caller has left.
 */
export async function moneyComesFree(services: Services, decision: Decision, waiting: Waiting): Promise<boolean> {
  const { claims, options, reservations } = services;
  const wants = wantsOf(decision, (budget) => claims.claim(budget, options.now()));
  if (wants.length === 0) return false;
  const { started: since, admitted } = waiting.exchange;
  const place = { rank: criticalityRank(admitted.workload.criticality), since };
  return reservations.wait(wants, place, waiting.timeLimitMs, waiting.callerLeft);
}

/** Reserves what a candidate can cost at most. Undefined where somebody else was quicker. */
export async function reserve(
  { claims, options, reservations }: Services,
  candidate: Candidate,
  exchange: Exchange,
): Promise<Hold | undefined> {
  const { admitted } = exchange;
  const { deployment, budgets } = candidate;
  const now = options.now();
  const facts: ReservationFacts = {
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
    unattended: admitted.workload.onStoreLoss === "continue" ? true : undefined,
  };
  const hold = await reservations.reserve(
    facts,
    candidate,
    budgets.map((budget) => claims.claim(budget, now)),
  );
  if (hold) exchange.hold = hold;
  return hold;
}
