/** What the caller is told when nothing (more) may serve a request. */
import type { BudgetClaim } from "../ledger/types.ts";
import type {
  Candidate,
  CompiledBudget,
  CompiledDeployment,
  CompiledWorkload,
  Decision,
  RejectedDeployment,
} from "../policy/types.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import { GatewayError, type GatewayErrorCode } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { Services } from "./services.ts";
import type { Want } from "./waiting-line.ts";

function rejectionRules(decision: Decision): string[] {
  return decision.rejected.flatMap(({ rejections }) => rejections.map((rejection) => rejection.rule));
}

/** Whether nothing but money stands against a deployment. */
function missesOnlyMoney({ rejections }: RejectedDeployment): boolean {
  return rejections.every(({ rule }) => rule.startsWith("budget."));
}

/** The deployments that serve a request as soon as there is money. */
export function ableToServe({ candidates, rejected }: Decision): CompiledDeployment[] {
  return [...candidates, ...rejected.filter(missesOnlyMoney)].map(({ deployment }) => deployment);
}

/** What it would take to serve the request at each of the deployments that only money stands against. */
export function wantsOf(decision: Decision, claim: (budget: CompiledBudget) => BudgetClaim): Want[] {
  return decision.rejected
    .filter(missesOnlyMoney)
    .flatMap(({ reservation, budgets }) =>
      reservation === undefined ? [] : [{ amount: reservation, claims: budgets.map(claim) }],
    );
}

function details(decision: Decision): Record<string, unknown> {
  return {
    rejected: decision.rejected.map(({ deployment, rejections }) => ({ deployment: deployment.id, rejections })),
  };
}

function reasons(decision: Decision): string {
  return decision.rejected
    .map(({ deployment, rejections }) => `${deployment.id}: ${rejections.map(({ reason }) => reason).join("; ")}`)
    .join(". ");
}

function budgetRefusal(
  decision: Decision,
  budgets: readonly CompiledBudget[],
  windowEnd: (budget: CompiledBudget) => number,
  now: number,
): GatewayError {
  const names = new Set(rejectionRules(decision).filter((rule) => rule.startsWith("budget.")));
  const blocking = budgets.filter((budget) => names.has(`budget.${budget.id}`));
  const resets = blocking.map((budget) => ({
    budget: budget.id,
    scope: budget.scope,
    resetsAt: new Date(windowEnd(budget)).toISOString(),
  }));
  const soonest = Math.min(...blocking.map(windowEnd));
  const words = resets.map(({ budget, resetsAt }) => `${budget}, which starts anew at ${resetsAt}`).join("; ");
  return new GatewayError("budget.exhausted", `The request does not fit into budget ${words}. ${reasons(decision)}.`, {
    retryAfterSeconds: Math.max(1, Math.ceil((soonest - now) / 1000)),
    details: { budgets: resets, ...details(decision) },
  });
}

/** Says why a decision has no candidate at all. `healthUntil` is when the first deployment may be tried again. */
export function refusalOf(
  decision: Decision,
  budgets: readonly CompiledBudget[],
  windowEnd: (budget: CompiledBudget) => number,
  healthUntil: number | undefined,
  now: number,
): GatewayError {
  const onlyBy = (prefix: string): boolean =>
    decision.rejected.some(({ rejections }) => rejections.every(({ rule }) => rule.startsWith(prefix)));
  if (decision.rejected.some(missesOnlyMoney)) return budgetRefusal(decision, budgets, windowEnd, now);
  if (onlyBy("health.")) {
    const limited = onlyBy("health.cooling") && !onlyBy("health.open");
    const retryAfterSeconds =
      healthUntil === undefined ? undefined : Math.max(1, Math.ceil((healthUntil - now) / 1000));
    return new GatewayError(
      limited ? "upstream.rate-limited" : "upstream.unavailable",
      `No allowed deployment can be tried now. ${reasons(decision)}.`,
      { retryAfterSeconds, details: details(decision) },
    );
  }
  return new GatewayError(
    "policy.no-deployment",
    `The policy allows no deployment for workload ${decision.workload.id} (${decision.sensitivity}). ${reasons(decision)}. ` +
      `\`fairlead explain ${decision.workload.id}\` shows the whole decision.`,
    { details: details(decision) },
  );
}

/** Says that the time was over before anybody could be asked, perhaps since others took the money for a candidate. */
export function tooLate({ id, deadlineMs }: CompiledWorkload, outrun: Candidate | undefined): GatewayError {
  const budgets = (outrun?.budgets ?? []).filter(({ blockAt }) => blockAt !== undefined).map((budget) => budget.id);
  if (budgets.length > 0) {
    return new GatewayError(
      "budget.exhausted",
      `Others took what was left of budget ${budgets.join(", ")} for all of the ${deadlineMs} ms that workload ${id} may take.`,
      { retryAfterSeconds: 1, details: { budgets } },
    );
  }
  return new GatewayError(
    "upstream.timeout",
    `The ${deadlineMs} ms that workload ${id} may take were over before a deployment could be asked.`,
  );
}

/** Says why nobody can serve a request, as things stand. */
export function refusalNow(
  { claims, health, options }: Services,
  exchange: Exchange,
  decision: Decision,
): GatewayError {
  const now = options.now();
  const until = decision.rejected.map(
    ({ deployment }) => health.at(deployment.id, now)?.until ?? Number.POSITIVE_INFINITY,
  );
  const soonest = Math.min(...until);
  return refusalOf(
    decision,
    exchange.admitted.policy.budgets,
    (budget) => claims.claim(budget, now).windowEnd,
    Number.isFinite(soonest) ? soonest : undefined,
    now,
  );
}

const CODE_OF_FAILURE: Record<ProviderFailure["failure"], GatewayErrorCode> = {
  outage: "upstream.unavailable",
  timeout: "upstream.timeout",
  "rate-limit": "upstream.rate-limited",
  "context-length": "upstream.context-length",
  "content-filter": "upstream.content-filter",
  "policy-change": "policy.no-deployment",
  "invalid-request": "upstream.invalid-request",
  credentials: "upstream.credentials",
  "not-found": "upstream.not-found",
};

/** The last failure as the caller is told of it: a fault behind the gateway, never the caller's own key. */
export function failureOf(failure: ProviderFailure, deployment: string, attempts: number): GatewayError {
  const code = CODE_OF_FAILURE[failure.failure];
  const tries = attempts > 1 ? ` (the last of ${attempts} attempts)` : "";
  const detail = failure.providerCode === undefined ? "" : ` [${failure.providerCode}]`;
  return new GatewayError(code, `${deployment}${tries}: ${failure.message}${detail}`, {
    retryAfterSeconds:
      failure.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(failure.retryAfterMs / 1000)),
    details: {
      deployment,
      failure: failure.failure,
      providerStatus: failure.status,
      providerCode: failure.providerCode,
    },
  });
}
