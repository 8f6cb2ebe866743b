/** Which requests a rule of the policy can be for. */
import {
  meansSensitivity,
  type Rule,
  SENSITIVITIES,
  type Sensitivity,
  sensitivityRank,
} from "../../documents/vocabulary.ts";
import type { CompiledWorkload } from "../../policy/types.ts";

/** A part of `when` as a list; undefined where it is open. */
export function wanted<T>(value: T | readonly T[] | undefined): readonly T[] | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/**
 * Whether a request of the workload can fall under the rule. A request may raise its sensitivity, and its key may name
 * another business unit, so only what can never be is ruled out.
 */
export function canApply({ when }: Rule, workload: CompiledWorkload): boolean {
  const workloads = wanted(when?.workload);
  const criticalities = wanted(when?.criticality);
  const sensitivities = meant(when?.sensitivity);
  return (
    (!workloads || workloads.includes(workload.id)) &&
    (!criticalities || criticalities.includes(workload.criticality)) &&
    (!sensitivities || Math.max(...sensitivities.map(sensitivityRank)) >= sensitivityRank(workload.sensitivity))
  );
}

/** Whether the conditions of `outer` hold wherever those of `inner` do. */
export function isWider(outer: Rule["when"], inner: Rule["when"]): boolean {
  return (["workload", "criticality", "sensitivity", "businessUnit"] as const).every((key) => {
    const outside = partOf(outer, key);
    const inside = partOf(inner, key);
    if (!outside || (key === "sensitivity" && SENSITIVITIES.every((one) => outside.includes(one)))) return true;
    return inside?.every((one) => outside.includes(one)) ?? false;
  });
}

function partOf(when: Rule["when"], key: keyof NonNullable<Rule["when"]>): readonly string[] | undefined {
  const value = when?.[key];
  return key === "sensitivity" ? meant(value as Sensitivity | undefined) : wanted<string>(value);
}

/** The sensitivities that a condition means; undefined where it is open. */
function meant(condition: NonNullable<Rule["when"]>["sensitivity"]): readonly Sensitivity[] | undefined {
  return condition && SENSITIVITIES.filter((one) => meansSensitivity(condition, one));
}
