import { type MicroUsd, microUsd, parseMoney } from "../documents/money.ts";
import type { Budget } from "../documents/vocabulary.ts";
import { canonicalJson } from "./generation.ts";
import type { CompiledBudget, CompiledDeployment } from "./types.ts";

/** A percentage such as `80%` or `0.5%` of an amount, rounded down to a micro-USD. */
function partOf(limit: MicroUsd, percent: string): MicroUsd {
  // Ten-thousandths of a percent keep the four decimals that the schema allows exact.
  const units = Math.round(Number.parseFloat(percent) * 10_000);
  return microUsd(Number((BigInt(limit) * BigInt(units)) / 1_000_000n));
}

/** Compiles one budget. Without thresholds it blocks at its limit. */
export function compileBudget(index: number, id: string, budget: Budget): CompiledBudget {
  const limit = parseMoney(budget.limit);
  if (limit === undefined) throw new RangeError(`budget ${id} has no limit that is money`);
  const thresholds = (budget.thresholds ?? [{ at: "100%", do: "block" as const }])
    .map((threshold) => ({ amount: partOf(limit, threshold.at), percent: threshold.at, action: threshold.do }))
    .toSorted((a, b) => a.amount - b.amount);
  return {
    index,
    id,
    key: `${id} ${canonicalJson(budget.scope)}`,
    scope: { ...budget.scope },
    limit,
    window: budget.window,
    timezone: budget.timezone ?? "UTC",
    thresholds,
    blockAt: thresholds.find((threshold) => threshold.action === "block")?.amount,
  };
}

/** Whether a budget counts a request of this workload, paid by this business unit, at this deployment. */
export function budgetCovers(
  budget: CompiledBudget,
  workload: string,
  businessUnit: string,
  deployment: CompiledDeployment,
): boolean {
  const { scope } = budget;
  return (
    (scope.businessUnit === undefined || scope.businessUnit === businessUnit) &&
    (scope.workload === undefined || scope.workload === workload) &&
    (scope.provider === undefined || scope.provider === deployment.provider) &&
    (scope.model === undefined || scope.model === deployment.model)
  );
}

/**
 * A look-up of the budgets that count a request. Answers are kept: they depend on nothing but the compiled policy,
 * and the pairs that can occur are bounded by it (business units that it does not know are not kept).
 */
export function budgetLookup(
  budgets: readonly CompiledBudget[],
  businessUnits: ReadonlySet<string>,
): (workload: string, businessUnit: string, deployment: CompiledDeployment) => readonly CompiledBudget[] {
  const kept = new Map<string, Map<string, (readonly CompiledBudget[] | undefined)[]>>();
  return (workload, businessUnit, deployment) => {
    const answer = kept.get(workload)?.get(businessUnit)?.[deployment.index];
    if (answer) return answer;
    const found = budgets.filter((budget) => budgetCovers(budget, workload, businessUnit, deployment));
    if (businessUnits.has(businessUnit)) {
      const units = kept.get(workload) ?? new Map<string, (readonly CompiledBudget[] | undefined)[]>();
      const byDeployment = units.get(businessUnit) ?? [];
      byDeployment[deployment.index] = found;
      kept.set(workload, units.set(businessUnit, byDeployment));
    }
    return found;
  };
}
