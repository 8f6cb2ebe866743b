/** Conditions on which a plan is refused, in CI: `worse`, `unserved`, `cost>10%`, `latency>20%`, `hhi>1800`. */
import type { Plan } from "./types.ts";
import { counted, trafficWords, usd } from "./words.ts";

export interface PlanCondition {
  /** As it was written. */
  text: string;
  /** Why the plan meets it, in words; undefined where it does not. */
  test(plan: Plan): string | undefined;
}

const THRESHOLD = /^(cost|latency|hhi)\s*>\s*(\d+(?:\.\d+)?)\s*(%?)$/;

/** Reads a condition; undefined where it is none. */
export function planCondition(text: string): PlanCondition | undefined {
  const trimmed = text.trim();
  if (trimmed === "worse") return { text: trimmed, test: anythingWorse };
  if (trimmed === "unserved") return { text: trimmed, test: anythingUnserved };
  const [, what, number, sign] = THRESHOLD.exec(trimmed) ?? [];
  const limit = Number(number);
  if (what === "hhi" && sign === "") return { text: trimmed, test: (plan) => concentrated(plan, limit) };
  if (what === "cost" && sign === "%") return { text: trimmed, test: (plan) => dearer(plan, limit) };
  if (what === "latency" && sign === "%") return { text: trimmed, test: (plan) => slower(plan, limit) };
  return undefined;
}

function anythingWorse({ findings }: Plan): string | undefined {
  const worse = findings.filter(({ direction }) => direction === "worse").length;
  return worse > 0 ? `${counted(worse, "thing")} ${worse === 1 ? "becomes" : "become"} worse` : undefined;
}

function anythingUnserved({ findings }: Plan): string | undefined {
  const found = findings.filter(({ code, direction }) => code === "plan.unserved" && direction === "worse");
  return found.length > 0
    ? `nothing serves ${[...new Set(found.map(({ workload }) => workload))].join(", ")}`
    : undefined;
}

/** What is unknown after the change, and was known before, counts as over any limit. */
function over(before: number | null, after: number | null, percent: number): boolean {
  if (before === null) return false;
  return after === null || 100 * after > (100 + percent) * before;
}

function dearer(plan: Plan, percent: number): string | undefined {
  if (plan.money && over(plan.money.before, plan.money.after, percent))
    return `${trafficWords("all", plan.money.basis)} ${usd(plan.money.after)} instead of ${usd(plan.money.before)}`;
  for (const { workload, before, after } of everyComparison(plan)) {
    if (!before || !after || after.order.length === 0) continue;
    if (over(before.costMicroUsd, after.costMicroUsd, percent))
      return `an ordinary request of ${workload} costs ${usd(after.costMicroUsd)} instead of ${usd(before.costMicroUsd)}`;
  }
  return undefined;
}

function slower(plan: Plan, percent: number): string | undefined {
  for (const { workload, before, after } of everyComparison(plan)) {
    if (!before || !after || after.order.length === 0 || !over(before.ttftMs, after.ttftMs, percent)) continue;
    return `the first token of ${workload} comes after ${after.ttftMs ?? "an unknown number of"} ms instead of ${before.ttftMs} ms`;
  }
  return undefined;
}

function everyComparison({ workloads, dates }: Plan): Plan["workloads"] {
  return [...workloads, ...dates.flatMap((date) => date.workloads)];
}

function concentrated({ exposure }: Plan, limit: number): string | undefined {
  // What was over the limit already and gets no worse is not this change's.
  const found = exposure.find(
    ({ before, after }) => after.dimension !== "jurisdiction" && after.hhi > limit && after.hhi > before.hhi,
  );
  if (!found) return undefined;
  const { before, after } = found;
  return `concentration by ${after.dimension} (${after.measure}) is ${after.hhi}; it was ${before.hhi}`;
}
