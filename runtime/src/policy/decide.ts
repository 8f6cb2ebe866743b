/** The one function that says where a request may go. No I/O, no clock, no randomness: all of that is passed in. */
import { type MicroUsd, ZERO_USD } from "../documents/money.ts";
import { higherSensitivity } from "../documents/vocabulary.ts";
import { phaseAt } from "./compile-deployment.ts";
import { expectedCost, priceAt, reservationFor, tierFor } from "./cost.ts";
import { bestFirst, cheapestFirst, drawnByWeight, fastestFirst, missingLast } from "./order.ts";
import { Preparation } from "./prepare.ts";
import { asksTooMuch, isWished, policyRejections } from "./reject.ts";
import { Rejections, rejectForBudgets, rejectForDrill, rejectForHealth } from "./reject-state.ts";
import type {
  BudgetWarning,
  Candidate,
  CompiledBudget,
  CompiledDeployment,
  CompiledPolicy,
  CompiledWorkload,
  Decision,
  DecisionRequest,
  DecisionState,
  DeploymentPhase,
  RejectedDeployment,
  RequestFacts,
} from "./types.ts";

/**
 * The model whose vectors a request for embeddings gets: the one it names where the route has it, else the first of the
 * route. It depends on nothing that changes between two requests, since vectors of two models can not be compared.
 */
function embeddingModelOf(workload: CompiledWorkload, request: DecisionRequest, named?: string): string | undefined {
  const uses = request.capabilities?.length ? request.capabilities : workload.needs.capabilities;
  if (!uses.includes("embeddings")) return undefined;
  const able = workload.candidates.filter(({ capabilities }) => capabilities.has("embeddings"));
  const wished = named === undefined ? undefined : able.find((deployment) => isWished(deployment, named));
  return (wished ?? able[0])?.model;
}

function factsOf(policy: CompiledPolicy, request: DecisionRequest): RequestFacts {
  const workload = policy.workloads.get(request.workload);
  if (!workload) throw new RangeError(`workload ${request.workload} is not in the policy`);
  const named = request.model === undefined || request.model === "auto" ? undefined : request.model;
  return {
    workload,
    businessUnit: request.businessUnit ?? workload.businessUnit,
    sensitivity: request.sensitivity
      ? higherSensitivity(workload.sensitivity, request.sensitivity)
      : workload.sensitivity,
    wishedModel: named,
    bindingModel: workload.modelChoice === "caller" ? named : undefined,
    pin: request.pin,
    capabilities: request.capabilities ?? [],
    embeddingModel: embeddingModelOf(workload, request, named),
    inputExpected: request.inputTokens.expected,
    inputAtMost: request.inputTokens.atMost,
    inWindow: request.windowTokens ?? request.inputTokens.expected,
    outputLimit: request.maxOutputTokens ?? workload.defaultMaxOutputTokens,
    outputLimitIsCallers: request.maxOutputTokens !== undefined,
    choices: request.choices ?? 1,
    cachesForHour: request.cachesForHour ?? false,
    guarded: request.guarded ?? false,
    at: request.at,
    draw: request.draw,
  };
}

/** The deployments that are looked at: the pinned one, or the route's. */
function considered(policy: CompiledPolicy, facts: RequestFacts): readonly CompiledDeployment[] {
  if (facts.pin === undefined) return facts.workload.candidates;
  const pinned = policy.deploymentById.get(facts.pin);
  return pinned ? [pinned] : [];
}

const UNPRICED = "its price is unknown";
const UNPRICED_HOUR = "its price for what is cached for an hour is unknown (cacheWriteHour)";
const UNPRICED_GUARDRAIL = "its price for a guardrail is unknown (guardrail)";

interface Examined {
  candidate: Candidate;
  phase: DeploymentPhase;
  rejections: Rejections;
}

function examine(
  policy: CompiledPolicy,
  facts: RequestFacts,
  state: DecisionState,
  preparation: Preparation,
  deployment: CompiledDeployment,
): Examined {
  const phase = phaseAt(deployment, facts.at);
  const prepared = preparation.of(deployment, phase);
  const { budgets } = prepared;
  const rejections = new Rejections(
    asksTooMuch(facts, deployment) ? policyRejections(facts, deployment, phase) : prepared.rejections,
  );
  const outputLimit = Math.min(facts.outputLimit, deployment.maxOutputTokens);
  const isGuarded = facts.guarded && deployment.adapter === "bedrock";
  const price = isGuarded ? phase.guardedPrice : phase.price;
  const reservation =
    price &&
    reservationFor(price, {
      inputAtMost: facts.inputAtMost,
      outputAtMost: outputLimit * facts.choices,
      cachesForHour: facts.cachesForHour && deployment.cachesForHour,
    });
  const unpriced = price ? UNPRICED_HOUR : phase.price ? UNPRICED_GUARDRAIL : UNPRICED;
  rejectForBudgets(policy, reservation ?? unpriced, prepared.blocking, state, rejections);
  rejectForHealth(deployment, state, facts.at, rejections);
  rejectForDrill(deployment, state, rejections);
  const current = price && tierFor(priceAt(price, facts.at), facts.inputExpected);
  const candidate: Candidate = {
    deployment,
    price: current,
    expectedCost: current && expectedCost(current, facts.inputExpected, outputLimit * facts.choices),
    reservation,
    budgets,
    maxOutputTokens: outputLimit,
    ttftMs: state.health[deployment.index]?.ttftMs ?? deployment.declaredTtftMs,
    because: facts.pin === undefined ? "as listed" : "pinned",
  };
  return { candidate, phase, rejections };
}

