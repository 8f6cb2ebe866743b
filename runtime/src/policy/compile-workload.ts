import type { Defaults } from "../documents/generated/routing-policy.ts";
import { type FailureClass, meansSensitivity, type Rule, type Workload } from "../documents/vocabulary.ts";
import type { CompiledDeployment, CompiledObjectives, CompiledRule, CompiledWorkload } from "./types.ts";

/** What holds where neither the workload nor the policy's defaults say otherwise. The schema documents the same. */
export const DEFAULTS = { maxOutputTokens: 4096, attempts: 3, deadlineMs: 60_000, unpriced: "refuse" } as const;

const DEFAULT_FALLBACK: readonly FailureClass[] = ["outage", "timeout", "rate-limit", "policy-change"];

function includes<T>(wanted: T | T[] | undefined, value: T): boolean {
  if (wanted === undefined) return true;
  return Array.isArray(wanted) ? wanted.includes(value) : wanted === value;
}

/**
 * Whether a rule could be for a request of the workload. The parts that a request can change
 * (sensitivity, business unit) are looked at again in each decision.
 */
function ruleMayApply(rule: Rule, id: string, criticality: CompiledWorkload["criticality"]): boolean {
  return includes(rule.when?.workload, id) && includes(rule.when?.criticality, criticality);
}

/** Whether a rule that may apply to the workload is for this request. */
export function ruleApplies(rule: Rule, businessUnit: string, sensitivity: CompiledWorkload["sensitivity"]): boolean {
  return includes(rule.when?.businessUnit, businessUnit) && meansSensitivity(rule.when?.sensitivity, sensitivity);
}

function compileObjectives(objectives: Workload["objectives"]): CompiledObjectives | undefined {
  if (!objectives) return undefined;
  const { ttftP95Ms, latencyP95Ms, errorRate } = objectives;
  return {
    ttftP95Ms,
    latencyP95Ms,
    errorRate: errorRate === undefined ? undefined : Number.parseFloat(errorRate) / 100,
  };
}

/** Compiles one workload: defaults filled in, candidates resolved, the rules that may apply picked out. */
export function compileWorkload(
  id: string,
  workload: Workload,
  defaults: Defaults,
  deploymentById: ReadonlyMap<string, CompiledDeployment>,
  rules: readonly CompiledRule[],
): CompiledWorkload {
  const resolve = (deploymentId: string): CompiledDeployment => {
    const deployment = deploymentById.get(deploymentId);
    if (!deployment) throw new RangeError(`workload ${id} names deployment ${deploymentId}, which is not linked`);
    return deployment;
  };
  const criticality = workload.criticality ?? "standard";
  const candidates = workload.route.candidates.map(resolve);
  return {
    id,
    businessUnit: workload.businessUnit,
    criticality,
    sensitivity: workload.sensitivity ?? "restricted",
    modelChoice: workload.modelChoice ?? "policy",
    needs: {
      capabilities: workload.needs?.capabilities ?? [],
      residency: workload.needs?.residency ?? [],
      contextWindow: workload.needs?.contextWindow ?? 0,
      maxOutputTokens: workload.needs?.maxOutputTokens ?? 0,
    },
    objectives: workload.objectives,
    measurable: compileObjectives(workload.objectives),
    strategy: workload.route.strategy ?? "ordered",
    candidates,
    weights: new Map(Object.entries(workload.route.weights ?? {}).map(([key, weight]) => [resolve(key).index, weight])),
    fallbackOn: new Set(workload.fallback?.on ?? DEFAULT_FALLBACK),
    continues:
      workload.fallback?.continue === true &&
      candidates.some(({ capabilities }) => capabilities.has("assistant-prefill")),
    attempts: workload.fallback?.attempts ?? defaults.attempts ?? DEFAULTS.attempts,
    deadlineMs: workload.fallback?.deadlineMs ?? defaults.deadlineMs ?? DEFAULTS.deadlineMs,
    defaultMaxOutputTokens: workload.maxOutputTokens ?? defaults.maxOutputTokens ?? DEFAULTS.maxOutputTokens,
    onStoreLoss: workload.onStoreLoss ?? defaults.onStoreLoss ?? "refuse",
    limits: workload.limits,
    rules: rules.filter(({ rule }) => ruleMayApply(rule, id, criticality)),
    code: workload.code ?? [],
  };
}
