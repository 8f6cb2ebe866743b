/** What the state of things has against a deployment: money and health. */
import { formatUsd, type MicroUsd, ZERO_USD } from "../documents/money.ts";
import type { CompiledBudget, CompiledDeployment, CompiledPolicy, DecisionState, Rejection } from "./types.ts";

/** Rejections that begin as those that all decisions share, and become a list of their own when one is added. */
export class Rejections {
  #all: readonly Rejection[];
  #own: Rejection[] | undefined;

  constructor(shared: readonly Rejection[]) {
    this.#all = shared;
  }

  get all(): readonly Rejection[] {
    return this.#all;
  }

  add(rejection: Rejection): void {
    if (this.#own) {
      this.#own.push(rejection);
      return;
    }
    this.#own = [...this.#all, rejection];
    this.#all = this.#own;
  }
}

/**
 * Rejects a deployment whose cost at most does not fit into a budget that blocks, or whose price is unknown: always
 * under a budget that blocks, else as the policy says of unpriced deployments.
 * @param reservation what it can cost at most, or in words what of its price is unknown
 * @param blocking the budgets that count it and block
 */
export function rejectForBudgets(
  policy: CompiledPolicy,
  reservation: MicroUsd | string,
  blocking: readonly CompiledBudget[],
  state: DecisionState,
  found: Rejections,
): void {
  if (typeof reservation === "string") {
    if (policy.unpriced === "refuse") {
      found.add({ rule: "price.unknown", reason: `${reservation}, and the policy refuses unpriced deployments` });
    } else if (blocking[0]) {
      found.add({ rule: "price.unknown", reason: `${reservation}, and budget ${blocking[0].id} limits spend` });
    }
    return;
  }
  for (const budget of blocking) {
    const spent = state.spent[budget.index] ?? ZERO_USD;
    if (budget.blockAt === undefined || spent + reservation <= budget.blockAt) continue;
    const reason =
      `the request can cost ${formatUsd(reservation)} USD; ${formatUsd(spent)} of ${formatUsd(budget.blockAt)} USD ` +
      `are spent or reserved this ${budget.window}`;
    found.add({ rule: `budget.${budget.id}`, reason });
  }
}

/** Rejects a deployment that is out of order, or that asked to be left alone for a while. */
export function rejectForHealth(
  deployment: CompiledDeployment,
  state: DecisionState,
  at: number,
  found: Rejections,
): void {
  const health = state.health[deployment.index];
  if (!health || health.status === "healthy") return;
  if (health.until !== undefined && health.until <= at) return;
  const until = health.until === undefined ? "" : ` until ${new Date(health.until).toISOString()}`;
  if (health.status === "open") found.add({ rule: "health.open", reason: `it fails; not tried${until}` });
  else found.add({ rule: "health.cooling", reason: `it asked to slow down; not tried${until}` });
}

/** Rejects a deployment that a drill takes away. */
export function rejectForDrill(deployment: CompiledDeployment, state: DecisionState, found: Rejections): void {
  const reason = state.away?.[deployment.index];
  if (reason !== undefined) found.add({ rule: "drill.away", reason });
}