/**
 * In an ordered route, nothing after a withdrawn deployment is used unless the workload falls back on policy changes:
 * a change of model is then never silent.
 */
function holdBackAfterWithdrawal(workload: CompiledWorkload, examined: readonly Examined[]): void {
  if (workload.strategy !== "ordered" || workload.fallbackOn.has("policy-change")) return;
  let withdrawn: string | undefined;
  for (const { candidate, phase, rejections } of examined) {
    if (withdrawn !== undefined) {
      const reason = `${withdrawn} is withdrawn, and the workload does not fall back on a policy change`;
      rejections.add({ rule: "fallback.policy-change", reason });
    } else if (phase.withdrawn) withdrawn = candidate.deployment.id;
  }
}

/** The warnings of budgets that are past a threshold, and the first of them that asks for the cheapest candidates. */
function pressOf(
  budgets: readonly CompiledBudget[],
  state: DecisionState,
): { warnings: BudgetWarning[]; pressing: string | undefined } {
  const warnings: BudgetWarning[] = [];
  let pressing: string | undefined;
  for (const budget of budgets) {
    const { thresholds } = budget;
    const spent: MicroUsd = state.spent[budget.index] ?? ZERO_USD;
    // In order of amount: below the first none is passed.
    if (thresholds[0] === undefined || spent < thresholds[0].amount) continue;
    const passed = thresholds.findLast((threshold) => spent >= threshold.amount);
    if (passed)
      warnings.push({ budget: budget.id, action: passed.action, at: passed.percent, spent, limit: budget.limit });
    const pressed = thresholds.find(({ action, amount }) => action === "prefer-cheapest" && spent >= amount);
    if (pressed) pressing ??= `budget ${budget.id} is past ${pressed.percent}`;
  }
  return { warnings, pressing };
}

/** The model that the caller wishes goes first where the route's own order leaves a choice. */
function wishedFirst(candidates: readonly Candidate[], model: string | undefined): Candidate[] {
  if (model === undefined) return [...candidates];
  const wished = candidates.filter((candidate) => isWished(candidate.deployment, model));
  if (wished.length === 0 || wished.length === candidates.length) return [...candidates];
  const others = candidates.filter((candidate) => !isWished(candidate.deployment, model));
  return [...wished.map((candidate) => ({ ...candidate, because: `the caller asks for ${model}` })), ...others];
}

function order(facts: RequestFacts, allowed: readonly Candidate[], pressing: string | undefined): Candidate[] {
  const { workload } = facts;
  const wished = (): Candidate[] => wishedFirst(allowed, facts.wishedModel);
  if (pressing !== undefined) {
    return cheapestFirst(wished()).map((candidate) => ({ ...candidate, because: `by expected cost: ${pressing}` }));
  }
  switch (workload.strategy) {
    case "ordered":
      return wished();
    case "weighted":
      return wishedFirst(drawnByWeight(allowed, workload, facts.draw), facts.wishedModel);
    case "cheapest":
      return cheapestFirst(wished());
    case "fastest":
      return fastestFirst(wished());
    case "best-quality":
      return bestFirst(wished(), workload);
  }
}

/**
 * Decides where one request may go: the candidates in the order in which to try them, and every other deployment of
 * the route with the rules that reject it. Throws a RangeError only where the workload is not in the policy.
 */
export function decide(policy: CompiledPolicy, request: DecisionRequest, state: DecisionState): Decision {
  const facts = factsOf(policy, request);
  const preparation = new Preparation(policy, facts);
  const examined = considered(policy, facts).map((deployment) =>
    examine(policy, facts, state, preparation, deployment),
  );
  if (facts.pin === undefined) holdBackAfterWithdrawal(facts.workload, examined);

  const allowed: Candidate[] = [];
  const rejected: RejectedDeployment[] = [];
  for (const { candidate, rejections } of examined) {
    if (rejections.all.length === 0) allowed.push(candidate);
    else {
      const { deployment, reservation, budgets } = candidate;
      rejected.push({ deployment, reservation, budgets, rejections: rejections.all });
    }
  }
  const { warnings, pressing } = pressOf(
    facts.pin === undefined ? preparation.budgets : (examined[0]?.candidate.budgets ?? []),
    state,
  );
  return {
    generation: policy.generation,
    workload: facts.workload,
    businessUnit: facts.businessUnit,
    sensitivity: facts.sensitivity,
    strategy: facts.workload.strategy,
    candidates:
      pressing === undefined && facts.pin === undefined
        ? missingLast(order(facts, allowed, undefined), facts.workload, state)
        : order(facts, allowed, pressing),
    rejected,
    warnings,
  };
}
