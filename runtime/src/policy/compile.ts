import type { WorkspaceDocuments } from "../documents/vocabulary.ts";
import { budgetLookup, compileBudget } from "./compile-budget.ts";
import { compileDeployment } from "./compile-deployment.ts";
import { compileWorkload, DEFAULTS } from "./compile-workload.ts";
import { generationOf } from "./generation.ts";
import type { CompiledPolicy } from "./types.ts";

/**
 * Compiles validated and linked documents into one immutable generation.
 * Throws a RangeError where a link does not resolve: callers check documents first, so that is a programming error.
 */
export function compile(documents: Pick<WorkspaceDocuments, "catalog" | "policy">): CompiledPolicy {
  const { catalog, policy } = documents;
  const ids = Object.keys(catalog.deployments).sort();
  const deployments = ids.map((id, index) => compileDeployment(index, id, catalog));
  const deploymentById = new Map(deployments.map((deployment) => [deployment.id, deployment]));
  const rules = Object.entries(policy.rules).map(([id, rule]) => ({ id, rule }));
  const businessUnits = new Set(Object.keys(policy.businessUnits));
  const budgets = Object.entries(policy.budgets).map(([id, budget], index) => compileBudget(index, id, budget));
  return {
    generation: generationOf({ catalog, policy }),
    deployments,
    deploymentById,
    workloads: new Map(
      Object.entries(policy.workloads).map(([id, workload]) => [
        id,
        compileWorkload(id, workload, policy.defaults, deploymentById, rules),
      ]),
    ),
    businessUnits,
    models: new Set(Object.keys(catalog.models)),
    budgets,
    unpriced: policy.defaults.unpriced ?? DEFAULTS.unpriced,
    detect: policy.defaults.detect,
    extras: policy.defaults.extras,
    storing: policy.defaults.storing,
    keepRecordsDays: policy.defaults.keepRecordsDays,
    budgetsFor: budgetLookup(budgets, businessUnits),
  };
}
