/** The windows that a request counts in, and what is spent in them. */
import type { MicroUsd } from "../documents/money.ts";
import type { BudgetClaim, LedgerStore } from "../ledger/types.ts";
import { budgetWindow } from "../policy/budget-window.ts";
import type { CompiledBudget, CompiledPolicy, CompiledWorkload } from "../policy/types.ts";

/** Keeps each budget's current window: computing one costs far more than looking at the clock. */
export class BudgetClaims {
  /** The claim on the current window: all requests of that time make the same. */
  readonly #claims = new WeakMap<CompiledBudget, BudgetClaim>();
  /** The start of the window that was opened in the ledger last. */
  readonly #opened = new WeakMap<CompiledBudget, number>();

  /** The claim on a budget's window at a moment. */
  claim(budget: CompiledBudget, at: number): BudgetClaim {
    const known = this.#claims.get(budget);
    if (known && at >= known.windowStart && at < known.windowEnd) return known;
    const { start, end } = budgetWindow(budget.window, budget.timezone, at);
    const { key, blockAt, scope } = budget;
    const claim: BudgetClaim = { budget: key, windowStart: start, windowEnd: end, blockAt, scope };
    this.#claims.set(budget, claim);
    return claim;
  }

  /**
   * What is spent, by budget index, in the budgets that a workload's candidates count in; the rest stays undefined.
   * `open` opens the windows in the ledger: for requests that are served, not for questions.
   */
  spent(
    policy: CompiledPolicy,
    workload: CompiledWorkload,
    businessUnit: string,
    pin: string | undefined,
    at: number,
    ledger: LedgerStore,
    open: boolean,
  ): (MicroUsd | undefined)[] {
    const spent: (MicroUsd | undefined)[] = [];
    const pinned = pin === undefined ? undefined : policy.deploymentById.get(pin);
    for (const deployment of pinned ? [pinned] : workload.candidates) {
      for (const budget of policy.budgetsFor(workload.id, businessUnit, deployment)) {
        spent[budget.index] ??= this.#spentIn(budget, at, ledger, open);
      }
    }
    return spent;
  }

  #spentIn(budget: CompiledBudget, at: number, ledger: LedgerStore, open: boolean): MicroUsd {
    const claim = this.claim(budget, at);
    // Without that, the records of the whole window are added up for every request until one is served from it.
    if (open && this.#opened.get(budget) !== claim.windowStart) {
      ledger.open(claim);
      this.#opened.set(budget, claim.windowStart);
    }
    return ledger.spent(claim);
  }
}
