/**
 * What holds of a workload's deployments whatever the single request says: which rules reject them, and which budgets
 * count. It depends on nothing but the policy, so it is found once and kept; only what a request itself asks for, money
 * and health are left for each decision.
 */
import { sensitivityRank } from "../documents/vocabulary.ts";
import { policyRejections } from "./reject.ts";
import type {
  CompiledBudget,
  CompiledDeployment,
  CompiledPolicy,
  CompiledWorkload,
  DeploymentPhase,
  Rejection,
  RequestFacts,
} from "./types.ts";

export interface Prepared {
  phase: DeploymentPhase;
  /** What speaks against it in this phase. Shared by all decisions: never changed. */
  rejections: readonly Rejection[];
  budgets: readonly CompiledBudget[];
  /** Those of them that block. */
  blocking: readonly CompiledBudget[];
}

interface Kept {
  /** By deployment index: what holds in the phase that was asked for last. */
  deployments: (Prepared | undefined)[];
  /** All budgets that count some candidate of the route. */
  budgets: readonly CompiledBudget[] | undefined;
}

/** By workload, business unit and sensitivity. The policy knows all of them, so what is kept is bounded by it. */
const kept = new WeakMap<CompiledWorkload, Map<string, Kept[]>>();

function keptFor(policy: CompiledPolicy, { workload, businessUnit, sensitivity }: RequestFacts): Kept {
  const rank = sensitivityRank(sensitivity);
  let units = kept.get(workload);
  if (!units) {
    units = new Map();
    kept.set(workload, units);
  }
  let ranks = units.get(businessUnit);
  if (!ranks) {
    ranks = [];
    if (policy.businessUnits.has(businessUnit)) units.set(businessUnit, ranks);
  }
  let found = ranks[rank];
  if (!found) {
    found = { deployments: [], budgets: undefined };
    ranks[rank] = found;
  }
  return found;
}

/** Looks up what holds for the requests of one workload, business unit and sensitivity. */
export class Preparation {
  readonly #policy: CompiledPolicy;
  readonly #facts: RequestFacts;
  readonly #kept: Kept;

  constructor(policy: CompiledPolicy, facts: RequestFacts) {
    this.#policy = policy;
    this.#facts = facts;
    this.#kept = keptFor(policy, facts);
  }

  /** What holds of a deployment in a phase. */
  of(deployment: CompiledDeployment, phase: DeploymentPhase): Prepared {
    const known = this.#kept.deployments[deployment.index];
    if (known?.phase === phase) return known;
    const { workload, businessUnit } = this.#facts;
    const budgets = this.#policy.budgetsFor(workload.id, businessUnit, deployment);
    const prepared: Prepared = {
      phase,
      rejections: policyRejections(asksNothing(this.#facts), deployment, phase),
      budgets,
      blocking: budgets.filter(({ blockAt }) => blockAt !== undefined),
    };
    this.#kept.deployments[deployment.index] = prepared;
    return prepared;
  }

  /** All budgets that count some candidate of the route, each once. */
  get budgets(): readonly CompiledBudget[] {
    const { workload, businessUnit } = this.#facts;
    this.#kept.budgets ??= [
      ...new Set(
        workload.candidates.flatMap((deployment) => this.#policy.budgetsFor(workload.id, businessUnit, deployment)),
      ),
    ];
    return this.#kept.budgets;
  }
}

/** The same request, as if it used nothing and named nothing. */
function asksNothing(facts: RequestFacts): RequestFacts {
  return {
    ...facts,
    capabilities: [],
    inWindow: 0,
    outputLimitIsCallers: false,
    bindingModel: undefined,
    embeddingModel: undefined,
    pin: undefined,
  };
}
