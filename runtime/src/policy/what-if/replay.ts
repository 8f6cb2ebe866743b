/** Decides about recorded requests anew, one after the other, with the money that they would have spent by then. */
import { type MicroUsd, microUsd, ZERO_USD } from "../../documents/money.ts";
import { budgetWindow, type WindowBounds } from "../budget-window.ts";
import { costOf, priceAt, tierFor } from "../cost.ts";
import { decide } from "../decide.ts";
import { type Away, stateAway } from "../drill.ts";
import { fallsBackOn } from "../falls-back.ts";
import type { Candidate, CompiledBudget, CompiledPolicy, CompiledWorkload, Decision } from "../types.ts";
import type { RecordedCall } from "./types.ts";

/** What becomes of one call. */
export interface Replayed {
  call: RecordedCall;
  /** undefined where nothing serves it. */
  deployment: string | undefined;
  /** undefined where nothing serves it, or no price is known. */
  cost: MicroUsd | undefined;
  /** The rule against its first candidate, where nothing serves it; FAILED where what was tried fails. */
  rule: string | undefined;
  /** Candidates that fail for it. */
  failures: number;
}

export interface ReplayOptions {
  away?: Away;
  /** Replays all of them as if they came at this moment, milliseconds since 1970. */
  at?: number;
}

const NOTHING_AWAY: Away = {};
/** Stands for a rule where a request is allowed, and what it is sent to fails. */
const FAILED = "upstream.failed";

/**
 * Goes through the calls in the order of time; all belong to workloads of the policy. Money is counted by budget and
 * window from nothing, as it would be spent. All deployments count as healthy but for those that are away. One that
 * failed for a call fails for it again, and the call goes on to the next as the workload's `fallback` says; any other
 * answers. What a call used is taken to be the same on any model.
 */
export function replay(
  policy: CompiledPolicy,
  calls: readonly RecordedCall[],
  { away = NOTHING_AWAY, at }: ReplayOptions,
): Replayed[] {
  const purse = new Purse();
  // Where data is processed changes with notices, so what is away is found for each moment that one could have come.
  let state = stateAway(policy, away, at ?? calls[0]?.at ?? 0);
  let day = Number.NaN;
  return calls
    .toSorted((a, b) => a.at - b.at)
    .map((call, index) => {
      const moment = at ?? call.at;
      const today = Math.floor(moment / 86_400_000);
      if (today !== day) state = stateAway(policy, away, moment);
      day = today;
      const { workload, businessUnit, sensitivity, model, capabilities, inputTokens, maxOutputTokens, choices } = call;
      const { cachesForHour, guarded } = call;
      const unit = businessUnit ?? policy.workloads.get(workload)?.businessUnit ?? "";
      const decision = decide(
        policy,
        {
          ...{ workload, inputTokens, at: moment, draw: drawOf(index) },
          ...(businessUnit !== undefined && policy.businessUnits.has(businessUnit) ? { businessUnit } : {}),
          ...(sensitivity === undefined ? {} : { sensitivity }),
          ...(model === undefined ? {} : { model }),
          ...(capabilities === undefined ? {} : { capabilities }),
          ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
          ...(choices === undefined ? {} : { choices }),
          ...(cachesForHour ? { cachesForHour } : {}),
          ...(guarded ? { guarded } : {}),
        },
        { ...state, spent: purse.spentFor(policy, workload, unit, moment) },
      );
      return outcomeOf(call, decision, policy.workloads.get(workload), moment, purse);
    });
}

function outcomeOf(
  call: RecordedCall,
  { candidates, rejected }: Decision,
  workload: CompiledWorkload | undefined,
  at: number,
  purse: Purse,
): Replayed {
  const unserved = { call, deployment: undefined, cost: undefined };
  if (candidates.length === 0) {
    return { ...unserved, rule: rejected[0]?.rejections[0]?.rule ?? "route.empty", failures: 0 };
  }
  const most = workload?.attempts ?? 1;
  for (const [failures, candidate] of candidates.slice(0, most).entries()) {
    const failed = call.failed?.find(({ deployment }) => deployment === candidate.deployment.id);
    if (failed === undefined) {
      const cost = costAt(candidate, call, at);
      purse.spend(candidate.budgets, at, cost ?? ZERO_USD);
      return { call, deployment: candidate.deployment.id, cost, rule: undefined, failures };
    }
    if (workload === undefined || !fallsBackOn(workload, failed.failure)) {
      return { ...unserved, rule: FAILED, failures: failures + 1 };
    }
  }
  return { ...unserved, rule: FAILED, failures: Math.min(most, candidates.length) };
}

function costAt({ price, expectedCost }: Candidate, { used }: RecordedCall, at: number): MicroUsd | undefined {
  if (!price) return undefined;
  // What nothing served used nothing that is known: what a decision would expect stands in.
  return used ? costOf(tierFor(priceAt(price, at), used.input), used) : expectedCost;
}

/** Numbers from 0 up to 1 that fill it evenly: multiples of the golden ratio, without what stands before the point. */
function drawOf(index: number): number {
  return (index * 0.618_033_988_749_895) % 1;
}

/** What is spent, by budget and window. */
class Purse {
  readonly #windows = new Map<CompiledBudget, WindowBounds>();
  readonly #spent = new Map<CompiledBudget, MicroUsd>();

  spentFor(policy: CompiledPolicy, workload: string, businessUnit: string, at: number): (MicroUsd | undefined)[] {
    const spent: (MicroUsd | undefined)[] = [];
    for (const deployment of policy.workloads.get(workload)?.candidates ?? [])
      for (const budget of policy.budgetsFor(workload, businessUnit, deployment)) {
        this.#turn(budget, at);
        spent[budget.index] ??= this.#spent.get(budget);
      }
    return spent;
  }

  spend(budgets: readonly CompiledBudget[], at: number, cost: MicroUsd): void {
    for (const budget of budgets) {
      this.#turn(budget, at);
      this.#spent.set(budget, microUsd((this.#spent.get(budget) ?? 0) + cost));
    }
  }

  /** Begins a new window where the old one is over. */
  #turn(budget: CompiledBudget, at: number): void {
    const bounds = this.#windows.get(budget);
    if (bounds && at >= bounds.start && at < bounds.end) return;
    this.#windows.set(budget, budgetWindow(budget.window, budget.timezone, at));
    this.#spent.delete(budget);
  }
}
