/** The windows that a request counts in, and what is spent in them. */
import type { MicroUsd } from "../documents/money.ts";
import type { BudgetClaim, LedgerStore } from "../ledger/types.ts";
import { budgetWindow, type WindowBounds } from "../policy/budget-window.ts";
import type { CompiledBudget, CompiledPolicy, CompiledWorkload } from "../policy/types.ts";

/** Keeps each budget's current window: computing one costs far more than looking at the clock. */
export class BudgetClaims {
  readonly #windows = new WeakMap<CompiledBudget, WindowBounds>();

  /** The claim on a budget's window at a moment. */
  claim(budget: CompiledBudget, at: number): BudgetClaim {
    let bounds = this.#windows.get(budget);
    if (!bounds || at < bounds.start || at >= bounds.end) {
      bounds = budgetWindow(budget.window, budget.timezone, at);
      this.#windows.set(budget, bounds);
    }
    return {
      budget: budget.key,
      windowStart: bounds.start,
      windowEnd: bounds.end,
      blockAt: budget.blockAt,
      scope: budget.scope,
    };
  }

  /** What is spent, by budget index, in the budgets that a workload's candidates count in; the rest stays undefined. */
  spent(
    policy: CompiledPolicy,
    workload: CompiledWorkload,
    businessUnit: string,
    pin: string | undefined,
    at: number,
    ledger: LedgerStore,
  ): (MicroUsd | undefined)[] {
    const spent: (MicroUsd | undefined)[] = [];
    const pinned = pin === undefined ? undefined : policy.deploymentById.get(pin);
    for (const deployment of pinned ? [pinned] : workload.candidates) {
      for (const budget of policy.budgetsFor(workload.id, businessUnit, deployment)) {
        spent[budget.index] ??= ledger.spent(this.claim(budget, at));
      }
    }
    return spent;
  }
}
