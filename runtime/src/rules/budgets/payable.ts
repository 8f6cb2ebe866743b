import type { MicroUsd } from "../../documents/money.ts";
import { formatUsd } from "../../documents/money.ts";
import { appendPointer } from "../../documents/pointer.ts";
import { budgetCovers, compileBudget } from "../../policy/compile-budget.ts";
import { phaseAt } from "../../policy/compile-deployment.ts";
import { reservationFor } from "../../policy/cost.ts";
import { TYPICAL_INPUT } from "../../policy/standing.ts";
import type { CompiledBudget, CompiledDeployment } from "../../policy/types.ts";
import { groupBy } from "../group-by.ts";
import type { WorkspaceRule } from "../rule.ts";
import type { JudgedRoute } from "../rule-memory.ts";
import type { WorkspaceView } from "../view.ts";
import { listed } from "../words.ts";

interface Coverage {
  budget: CompiledBudget;
  /** The routes that the budget counts at one deployment at least, listed or not eligible now included. */
  routes: readonly JudgedRoute[];
}

const kept = new WeakMap<WorkspaceView, Coverage[]>();

/** Which routes each budget counts. Routes are looked up by what the scope names, so that it stays near linear. */
function coverage(view: WorkspaceView): Coverage[] {
  const known = kept.get(view);
  if (known) return known;
  const all = [...view.routes.values()];
  const byUnit = groupBy(all, ({ workload }) => workload.businessUnit);
  const byProvider = groupByMany(all, (deployment) => deployment.provider);
  const byModel = groupByMany(all, (deployment) => deployment.model);
  const found = Object.entries(view.documents.policy.budgets).map(([id, document], index) => {
    const budget = compileBudget(index, id, document);
    const { workload, businessUnit, provider, model } = budget.scope;
    const named = workload === undefined ? undefined : view.routes.get(workload);
    const likely =
      (workload !== undefined && (named ? [named] : [])) ||
      (businessUnit !== undefined && (byUnit.get(businessUnit) ?? [])) ||
      (provider !== undefined && (byProvider.get(provider) ?? [])) ||
      (model !== undefined && (byModel.get(model) ?? [])) ||
      all;
    const covers = (route: JudgedRoute) =>
      route.workload.candidates.some((one) =>
        budgetCovers(budget, route.workload.id, route.workload.businessUnit, one),
      );
    return { budget, routes: likely.filter(covers) };
  });
  kept.set(view, found);
  return found;
}

function groupByMany(
  routes: readonly JudgedRoute[],
  trait: (deployment: CompiledDeployment) => string,
): Map<string, JudgedRoute[]> {
  const groups = new Map<string, JudgedRoute[]>();
  for (const route of routes)
    for (const key of new Set(route.workload.candidates.map(trait))) {
      const group = groups.get(key);
      if (group) group.push(route);
      else groups.set(key, [route]);
    }
  return groups;
}

/** The least that a default request must reserve; undefined where a price is unknown or the budget does not count all. */
function leastReservation(view: WorkspaceView, budget: CompiledBudget, { workload, eligible }: JudgedRoute) {
  let least: MicroUsd | undefined;
  for (const deployment of eligible) {
    if (!budgetCovers(budget, workload.id, workload.businessUnit, deployment)) return undefined;
    const { price } = phaseAt(deployment, view.at);
    if (!price) return undefined;
    const output = Math.min(workload.defaultMaxOutputTokens, deployment.maxOutputTokens);
    const needed = reservationFor(price, { inputAtMost: TYPICAL_INPUT.atMost, outputAtMost: output });
    if (least === undefined || needed < least) least = needed;
  }
  return least;
}

/**
 * A budget that blocks before it can pay for a single request: at every deployment that may serve the workload, an
 * ordinary request (2,000 input tokens, the workload's own output limit) reserves more than the whole budget.
 *
 * Raise the limit, or lower `maxOutputTokens` of the workload: a request reserves what it can cost at most.
 *
 * Wrong:
 * ```yaml
 * budgets:
 *   support-day: { scope: { businessUnit: support }, limit: 0.001 USD, window: day }
 * ```
 *
 * Right:
 * ```yaml
 * budgets:
 *   support-day: { scope: { businessUnit: support }, limit: 25 USD, window: day }
 * ```
 */
export const budgetTooSmall: WorkspaceRule = {
  code: "budget.too-small",
  severity: "warning",
  *check(view) {
    for (const { budget, routes } of coverage(view)) {
      const { blockAt } = budget;
      if (blockAt === undefined) continue;
      const short: { id: string; needed: MicroUsd }[] = [];
      for (const route of routes) {
        const needed = leastReservation(view, budget, route);
        if (needed !== undefined && needed > blockAt) short.push({ id: route.workload.id, needed });
      }
      const place = short.length > 0 ? view.place("budget", budget.id, "limit") : undefined;
      if (!place) continue;
      const [worst] = short.toSorted((a, b) => b.needed - a.needed);
      yield {
        place,
        message: `This can not pay for one request of ${listed(
          short.map(({ id }) => `"${id}"`),
          3,
        )}: the budget blocks at ${formatUsd(blockAt)} USD, and an ordinary request reserves ${formatUsd(worst?.needed ?? blockAt)} USD. Raise it, or lower "maxOutputTokens".`,
        related: short.slice(0, 3).map(({ id, needed }) => ({
          place: view.place("workload", id),
          message: `A request of "${id}" reserves at least ${formatUsd(needed)} USD.`,
        })),
      };
    }
  },
};

/**
 * A budget that counts no request: no workload pays from its business unit, or no route lists its provider or model.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * budgets:
 *   support-openai: { scope: { workload: ticket-summaries, provider: openai }, limit: 500 USD, window: month }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * budgets:
 *   support-azure: { scope: { workload: ticket-summaries, provider: azure-swedencentral }, limit: 500 USD, window: month }
 * ```
 */
export const budgetUnused: WorkspaceRule = {
  code: "budget.counts-nothing",
  severity: "information",
  needsAll: true,
  tags: ["unnecessary"],
  *check(view) {
    if (view.routes.size === 0) return;
    for (const { budget, routes } of coverage(view)) {
      // The key of a request may name another business unit than its workload does.
      const { businessUnit: _, ...others } = budget.scope;
      const anyUnit = { ...budget, scope: others };
      const isOpen = Object.keys(others).length === 0;
      if (routes.length > 0 || isOpen) continue;
      const counts = [...view.routes.values()].some(({ workload }) =>
        workload.candidates.some((one) => budgetCovers(anyUnit, workload.id, workload.businessUnit, one)),
      );
      const place = counts ? undefined : view.keyPlace("budget", budget.id, "scope");
      if (!place) continue;
      yield {
        place,
        message: `The budget "${budget.id}" counts nothing: no route leads where its scope says. Widen the scope, or remove the budget.`,
        data: { pointer: appendPointer("/budgets", budget.id), removable: true },
      };
    }
  },
};
