/** What a change means beyond single workloads: budgets, rules, concentration, the bill. */
import type { Concentration } from "../exposure.ts";
import type { CompiledBudget, CompiledPolicy } from "../types.ts";
import type { Direction, Plan, PlanFinding, PlanSide } from "./types.ts";
import { changeText, counted, list, trafficWords, usd } from "./words.ts";
import { rise } from "./workload-findings.ts";

const GENERAL = { workload: null, criticality: null, from: null, details: [] };

/** Budgets that block less or more than before. */
export function budgetFindings(before: CompiledPolicy, after: CompiledPolicy): PlanFinding[] {
  const was = new Map(before.budgets.map((budget) => [budget.id, budget]));
  const is = new Map(after.budgets.map((budget) => [budget.id, budget]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const found = budgetFinding(id, was.get(id), is.get(id));
    return found ? [{ ...GENERAL, code: "plan.budget", ...found }] : [];
  });
}

function budgetFinding(
  id: string,
  was: CompiledBudget | undefined,
  is: CompiledBudget | undefined,
): { direction: Direction; message: string } | undefined {
  if (was?.blockAt !== undefined && is?.blockAt === undefined)
    return {
      direction: "worse",
      message: `budget ${id} ${is ? "does not block" : "is gone, which blocked"} at ${usd(was.blockAt)} a ${was.window}${is ? " any more" : ""}`,
    };
  if (was?.blockAt === undefined && is?.blockAt !== undefined)
    return { direction: "better", message: `budget ${id} blocks at ${usd(is.blockAt)} a ${is.window}` };
  if (!was || !is) return undefined;
  if (was.key !== is.key)
    return { direction: "neutral", message: `budget ${id} counts other requests than before, and starts anew` };
  if (was.blockAt !== is.blockAt || was.window !== is.window) {
    const message = `budget ${id} blocks at ${usd(is.blockAt ?? null)} a ${is.window}; it was ${usd(was.blockAt ?? null)} a ${was.window}`;
    return { direction: "neutral", message };
  }
  return undefined;
}

/** Rules that hold no more, or from now on, for any workload. */
export function ruleFindings(before: PlanSide, after: PlanSide): PlanFinding[] {
  const was = before.documents.policy.rules;
  const is = after.documents.policy.rules;
  const found = (id: string, direction: Direction, side: PlanSide, words: string): PlanFinding[] => {
    const count = [...side.policy.workloads.values()].filter(({ rules }) =>
      rules.some((rule) => rule.id === id),
    ).length;
    const message = `rule ${id} ${words}; it may apply to ${counted(count, "workload")}`;
    return [{ ...GENERAL, code: "plan.rule", direction: count === 0 ? "neutral" : direction, message }];
  };
  return [
    ...Object.keys(was).flatMap((id) => (Object.hasOwn(is, id) ? [] : found(id, "worse", before, "is gone"))),
    ...Object.keys(is).flatMap((id) => (Object.hasOwn(was, id) ? [] : found(id, "better", after, "is new"))),
  ];
}

/**
 * A rise of more than this many points where concentration is high is one that matters: section 2.1 of the United
 * States Merger Guidelines of 2023 says so of markets.
 */
const RISE_THAT_MATTERS = 100;

const BAND_RANK = { low: 0, moderate: 1, high: 2 };

function concentrationDirection(before: Concentration, after: Concentration): Direction {
  if (before.band !== after.band) return BAND_RANK[after.band] > BAND_RANK[before.band] ? "worse" : "better";
  if (after.band !== "high" || Math.abs(after.hhi - before.hhi) <= RISE_THAT_MATTERS) return "neutral";
  return after.hhi > before.hhi ? "worse" : "better";
}

/** Dimensions whose concentration comes into another band, or moves while it is high: one finding each way. */
export function concentrationFindings(
  changes: readonly { before: Concentration; after: Concentration }[],
): PlanFinding[] {
  // Data in one jurisdiction is often asked for, and nothing at all is no comparison.
  const compared = changes.filter(
    ({ before, after }) => before.dimension !== "jurisdiction" && before.hhi > 0 && after.hhi > 0,
  );
  return (["worse", "better"] as const).flatMap((direction) => {
    const found = compared.filter(({ before, after }) => concentrationDirection(before, after) === direction);
    if (found.length === 0) return [];
    const names = [...new Set(found.map(({ after }) => after.dimension))];
    const message = `concentration by ${list(names)} ${direction === "worse" ? "rises" : "falls"}`;
    const details = found.map(
      ({ before, after }) =>
        `by ${after.dimension} (${after.measure}): HHI ${after.hhi} (${after.band}), was ${before.hhi} (${before.band})`,
    );
    return [{ ...GENERAL, code: "plan.concentration", direction, message, details }];
  });
}

/** The bill for all traffic. */
export function moneyFindings(money: Plan["money"], tolerancePercent: number): PlanFinding[] {
  if (!money || money.before === money.after) return [];
  const change = changeText(money.before, money.after);
  const message = `${trafficWords("all", money.basis)} ${usd(money.after)} instead of ${usd(money.before)}${change ? ` (${change})` : ""}`;
  const direction = rise(money.before, money.after, tolerancePercent);
  return [{ ...GENERAL, code: "plan.traffic-cost", direction, message }];
}
